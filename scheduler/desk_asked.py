"""What every act on a question shares: it still waits, this person may, and nobody else has it in hand."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.clock import LONDON
from domain.people import MAY, Act, Signed
from domain.posts import storable
from scheduler.desk_rules import Refused, allow, missing
from store import messages, queue
from store.tables import Account, Question, Reply

CLOSED_MEANWHILE = "The question was closed a moment ago. Load the page again."
LONGEST = 2_000  # characters of a reason or a note


def waiting(db: Session, question_id: UUID) -> tuple[Question, Reply, Account]:
    """A question that waits, with its comment and account, locked; else refused."""
    found = any_(db, question_id)
    if found[0].outcome is not None:
        raise Refused(f"The question was closed already ({found[0].outcome.replace('_', ' ')}). Load the page again.")
    return found


def any_(db: Session, question_id: UUID) -> tuple[Question, Reply, Account]:
    """A question, whatever became of it, locked."""
    queue.group_members(db, question_id, lock=True)  # all of its group at once, in one order for everybody
    found = messages.question(db, question_id)
    if found is None:
        raise missing("question")
    return found


def allow_asked(who: Signed, act: Act, question: Question, account: Account) -> None:
    """Refuse who may not do this to a question of that account; it was assigned to them or their team: they may."""
    theirs = question.assigned_to_id == who.person_id or (
        question.assigned_team_id is not None and question.assigned_team_id == who.scope.team_id
    )
    if not (theirs and act in MAY[who.role]):
        allow(who, act, [account])


def must_be_free(db: Session, question: Question, who: Signed, now: datetime) -> None:
    """Refuse while somebody else has the question in hand: they may be writing to the same person."""
    if other := queue.claimed_by_other(db, question, who, now):
        raise Refused(taken(other, who))


def taken(other: queue.Claim, who: Signed) -> str:
    """Who has it and until when, and what one can do."""
    says = f"{other.name} has this question in hand until {other.until.astimezone(LONDON):%H:%M}."
    if Act.ASSIGN in MAY[who.role]:
        return f"{says} Ask them, or take it over with a reason."
    return f"{says} Ask them, or wait until then."


def nothing_on_its_way(db: Session, question_id: UUID) -> None:
    """Refuse while an answer is being approved or sent."""
    if messages.answer_on_its_way(db, question_id):
        raise Refused("An answer to this question is on its way. Stop that first, or let it go.")


def said(text: str, ask_for: str) -> str:
    """What a person typed, fit to be kept; `ask_for` is what they read when it is nothing."""
    words = storable(text).strip()
    if not words:
        raise Refused(ask_for)
    if len(words) > LONGEST:
        raise Refused(f"That is {len(words):,} characters; {LONGEST:,} are kept. Make it shorter.")
    return words
