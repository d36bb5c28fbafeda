"""How far the questions of a thread have come: the thread as listening reads it, and what it found there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from domain.listening.standing import Finding, Standing
from domain.listening.thread import Party, Thread, Written
from domain.questions import Outcome
from store import bulk
from store.hearing import Unheard
from store.questions import CONFIRMED_BY_A_PERSON

LONGEST = 20_000  # comments of one thread that are read, the latest first

_REPLIES = """SELECT r.external_id, r.parent, r.by_us, r.author_id, r.author, r.created_at, r.text, r.gone_at,
    q.id, q.outcome, q.standing, q.standing_reply_id, q.standing_at, q.standing_set_by_id, q.closed_by_id, q.follows_id,
    q.group_id, q.group_set_by_id, r.id, q.lane, q.waiting_since
    FROM reply r LEFT JOIN question q ON q.reply_id = r.id
    WHERE {where} ORDER BY r.created_at DESC LIMIT ?"""
_UNDER_POST = _REPLIES.format(where="r.post_id = ?")
_ELSEWHERE = _REPLIES.format(where="r.account_id = ? AND r.thread = ? AND r.post_id IS NULL")
_POST = "SELECT text, created_at FROM post WHERE id = ?"
_FOUND = """UPDATE question SET standing = ?, standing_reply_id = ?, standing_at = ?, standing_set_by_id = NULL,
    follows_id = ? WHERE id = ?"""
_CLOSE = "UPDATE question SET outcome = ?, closed_at = ?, reason = '' WHERE outcome IS NULL AND id = ?"
_REOPEN = """UPDATE question SET outcome = NULL, closed_at = NULL, closed_by_id = NULL, reason = '',
    snoozed_until = NULL, snooze_reason = '' WHERE outcome IN ('answered', 'withdrawn') AND id = ?"""
_GROUP = "UPDATE question SET group_id = ? WHERE id = ? AND group_set_by_id IS NULL"

_NOW = """SELECT id, outcome, standing, standing_reply_id, standing_set_by_id, standing_at, closed_by_id FROM question
    WHERE id AMONG ? ORDER BY id"""

CLOSES = {Standing.ANSWERED: Outcome.ANSWERED, Standing.WITHDRAWN: Outcome.WITHDRAWN}
TO_THEM = ("direct", "named")
"""Why an answer of ours is for a question, when whoever wrote it surely had that before them."""


class Where(NamedTuple):
    """Which thread: that under a post of ours, or one elsewhere that names us."""

    account_id: bulk.Key
    post_id: bulk.Key | None
    thread: str


class Asked(NamedTuple):
    """A question of a thread as it stands, ids and times as the database gives them."""

    id: bulk.Key
    external_id: str
    text: str
    at: datetime
    outcome: str | None
    standing: str
    by: bulk.Key | None
    set_by: bulk.Key | None
    set_at: datetime | None
    closed_by: bulk.Key | None
    follows: bulk.Key | None
    group: bulk.Key | None
    group_set_by: bulk.Key | None
    lane: str | None
    since: datetime


class Talk(NamedTuple):
    """A thread with the questions in it, by the platform's id of what asks."""

    thread: Thread
    asked: dict[str, Asked]
    replies: dict[str, bulk.Key]
    written: dict[bulk.Key, Written]


def where(reply: Unheard) -> Where:
    """The thread that a reply stands in."""
    return Where(reply.account_id, reply.post_id, "" if reply.post_id is not None else reply.thread)


def read(db: Session, place: Where) -> Talk:
    """A thread as it stands, the latest comments of a huge one."""
    form = bulk.forms(db)
    if place.post_id is None:
        rows = bulk.fetch(db, _ELSEWHERE, place.account_id, place.thread, LONGEST)
        post: Sequence[tuple[Any, ...]] = []
    else:
        rows = bulk.fetch(db, _UNDER_POST, place.post_id, LONGEST)
        post = bulk.fetch(db, _POST, place.post_id)
    ids = {row[0] for row in rows}
    said = [_written(row, ids, form) for row in rows]
    asked = {row[0]: _asked(row, form) for row in rows if row[8] is not None}
    text, at = (post[0][0], form.moment(post[0][1])) if post else ("", min((one.at for one in said), default=None))
    needing = frozenset(key for key, one in asked.items() if one.outcome != Outcome.GONE)
    written = {row[18]: one for row, one in zip(rows, said, strict=True)}
    later = {key: begins for key, one in asked.items() if (begins := _answered_from(one, written))}
    thread = Thread(text, at, said, needing, later)  # type: ignore[arg-type]
    return Talk(thread, asked, {row[0]: row[18] for row in rows}, written)


def keep(db: Session, talk: Talk, found: Sequence[Finding]) -> int:
    """Bring the questions of a thread in line with what was found; tells how many changed.

    What a person said of a question stands, also while the thread was read; only an answer of ours written after they
    said so changes it.
    """
    form, changed = bulk.forms(db), 0
    news = [one for one in found if _moves(talk, talk.asked[one.question], one)]
    stands = _as_they_stand(db, talk, news)
    for finding in news:
        asked = stands.get(finding.question)
        if asked is None or not _moves(talk, asked, finding):
            continue
        by = talk.replies.get(finding.by or "")
        follows = talk.asked[finding.follows].id if finding.follows in talk.asked else None
        at = form.at(finding.at) if finding.at else None
        if (finding.standing.value, by, follows) != (asked.standing, asked.by, asked.follows):
            changed += bulk.run(db, _FOUND, finding.standing.value, by, at, follows, asked.id)
        outcome = _ends_as(asked, finding)
        if outcome and asked.outcome is None:
            changed += bulk.run(db, _CLOSE, outcome.value, at, asked.id)
        elif not outcome and asked.outcome is not None:
            changed += bulk.run(db, _REOPEN, asked.id)
    return changed


