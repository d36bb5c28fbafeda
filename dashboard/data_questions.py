"""What the pages of questions may ask of the store: the queue, one question, its conversation and who else is at it."""

from collections.abc import Sequence
from uuid import UUID

from dashboard.kept import ask, now
from domain.people import Scope, Signed
from domain.posts import PlatformName
from store import reports
from store.reports import EVERYDAY, AssigneeRow, NoteRow, QuestionRow, ThreadRow, WaitingCount

__all__ = ["EVERYDAY", "AssigneeRow", "NoteRow", "QuestionRow", "ThreadRow", "WaitingCount"]


def waiting_by_team(
    who: Signed, scope: Scope | None, platform: PlatformName | None = None
) -> Sequence[reports.WaitingCount]:
    """How many questions wait with each team."""
    return ask(reports.waiting_by_team, who, now(), scope=scope, platform=platform)


def questions(
    who: Signed,
    scope: Scope | None,
    platform: PlatformName | None,
    state: str,
    limit: int,
    *,
    lane: str | None = None,
    mine: bool = False,
) -> Sequence[reports.QuestionRow]:
    """Questions of the public in a state, danger first, then what is due first; of those that wait, groups as one."""
    return ask(
        reports.questions, who, now(), scope=scope, platform=platform, state=state, limit=limit, lane=lane, mine=mine,
        gathered=state == reports.WAITING,
    )  # fmt: skip


def question(who: Signed, question_id: UUID) -> reports.QuestionRow | None:
    """One question, whatever became of it; None when it is not this person's to see."""
    return ask(reports.question, who, now(), question_id)


def alike(who: Signed, question_id: UUID) -> Sequence[reports.QuestionRow]:
    """The others that wait and ask the same as this one."""
    return ask(reports.alike, who, now(), question_id)


def beside(who: Signed, question_id: UUID) -> Sequence[reports.QuestionRow]:
    """Others that wait on the same account and might ask the same, those under the same post first."""
    return ask(reports.beside, who, now(), question_id)


def in_order(who: Signed, scope: Scope | None) -> Sequence[UUID]:
    """The ids of the questions that wait, in the order of the list."""
    return ask(reports.in_order, who, now(), scope=scope)


def thread(who: Signed, question_id: UUID) -> Sequence[reports.ThreadRow]:
    """The conversation a question stands in."""
    return ask(reports.thread, who, question_id)


def notes(who: Signed, question_id: UUID) -> Sequence[reports.NoteRow]:
    """What colleagues noted on a question."""
    return ask(reports.notes, who, question_id)


def assignees(who: Signed) -> Sequence[reports.AssigneeRow]:
    """The teams and people that a question can be given to."""
    return ask(reports.assignees, who)
