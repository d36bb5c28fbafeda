"""The desk, "You said, we did": open an issue, work on it, tell people what came of it, close it, open it again."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from domain import issues as words_of
from domain.clock import LONDON, Clock
from domain.issues import FURTHEST, IssueWords, may_close
from domain.people import Act, Scope, Signed, may
from domain.posts import storable
from domain.publication import Stage
from scheduler.desk_asked import allow_asked, said
from scheduler.desk_rules import MOVED_ON, Done, Refused, Rules, Words, allow, allow_area, count, first_words, missing
from scheduler.desk_writing import begin
from store import audit, issues, messages
from store.db import Store
from store.tables import District, Issue, Team

NO_END = "Write what came of it, or why it cannot be changed. People asked, and are owed that."
MOST_PEOPLE = 10_000_000


def open_issue(store: Store, who: Signed, words: IssueWords, question_ids: Sequence[UUID], now: Clock) -> Done:
    """Open an issue from questions, or without any from a meeting, a surgery or a letter (its source says which)."""
    with store.writing(durable=True) as db:
        at = now()
        words = _fit(db, who, words, at, new=True)
        issue_id = uuid4()
        said_since = at if may_close(words) else None
        db.add(Issue(id=issue_id, opened_by_id=who.person_id, opened_at=at, changed_at=at, outcome_at=said_since,
                     **asdict(words)))  # fmt: skip
        db.flush()
        _add(db, who, issue_id, question_ids, at)
        _trail(db, who, issue_id, at, f"opened: {words.title}")
        return Done("Opened. Say what we do about it, and what comes of it.", issue_id)


def add_to_issue(store: Store, who: Signed, issue_id: UUID, question_ids: Sequence[UUID], now: Clock) -> Done:
    """Say that these questions belong to an issue that is there."""
    with store.writing(durable=True) as db:
        at, row = now(), _mine(db, who, issue_id)
        added = _add(db, who, issue_id, question_ids, at)
        if not added:
            raise Refused("It belongs to that issue already.")
        _trail(db, who, issue_id, at, f"{count(added, 'question')} added")
        return Done(f"Added to “{first_words(row.title)}”. Tell who asked what came of it.", issue_id)


def take_out_of_issue(store: Store, who: Signed, issue_id: UUID, question_id: UUID, now: Clock) -> Done:
    """A question does not belong to an issue after all."""
    with store.writing(durable=True) as db:
        _mine(db, who, issue_id)
        if not issues.take_out(db, issue_id, question_id):
            raise Refused(MOVED_ON)
        _trail(db, who, issue_id, now(), f"question {question_id} taken out")
        return Done("Taken out. The question itself is as it was.", issue_id)


def work_on_issue(store: Store, who: Signed, issue_id: UUID, seen: datetime, words: IssueWords, now: Clock) -> Done:
    """Keep new words of an issue as it was changed at `seen`. A closed one keeps what came of it, or the reason."""
    with store.writing(durable=True) as db:
        at, row = now(), _mine(db, who, issue_id)
        words = _fit(db, who, words, at)
        if row.closed_at and not may_close(words):
            raise Refused(NO_END)
        fresh = asdict(words)
        changed = [name for name, value in fresh.items() if getattr(row, name) != value]
        if not changed:
            return Done("Nothing was changed.", issue_id)
        new_end = at if {"outcome", "cannot_because"} & set(changed) else None
        said_since = (row.outcome_at or new_end) if may_close(words) else None
        _change(db, issue_id, seen, at, **fresh, outcome_at=said_since)
        _trail(db, who, issue_id, at, f"changed: {', '.join(one.removesuffix('_id') for one in changed)}")
        return Done("Kept.", issue_id)


def close_issue(store: Store, who: Signed, issue_id: UUID, seen: datetime, now: Clock) -> Done:
    """Close an issue that says what came of it, or why it cannot be changed."""
    with store.writing(durable=True) as db:
        at, row = now(), _mine(db, who, issue_id)
        if row.closed_at:
            raise Refused("It was closed already.")
        if not (row.outcome or row.cannot_because):
            raise Refused(NO_END)
        said_since = row.outcome_at or at
        _change(db, issue_id, seen, at, closed_at=at, closed_by_id=who.person_id, outcome_at=said_since)
        _trail(db, who, issue_id, at, "closed")
        return Done("Closed. Who asked can still be told, and what is public stays public.", issue_id)


def reopen_issue(store: Store, who: Signed, issue_id: UUID, seen: datetime, reason: str, now: Clock) -> Done:
    """Open a closed issue again, with a reason; whoever was told is told anew once it says what came of it."""
    with store.writing(durable=True) as db:
        at, row = now(), _mine(db, who, issue_id)
        why = said(reason, "Say why it is opened again. The reason is kept.")
        if row.closed_at is None:
            raise Refused("It is open already.")
        ended = {"closed_at": None, "closed_by_id": None, "outcome_at": None}
        _change(db, issue_id, seen, at, **ended)
        _trail(db, who, issue_id, at, f"opened again: {why}")
        return Done("It is open again. What was written stands until you change it.", issue_id)


def write_issue_post(store: Store, who: Signed, issue_id: UUID, rules: Rules, now: Clock) -> Done:
    """A draft of this person's with the words prepared, linked to the issue; `id` is the draft's."""
    with store.writing(durable=True) as db:
        at, row = now(), _mine(db, who, issue_id)
        allow(who, Act.WRITE, [])
        text = words_of.post_words(row.said, row.action, row.outcome, row.cannot_because)
        due_at = at + timedelta(days=1)
        message = begin(db, who, Words(text=text, due_at=due_at), rules, at, f"for issue {issue_id}")
        issues.change(db, issue_id, row.changed_at, scheduled_post_id=message.id)
        _trail(db, who, issue_id, at, f"post {message.id} begun")
        return Done("The words are prepared as a draft of yours. Choose accounts and a time.", message.id)


def link_post(store: Store, who: Signed, issue_id: UUID, scheduled_post_id: UUID, now: Clock) -> Done:
    """Name a scheduled post that is there as the one that tells the public."""
    with store.writing(durable=True) as db:
        at, row = now(), _mine(db, who, issue_id)
        message = messages.get(db, scheduled_post_id)
        if message is None or message.stage is Stage.WITHDRAWN or message.question_id:
            raise Refused("There is no such post. Load the page again, and choose one that has not been withdrawn.")
        if message.author_id != who.person_id:
            allow(who, Act.ISSUE, [one.account for one in messages.chosen(db, message)])
        issues.change(db, issue_id, row.changed_at, scheduled_post_id=scheduled_post_id)
        _trail(db, who, issue_id, at, f"post {scheduled_post_id} linked")
        return Done("Linked: this post tells the public.", issue_id)


def told_asker(store: Store, who: Signed, issue_id: UUID, question_id: UUID, now: Clock) -> Done:
    """Who asked was told what came of it: by phone, at the door, in a private message."""
    with store.writing(durable=True) as db:
        at, row = now(), _mine(db, who, issue_id)
        if row.outcome_at is None:
            raise Refused(NO_END)
        if not issues.told(db, issue_id, question_id, at):
            raise Refused(MOVED_ON)
        _trail(db, who, issue_id, at, f"told who asked question {question_id}")
        return Done("Noted: they were told.", issue_id)


def told_others(store: Store, who: Signed, issue_id: UUID, whom: str, people: int | None, now: Clock) -> Done:
    """Others were told: a meeting, a newsletter; `people` how many, None when nobody counted."""
    with store.writing(durable=True) as db:
        at, row = now(), _mine(db, who, issue_id)
        named = said(whom, "Say who was told: a meeting, a newsletter, a street.")
        if row.outcome_at is None:
            raise Refused(NO_END)
        if people is not None and not 0 < people <= MOST_PEOPLE:
            raise Refused("Say how many people, or leave the number out when nobody counted.")
        issues.told_others(db, issue_id, who.person_id, named, people, at)
        _trail(db, who, issue_id, at, f"told {named}" + (f" ({people:,})" if people else ""))
        return Done("Noted: they were told.", issue_id)


def _mine(db: Session, who: Signed, issue_id: UUID) -> Issue:
    """An issue that this person may work on, locked."""
    row = issues.get(db, issue_id)
    if row is None:
        raise missing("issue")
    allow_area(who, Act.ISSUE, Scope(row.district_id, row.team_id), "for that part of the force")
    return row


def _fit(db: Session, who: Signed, words: IssueWords, at: datetime, *, new: bool = False) -> IssueWords:
    """The words as they are kept, when nothing is wrong with them and this person may say so. Raises Refused."""
    texts: dict[str, Any] = {name: storable(getattr(words, name)).strip() for name in words_of.LONGEST}
    words = replace(words, **texts, district_id=_district(db, words))
    area = Scope(words.district_id, words.team_id)
    allow_area(who, Act.ISSUE, area, "for that part of the force")
    wrong = words_of.faults(words)
    today = at.astimezone(LONDON).date()
    if (new and words.due_on < today) or words.due_on > today + FURTHEST:
        wrong.append("Choose a day to be done by that is still to come, within two years.")
    if wrong:
        raise Refused(" ".join(wrong))
    _must_own(db, words, area)
    return words


def _district(db: Session, words: IssueWords) -> UUID | None:
    if words.team_id:
        team = db.get(Team, words.team_id)
        if team is None:
            raise missing("team")
        return team.district_id
    if words.district_id and db.get(District, words.district_id) is None:
        raise missing("district")
    return words.district_id


def _must_own(db: Session, words: IssueWords, area: Scope) -> None:
    """Refuse an owner who has left, or who could not work on it."""
    person = issues.owner(db, words.owner_id)
    if person is None:
        raise Refused("That person is not on the roster any more. Choose another owner.")
    scope = Scope(person.district_id, person.team_id)
    signed = Signed(person.id, person.email, person.name, person.role, scope)
    if not may(signed, Act.ISSUE, area.district_id, area.team_id):
        raise Refused(f"{person.name} does not work for that part of the force. Choose another owner.")


def _add(db: Session, who: Signed, issue_id: UUID, question_ids: Sequence[UUID], at: datetime) -> int:
    """Add questions that this person may work with; how many were new."""
    found = issues.asked(db, question_ids)
    if len(found) < len(set(question_ids)):
        raise missing("question")
    for question, account in found:
        allow_asked(who, Act.ISSUE, question, account)
    return issues.add_questions(db, issue_id, question_ids, at)


def _change(db: Session, issue_id: UUID, seen: datetime, at: datetime, **values: Any) -> None:
    if not issues.change(db, issue_id, seen, changed_at=at, **values):
        raise Refused(MOVED_ON)


def _trail(db: Session, who: Signed, issue_id: UUID, at: datetime, detail: str) -> None:
    audit.write(db, who, Act.ISSUE, "issue", issue_id, at, detail)