def gather(db: Session, talk: Talk, groups: Sequence[tuple[str, int]]) -> None:
    """Keep which waiting questions of a thread ask the same; the one asked first stands for its group."""
    by_group: dict[int, list[Asked]] = {}
    for external_id, number in groups:
        by_group.setdefault(number, []).append(talk.asked[external_id])
    rows = []
    for members in by_group.values():
        first = _first(members)
        rows += [(first, one.id) for one in members if one.group != first and one.group_set_by is None]
    bulk.run_many(db, _GROUP, sorted(rows, key=lambda row: row[1]))


def _first(members: Sequence[Asked]) -> bulk.Key | None:
    """What stands for those that ask the same: as a person gathered some of them, else the one asked first.

    Never one that a person took out; None when nothing is left to gather.
    """
    some = [one for one in members if one.group_set_by is None or one.group is not None]
    gathered = [one.group for one in some if one.group_set_by is not None]
    if gathered or len(some) < 2:
        return gathered[0] if gathered else None
    return min(some, key=lambda one: (one.at, one.external_id)).id


def _ends_as(asked: Asked, finding: Finding) -> Outcome | None:
    """How a finding ends a question; None when it waits on."""
    if finding.standing is Standing.WITHDRAWN and asked.lane in CONFIRMED_BY_A_PERSON:
        return None
    return CLOSES.get(finding.standing)


def _as_they_stand(db: Session, talk: Talk, news: Sequence[Finding]) -> dict[str, Asked]:
    """The questions that are to move, as they are now; nobody else moves them before this transaction ends."""
    keys = [talk.asked[one.question].id for one in news]
    form = bulk.forms(db)
    now = {row[0]: row[1:] for row in bulk.lock(db, _NOW, form.listed(keys))} if keys else {}
    found = {}
    for one in news:
        asked = talk.asked[one.question]
        if asked.id in now:
            outcome, standing, by, set_by, at, closed_by = now[asked.id]
            found[one.question] = asked._replace(
                outcome=outcome, standing=standing, by=by, set_by=set_by,
                set_at=form.moment(at) if at else None, closed_by=closed_by,
            )  # fmt: skip
    return found


def _answered_from(asked: Asked, written: Mapping[bulk.Key, Written]) -> datetime | None:
    """Until when nothing of ours answered a question: its words are newer, or a person said that it only held."""
    begins = [asked.since] if asked.since > asked.at else []
    if asked.set_by is not None and asked.set_at and asked.standing != Standing.ANSWERED:
        begins.append(asked.set_at)
        if asked.by in written:
            begins.append(written[asked.by].at)
    return max(begins, default=None)


def _moves(talk: Talk, asked: Asked, finding: Finding) -> bool:
    """Whether a finding changes anything for a question. That danger is over, or answered in passing, a person says."""
    code = finding.reason.code if finding.reason else ""
    if code == "gone" and asked.outcome is not None:
        return False
    if finding.standing is Standing.ANSWERED and asked.lane in CONFIRMED_BY_A_PERSON and code not in TO_THEM:
        return False
    return _news(asked, finding) or _answer_gone(talk, asked, finding)


def _news(asked: Asked, finding: Finding) -> bool:
    """Whether a finding may change a question: not against a person, unless we answered after they spoke."""
    if asked.outcome is not None and (asked.closed_by is not None or asked.outcome not in CLOSES.values()):
        return False
    if asked.set_by is None:
        return True
    later = bool(finding.at and asked.set_at and finding.at > asked.set_at)
    return asked.standing != Standing.ANSWERED and finding.standing is Standing.ANSWERED and later


def _answer_gone(talk: Talk, asked: Asked, finding: Finding) -> bool:
    """Whether what we answered here, as a person said, no longer stands: then nobody has answered."""
    if asked.outcome != Outcome.ANSWERED or finding.standing in CLOSES:
        return False
    if asked.by is not None or asked.closed_by is not None:
        return asked.by in talk.written and talk.written[asked.by].gone
    ours = [one for one in talk.thread.comments if one.party is Party.US and one.parent == asked.external_id]
    return bool(ours) and all(one.gone for one in ours)


def _written(row: tuple[Any, ...], ids: set[str], form: bulk.Forms) -> Written:
    external_id, parent, by_us, author_id, author, at, text, gone_at = row[:8]
    return Written(
        id=external_id,
        parent=parent if parent in ids else None,
        party=Party.US if by_us else Party.PUBLIC,
        author=author_id or None,
        name=author,
        at=form.moment(at),
        text=text,
        gone=gone_at is not None or not text,
    )


def _asked(row: tuple[Any, ...], form: bulk.Forms) -> Asked:
    outcome, standing, by, at, set_by, closed_by, follows, group, group_set_by = row[9:18]
    moment = form.moment(at) if at else None
    return Asked(
        row[8], row[0], row[6], form.moment(row[5]), outcome, standing, by, set_by, moment, closed_by, follows, group,
        group_set_by, row[19], form.moment(row[20]),
    )  # fmt: skip


__all__ = ["Asked", "Talk", "Where", "gather", "keep", "read", "where"]
