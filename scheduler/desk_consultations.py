"""The desk, consultations: kept by hand, counted; and what those who took part in any poll were told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from domain.clock import Clock, london_day
from domain.people import Act, Scope, Signed
from domain.polls import FURTHEST, LONGEST, Consultation, consultation_faults, count_faults, feedback_due, trimmed
from domain.posts import storable
from scheduler.desk_polls import changed, mine, trail
from scheduler.desk_rules import MOVED_ON, Done, Refused, allow_area, first_words, missing
from store import issues, polls
from store.db import Store
from store.tables import Campaign, District, Poll, Team

BY_HAND = "This poll is a platform's: it counts the votes itself."
NOT_FINAL = "Its results are not final yet. Count it first."


def record_consultation(store: Store, who: Signed, words: Consultation, now: Clock) -> Done:
    """Keep a question that was, or will be, put by other means: at a meeting, on paper, on a platform without polls."""
    with store.writing(durable=True) as db:
        at, words = now(), _fit(db, who, words)
        poll = Poll(
            id=uuid4(), made_by_id=who.person_id, made_at=at, changed_at=at, **_columns(words),
        )  # fmt: skip
        polls.add(db, poll, words.options)
        trail(db, who, poll.id, at, f"recorded: {first_words(words.question)}")
        return Done("Kept. Write down the votes once they are counted.", poll.id)


def change_consultation(
    store: Store, who: Signed, poll_id: UUID, seen: datetime, words: Consultation, now: Clock
) -> Done:
    """Correct a consultation kept by hand, until its results are final."""
    with store.writing(durable=True) as db:
        at, row = now(), mine(db, who, poll_id)
        if row.scheduled_post_id:
            raise Refused("This poll goes out on a platform. Change it as such.")
        if row.closed_at:
            raise Refused("Its results are final: question and answers stay as they were counted.")
        words = _fit(db, who, words)
        before = [(one.text, one.votes) for one in polls.options(db, poll_id)]
        if [text for text, _ in before] != list(words.options):
            if any(votes is not None for _, votes in before):
                raise Refused("Votes are written down for these answers. They can no longer be changed.")
            polls.choose(db, poll_id, words.options)
        changed(db, poll_id, seen, at, **_columns(words))
        trail(db, who, poll_id, at, "changed")
        return Done("Kept.", poll_id)


def count_consultation(
    store: Store, who: Signed, poll_id: UUID, seen: datetime, votes: Sequence[int | None], answered: int | None,
    final: bool, now: Clock,
) -> Done:  # fmt: skip
    """Write down the votes of a consultation kept by hand; `final`: these are the results."""
    with store.writing(durable=True) as db:
        at, row = now(), mine(db, who, poll_id)
        if row.scheduled_post_id and (row.closed_at is None or row.answered is not None):
            raise Refused(BY_HAND)
        if row.closed_at and not row.scheduled_post_id:
            raise Refused("Its results are final.")
        there = polls.options(db, poll_id)
        if len(votes) != len(there):
            raise Refused(MOVED_ON)
        if wrong := count_faults(votes, answered):
            raise Refused(" ".join(wrong))
        if final and london_day(at) < row.closes_on:
            raise Refused(
                f"It is open until {row.closes_on:%d %B %Y}. Change that day first, or keep an interim count."
            )
        polls.count(db, poll_id, votes)
        changed(db, poll_id, seen, at, answered=answered, counted_at=at, closed_at=at if final else row.closed_at)
        numbers = ", ".join(f"{one.text}: {number}" for one, number in zip(there, votes, strict=True))
        trail(db, who, poll_id, at, f"{'results' if final else 'interim count'}: {numbers}; {answered} took part")
        return Done("These are the results." if final else "Counted so far. It stays open.", poll_id)


def tell_back(
    store: Store, who: Signed, poll_id: UUID, seen: datetime, feedback: str, decision: str, because: str,
    issue_id: UUID | None, now: Clock,
) -> Done:  # fmt: skip
    """Say what those who took part were told, or (`because`) why nobody was told: one of the two closes the matter."""
    with store.writing(durable=True) as db:
        at, row = now(), mine(db, who, poll_id)
        if row.closed_at is None:
            raise Refused(NOT_FINAL)
        told, decided, why = (storable(one).strip() for one in (feedback, decision, because))
        if not told and not why:
            raise Refused(
                "Write what those who took part were told, or why nobody was told. They are owed one of them."
            )
        if told and why:
            raise Refused("Either they were told, or they were not. Leave one of the two empty.")
        _not_too_long(feedback=told, decision=decided, reason=why)
        _issue_is_theirs(db, who, issue_id)
        changed(
            db, poll_id, seen, at, feedback=told, decision=decided, no_feedback_because=why, issue_id=issue_id,
            fed_back_at=at if told else None,
        )  # fmt: skip
        trail(db, who, poll_id, at, f"told: {first_words(told)}" if told else f"nobody told: {why}")
        return Done("Noted: they were told." if told else "Closed, with the reason.", poll_id)


def due_feedback(store: Store, who: Signed, poll_id: UUID, seen: datetime, day: date, now: Clock) -> Done:
    """Promise the feedback for another day."""
    with store.writing(durable=True) as db:
        at, row = now(), mine(db, who, poll_id)
        if not row.closes_on <= day <= row.closes_on + FURTHEST:
            raise Refused("Choose a day that is not before it closes, within two years.")
        changed(db, poll_id, seen, at, feedback_due_on=day)
        trail(db, who, poll_id, at, f"feedback due {day:%d %B %Y}, was {row.feedback_due_on:%d %B %Y}")
        return Done(f"Feedback is due by {day:%d %B %Y}.", poll_id)


def _fit(db: Session, who: Signed, words: Consultation) -> Consultation:
    """A consultation as it is kept, when nothing is wrong with it and this person may say so. Raises Refused."""
    team = db.get(Team, words.team_id) if words.team_id else None
    if words.team_id and team is None:
        raise missing("team")
    if words.district_id and db.get(District, words.district_id) is None:
        raise missing("district")
    if words.campaign_id and db.get(Campaign, words.campaign_id) is None:
        raise missing("campaign")
    words = replace(
        words, question=storable(words.question).strip(), method=storable(words.method).strip(),
        options=trimmed([storable(one) for one in words.options]),
        district_id=team.district_id if team else words.district_id,
    )  # fmt: skip
    allow_area(who, Act.POLL, Scope(words.district_id, words.team_id), "for that part of the force")
    if wrong := consultation_faults(words):
        raise Refused(" ".join(wrong))
    return words


def _columns(words: Consultation) -> dict[str, Any]:
    names = ("question", "method", "district_id", "team_id", "campaign_id", "opens_on", "closes_on")
    due = feedback_due(words.closes_on, words.feedback_due_on)
    return {name: getattr(words, name) for name in names} | {"feedback_due_on": due}


def _issue_is_theirs(db: Session, who: Signed, issue_id: UUID | None) -> None:
    """Refuse an issue that is not there, or is another part of the force's."""
    if issue_id is None:
        return
    issue = issues.get(db, issue_id)
    if issue is None:
        raise missing("issue")
    allow_area(who, Act.ISSUE, Scope(issue.district_id, issue.team_id), "for that part of the force")


def _not_too_long(**texts: str) -> None:
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            raise Refused(f"The {name} is {len(text):,} characters long; {LONGEST[name]:,} are kept. Make it shorter.")
