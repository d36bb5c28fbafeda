"""The desk, questions: answer one, or set it aside with a reason."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session

from domain.clock import Clock
from domain.people import Act, Signed
from domain.posts import storable
from domain.publication import SecondReader, Stage
from scheduler import desk_checks
from scheduler.desk_approving import let_go
from scheduler.desk_rules import Done, Refused, Rules, allow, missing
from store import audit, messages, questions
from store.db import Store
from store.tables import Account, Question, Reply, ScheduledPost


def answer(store: Store, who: Signed, question_id: UUID, text: str, rules: Rules, now: Clock) -> Done:
    """Answer a question from the account that was asked: due now, through the same machine as every post."""
    with store.writing(durable=True) as db:
        at = now()
        _, reply, account = _open(db, question_id)
        allow(who, Act.ANSWER, [account])
        if messages.answer_on_its_way(db, question_id):
            raise Refused("Another answer to this question is on its way. Look at it before you write a second one.")
        message = _answer(who, question_id, reply, text, rules, at)
        messages.add(db, message, {account.id: None})
        chosen = desk_checks.must_be_sendable(db, message, rules, at, insist=True)
        if hold := desk_checks.hold_over(db, message, chosen, at):
            raise Refused(f"A hold is in force ({hold.reason}): no answer leaves. Keep your words until it is lifted.")
        audit.write(db, who, Act.ANSWER, "scheduled_post", message.id, at, f"question {question_id}")
        if rules.answers_need_second_person is SecondReader.ALWAYS:
            messages.advance(db, message.id, Stage.DRAFT, Stage.AWAITING_APPROVAL)
            return Done("Sent for approval. It goes out as soon as someone else approves it.", message.id)
        policy = f"answers_need_second_person={rules.answers_need_second_person}"
        messages.advance(db, message.id, Stage.DRAFT, Stage.APPROVED, approved_at=at, approved_under=policy)
        let_go(db, message.id, chosen)
        audit.write(db, None, Act.APPROVE, "scheduled_post", message.id, at, f"by the force's policy: {policy}")
        return Done("Your answer is on its way.", message.id)


def set_aside(store: Store, who: Signed, question_id: UUID, reason: str, now: Clock) -> Done:
    """Say why a question needs no answer from us."""
    with store.writing(durable=True) as db:
        at = now()
        _, _, account = _open(db, question_id)
        allow(who, Act.SET_ASIDE, [account])
        if not reason.strip():
            raise Refused("Say why no answer is owed. The reason is kept.")
        if messages.answer_on_its_way(db, question_id):
            raise Refused("An answer to this question is on its way. Stop that first, or let it go.")
        if not questions.set_aside(db, question_id, who.person_id, reason.strip(), at):
            raise Refused("The question was closed a moment ago. Load the page again.")
        audit.write(db, who, Act.SET_ASIDE, "question", question_id, at, reason.strip())
        return Done("Set aside.", question_id)


def _open(db: Session, question_id: UUID) -> tuple[Question, Reply, Account]:
    found = messages.question(db, question_id)
    if found is None:
        raise missing("question")
    if found[0].outcome is not None:
        raise Refused(f"The question was closed already ({found[0].outcome.replace('_', ' ')}). Load the page again.")
    return found


def _answer(who: Signed, question_id: UUID, reply: Reply, text: str, rules: Rules, now: datetime) -> ScheduledPost:
    return ScheduledPost(
        id=uuid4(),
        author_id=who.person_id,
        text=storable(text),
        due_at=now,
        late_after_s=int(rules.late_after.total_seconds()),
        question_id=question_id,
        in_reply_to=reply.external_id,
        thread=reply.thread,
        created_at=now,
        changed_at=now,
    )
