"""The desk, polls on platforms: write one, change it before it is public, take it back; and what all polls share."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from domain.clock import Clock, london_day
from domain.people import Act, Scope, Signed
from domain.polls import FURTHEST, OneAsked, PollAsked, PollWords, feedback_due, trimmed
from domain.posts import Outgoing, fingerprint, storable
from domain.publication import Stage
from scheduler.desk_asked import said
from scheduler.desk_rules import MOVED_ON, Done, Refused, Rules, Words, allow, allow_area, count, first_words, missing
from scheduler.desk_writing import begin, put_forward, rework, take_back
from store import audit, messages, polls
from store.db import Store
from store.tables import Account, Poll, ScheduledPost

IS_PUBLIC = "It is public, so it stays as people saw it. To take it down, open its post under Publications."


def put_polls(store: Store, who: Signed, words: PollWords, rules: Rules, now: Clock, submit: bool) -> Done:
    """Write a post with a poll for each account, as drafts or (`submit`) sent for approval; all of them or none."""
    with store.writing(durable=True) as db:
        at, together = now(), uuid4()
        if not words.asked:
            raise Refused("No account is chosen. Choose at least one.")
        _distinct(db, words, rules)
        made = [_put(db, who, words, one, rules, at, together) for one in words.asked]
        if not submit:
            return Done(f"Kept as {_drafts(len(made))}. Nothing goes out before it is sent for approval.", made[0][0])
        done = [put_forward(db, who, message, rules, at, False) for _, message in made]
        return Done(done[0].says if len(done) == 1 else f"{len(done)} polls sent for approval.", made[0][0])


def change_poll(
    store: Store, who: Signed, poll_id: UUID, seen: datetime, words: OneAsked, minutes: int, due_at: datetime,
    rules: Rules, now: Clock,
) -> Done:  # fmt: skip
    """Change a platform's poll that is not public yet; it is a draft again, whoever had approved it."""
    with store.writing(durable=True) as db:
        at, row = now(), mine(db, who, poll_id)
        message = _message(db, row)
        fresh, minutes = replace(words, options=trimmed(words.options)), int(minutes)
        _fits(db, fresh, minutes, rules)
        if polls.is_public(db, row):
            raise Refused(IS_PUBLIC)
        own = Words(
            fresh.question, {words.account_id: None}, due_at, timedelta(seconds=message.late_after_s),
            campaign_id=message.campaign_id, category=message.category, urgent=message.urgent,
        )  # fmt: skip
        rework(db, who, message.id, rules, at, own, message.version)
        polls.choose(db, poll_id, fresh.options)
        account = messages.accounts(db, [words.account_id])[words.account_id]
        opens_on, closes_on = _days(due_at, minutes)
        moved = row.feedback_due_on + (closes_on - row.closes_on)
        changed(
            db, poll_id, seen, at, question=storable(fresh.question), minutes=minutes, feedback_due_on=moved,
            district_id=account.district_id, team_id=account.team_id, language=fresh.language, opens_on=opens_on,
            closes_on=closes_on,
        )  # fmt: skip
        trail(db, who, poll_id, at, "changed before it was public")
        return Done("Changed. It is a draft again: send it for approval.", poll_id)


def cancel_poll(store: Store, who: Signed, poll_id: UUID, seen: datetime, reason: str, now: Clock) -> Done:
    """Take a poll back: before its post is public, or while nobody has counted a consultation."""
    with store.writing(durable=True) as db:
        at, row = now(), mine(db, who, poll_id)
        why = said(reason, "Say why it is taken back. The reason is kept.")
        if row.closed_at:
            raise Refused("It has results. It stays, and what came of it is owed to those who took part.")
        if row.scheduled_post_id:
            if polls.is_public(db, row):
                raise Refused(IS_PUBLIC)
            if _message(db, row).stage is not Stage.WITHDRAWN:
                take_back(db, who, row.scheduled_post_id, at)
        changed(db, poll_id, seen, at, cancelled_at=at, no_feedback_because=why)
        trail(db, who, poll_id, at, f"taken back: {why}")
        return Done("Taken back.", poll_id)


