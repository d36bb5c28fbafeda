"""What the buttons on questions do: one desk act each, as the person signed in."""

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from dashboard import data, data_questions
from dashboard.acts import do, rules
from domain.clock import utc_now
from domain.people import Signed
from scheduler import desk

OnOne = Callable[[Signed, UUID], bool]
"""An act on one question that needs no more words."""


def answer(who: Signed, question_id: UUID, text: str) -> bool:
    """Answer a question of the public."""
    return do(lambda: desk.answer(data.store(), who, question_id, text, rules(), utc_now))


def set_aside(who: Signed, question_id: UUID, reason: str) -> bool:
    """Say why a question needs no answer from us."""
    return do(lambda: desk.set_aside(data.store(), who, question_id, reason, utc_now))


def claim(who: Signed, question_id: UUID) -> bool:
    """Take a question in hand for a while."""
    return do(lambda: desk.claim(data.store(), who, question_id, rules(), utc_now))


def release(who: Signed, question_id: UUID) -> bool:
    """Let go of it."""
    return do(lambda: desk.release(data.store(), who, question_id, utc_now))


def take_over(who: Signed, question_id: UUID, reason: str) -> bool:
    """Take it out of somebody's hands."""
    return do(lambda: desk.take_over(data.store(), who, question_id, reason, rules(), utc_now))


def assign(who: Signed, question_id: UUID, to: data_questions.AssigneeRow | None) -> bool:
    """Give it to a person or a team; None: to nobody."""
    person, team = (None, to.id) if to and to.team else (to.id if to else None, None)
    return do(lambda: desk.assign(data.store(), who, question_id, utc_now, person_id=person, team_id=team))


def snooze(who: Signed, question_id: UUID, day: date, reason: str) -> bool:
    """Put it off until a day."""
    return do(lambda: desk.snooze(data.store(), who, question_id, day, reason, utc_now))


def wake(who: Signed, question_id: UUID) -> bool:
    """Have it back in the queue."""
    return do(lambda: desk.wake(data.store(), who, question_id, utc_now))


def note(who: Signed, question_id: UUID, text: str) -> bool:
    """Keep a note for colleagues."""
    return do(lambda: desk.note(data.store(), who, question_id, text, utc_now))


def acknowledge(who: Signed, question_id: UUID) -> bool:
    """Say that danger has been seen."""
    return do(lambda: desk.acknowledge(data.store(), who, question_id, utc_now))


def gather(who: Signed, question_ids: Collection[UUID]) -> bool:
    """Say that these ask the same."""
    return do(lambda: desk.gather(data.store(), who, question_ids, utc_now))


def take_out(who: Signed, question_id: UUID) -> bool:
    """Say that this one asks something else."""
    return do(lambda: desk.take_out(data.store(), who, question_id, utc_now))


def refer_private(who: Signed, question_id: UUID, reason: str) -> bool:
    """It goes on in private messages."""
    return do(lambda: desk.refer_private(data.store(), who, question_id, reason, utc_now))


def refer_control_room(who: Signed, question_id: UUID, reference: str, reason: str) -> bool:
    """It was handed to the control room."""
    return do(lambda: desk.refer_control_room(data.store(), who, question_id, reference, reason, utc_now))


def open_again(who: Signed, question_id: UUID) -> bool:
    """Undo how it ended."""
    return do(lambda: desk.open_again(data.store(), who, question_id, utc_now))


def confirm_other(who: Signed, question_id: UUID) -> bool:
    """Somebody else answered it well."""
    return do(lambda: desk.confirm_other(data.store(), who, question_id, utc_now))


def deny_other(who: Signed, question_id: UUID) -> bool:
    """What somebody else wrote is no answer."""
    return do(lambda: desk.deny_other(data.store(), who, question_id, utc_now))


def was_the_answer(who: Signed, question_id: UUID) -> bool:
    """What we wrote was the answer."""
    return do(lambda: desk.was_the_answer(data.store(), who, question_id, utc_now))


def was_only_holding(who: Signed, question_id: UUID) -> bool:
    """What we wrote was only a holding reply."""
    return do(lambda: desk.was_only_holding(data.store(), who, question_id, utc_now))


def correct(who: Signed, reply_id: UUID, field: str, value: str) -> bool:
    """What was heard in a comment was wrong."""
    return do(lambda: desk.correct(data.store(), who, reply_id, field, value, rules(), utc_now))