def _put(
    db: Session, who: Signed, words: PollWords, one: OneAsked, rules: Rules, at: datetime, together: UUID
) -> tuple[UUID, ScheduledPost]:
    """One post with its poll."""
    one = replace(one, options=trimmed(one.options))
    account = _fits(db, one, words.minutes, rules)
    allow(who, Act.POLL, [account])
    own = Words(
        one.question, {one.account_id: None}, words.due_at, campaign_id=words.campaign_id, category=words.category
    )
    opens_on, closes_on = _days(words.due_at, words.minutes)
    due = feedback_due(closes_on, words.feedback_due_on)
    if not closes_on <= due <= closes_on + FURTHEST:
        raise Refused("Choose a day for the feedback that is not before it closes, within two years.")
    message = begin(db, who, own, rules, at)
    several = len(words.asked) > 1
    poll = Poll(
        id=uuid4(), question=storable(one.question), method=rules.capabilities(account.platform).label,
        district_id=account.district_id, team_id=account.team_id, campaign_id=words.campaign_id,
        scheduled_post_id=message.id, minutes=words.minutes, opens_on=opens_on, closes_on=closes_on,
        feedback_due_on=due, made_by_id=who.person_id, made_at=at, changed_at=at, language=one.language,
        together_id=together if several else None,
    )  # fmt: skip
    polls.add(db, poll, one.options)
    trail(db, who, poll.id, at, f"written for {account.handle}: {first_words(one.question)}")
    return poll.id, message


def _fits(db: Session, one: OneAsked, minutes: int, rules: Rules) -> Account:
    """The account, when its platform takes this poll. Raises Refused with every reason against it."""
    account = messages.accounts(db, [one.account_id]).get(one.account_id)
    if account is None:
        raise missing("account")
    wrong = rules.check(account, Outgoing(storable(one.question), poll=PollAsked(one.options, minutes)))
    if wrong:
        raise Refused(" ".join(f"{account.handle}: {fault}" for fault in wrong))
    return account


def _distinct(db: Session, words: PollWords, rules: Rules) -> None:
    """Refuse the same words on several accounts of a platform that takes that for spam."""
    accounts = messages.accounts(db, [one.account_id for one in words.asked])
    said_by: dict[tuple[str, str], str] = {}
    for one in words.asked:
        account = accounts.get(one.account_id)
        if account is None or rules.capabilities(account.platform).same_words_elsewhere:
            continue
        before = said_by.setdefault((account.platform, fingerprint(one.question)), account.handle)
        label = rules.capabilities(account.platform).label
        if before != account.handle:
            raise Refused(
                f"{label} does not allow the same words on several accounts: {before}, {account.handle}. "
                "Vary the words for each account."
            )


def _days(due_at: datetime, minutes: int) -> tuple[date, date]:
    """Between which London days it will be open."""
    return london_day(due_at), london_day(due_at + timedelta(minutes=minutes))


def mine(db: Session, who: Signed, poll_id: UUID) -> Poll:
    """A poll that this person may work on, locked."""
    row = polls.get(db, poll_id)
    if row is None:
        raise missing("poll")
    allow_area(who, Act.POLL, Scope(row.district_id, row.team_id), "for that part of the force")
    if row.cancelled_at:
        raise Refused("It was taken back.")
    return row


def _message(db: Session, row: Poll) -> ScheduledPost:
    message = messages.get(db, row.scheduled_post_id, lock=True) if row.scheduled_post_id else None
    if message is None:
        raise Refused("This consultation is kept by hand: no platform has it.")
    return message


def _drafts(many: int) -> str:
    return "a draft" if many == 1 else count(many, "draft")


def changed(db: Session, poll_id: UUID, seen: datetime, at: datetime, **values: Any) -> None:
    """Change a poll that is as it was seen; refused when somebody was quicker."""
    if not polls.change(db, poll_id, seen, changed_at=at, **values):
        raise Refused(MOVED_ON)


def trail(db: Session, who: Signed, poll_id: UUID, at: datetime, detail: str) -> None:
    """One line of the trail."""
    audit.write(db, who, Act.POLL, "poll", poll_id, at, detail)
