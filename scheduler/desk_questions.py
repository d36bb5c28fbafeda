"""The desk, answers to the public: one, one to each of several that ask the same, or one that was given by hand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session

from domain.answers import needs_second_reader
from domain.clock import Clock
from domain.listening.standing import Standing
from domain.people import Act, Signed
from domain.posts import fingerprint, storable
from domain.publication import Stage
from domain.questions import Outcome
from domain.wording.words import Code
from scheduler import desk_checks, desk_wording
from scheduler.desk_approving import let_go
from scheduler.desk_asked import CLOSED_MEANWHILE, allow_asked, must_be_free, nothing_on_its_way, waiting
from scheduler.desk_rules import Done, Refused, Rules, count
from store import answers, audit, drafts, messages, questions
from store.answers import AskedOf
from store.db import Store
from store.tables import Account, Question, Reply, ScheduledPost

APPROVAL = "Sent for approval. It goes out as soon as someone else approves it."


@dataclass(frozen=True)
class Said:
    """What a person says with an answer besides its words.

    `holding`: it is only a holding reply, the question waits on. `closes_others`: once public, it closes the others
    that ask the same. `confirmed` are findings of the checks that are meant so; `insist` is why it is to leave
    although a check stops it.
    """

    holding: bool = False
    closes_others: bool = False
    confirmed: Collection[Code] = ()
    insist: str = ""


PLAIN = Said()


@dataclass(frozen=True)
class _Asked:
    question: Question
    reply: Reply
    account: Account
    known: AskedOf


def answer(
    store: Store, who: Signed, question_id: UUID, text: str, rules: Rules, now: Clock, said: Said = PLAIN
) -> Done:
    """Answer a question from the account that was asked: due now, through the same machine as every post."""
    with store.writing(durable=True) as db:
        at = now()
        asked = _free(db, who, question_id, rules, at)
        if said.holding and said.closes_others:
            raise Refused("A holding reply closes nothing. Take one of the two ticks away.")
        message, reads = _send(db, who, asked, text, rules, at, said)
        return Done(APPROVAL if reads else "Your answer is on its way.", message.id)


def answer_each(
    store: Store, who: Signed, texts: Mapping[UUID, str], rules: Rules, now: Clock, said: Said = PLAIN
) -> Done:
    """Answer several that ask the same, each with words of its own or with the same: all of them go, or none."""
    with store.writing(durable=True) as db:
        at = now()
        if not texts:
            raise Refused("There is nobody to answer. Load the page again.")
        every = {key: _free(db, who, key, rules, at) for key in sorted(texts)}
        _must_vary(every, texts, rules)
        sent = [_send(db, who, asked, texts[key], rules, at, said) for key, asked in every.items()]
        reads = [message for message, second in sent if second]
        says = f"{count(len(sent), 'answer')} on their way." if len(sent) > 1 else "Your answer is on its way."
        if reads:
            says = f"{count(len(sent), 'answer')}: {len(reads)} of them sent for approval, the others on their way."
        return Done(says if len(reads) < len(sent) else APPROVAL, sent[0][0].id)


def answered_there(store: Store, who: Signed, question_id: UUID, link: str, now: Clock) -> Done:
    """A person answered it by hand on the platform, where nobody has collected that yet."""
    with store.writing(durable=True) as db:
        at = now()
        asked, _, account = waiting(db, question_id)
        allow_asked(who, Act.CORRECT, asked, account)
        must_be_free(db, asked, who, at)
        nothing_on_its_way(db, question_id)
        seen = " ".join(storable(link).split())
        if not seen.startswith(("https://", "http://")) or len(seen) > 500:
            raise Refused("Paste the link to your answer, so that others find it. It begins with https://.")
        more = {"standing": Standing.ANSWERED, "standing_set_by_id": who.person_id, "standing_at": at}
        why = f"Answered by hand: {seen}"
        if not questions.close(db, question_id, Outcome.ANSWERED, who.person_id, why, at, **more):
            raise Refused(CLOSED_MEANWHILE)
        drafts.forget(db, question_id, who.person_id)
        audit.write(db, who, Act.CORRECT, "question", question_id, at, why)
        return Done("Closed as answered.", question_id)


def _free(db: Session, who: Signed, question_id: UUID, rules: Rules, at: datetime) -> _Asked:
    """A question that this person may answer now."""
    question, reply, account = waiting(db, question_id)
    allow_asked(who, Act.ANSWER, question, account)
    must_be_free(db, question, who, at)
    if messages.answer_on_its_way(db, question_id):
        raise Refused("Another answer to this question is on its way. Look at it before you write a second one.")
    known = answers.asked_of(db, question, reply)
    obstacle = rules.obstacle(account, known.asked)
    if obstacle and obstacle.sure:
        raise Refused(f"{obstacle.says} Open it there, answer by hand, and say here that you did.")
    return _Asked(question, reply, account, known)


def _send(
    db: Session, who: Signed, asked: _Asked, text: str, rules: Rules, at: datetime, said: Said
) -> tuple[ScheduledPost, bool]:
    """Keep an answer and let it go, or send it to a second reader; tells which."""
    message = _message(who, asked, text, rules, at, said)
    messages.add(db, message, {asked.account.id: None})
    chosen = desk_checks.must_be_sendable(db, message, rules, at, insist=True)
    known = answers.asked_together(db, asked.question, asked.known) if said.closes_others else asked.known
    insisted = desk_wording.must_be_well(db, who, asked.account, known, message.text, rules, said)
    if hold := desk_checks.hold_over(db, message, chosen, at):
        raise Refused(f"A hold is in force ({hold.reason}): no answer leaves. Keep your words until it is lifted.")
    which = asked.question.id
    kind = ", a holding reply" if said.holding else ", for all that ask the same" if said.closes_others else ""
    audit.write(db, who, Act.ANSWER, "scheduled_post", message.id, at, f"question {which}{kind}")
    if insisted:
        audit.write(db, who, Act.INSIST, "scheduled_post", message.id, at, insisted)
    drafts.forget(db, which, who.person_id)
    rule = rules.answers_need_second_person
    if needs_second_reader(rule, known.lanes):
        messages.advance(db, message.id, Stage.DRAFT, Stage.AWAITING_APPROVAL)
        return message, True
    policy = f"answers_need_second_person={rule}"
    messages.advance(db, message.id, Stage.DRAFT, Stage.APPROVED, approved_at=at, approved_under=policy)
    let_go(db, message.id, chosen)
    audit.write(db, None, Act.APPROVE, "scheduled_post", message.id, at, f"by the force's policy: {policy}")
    return message, False


def _must_vary(every: Mapping[UUID, _Asked], texts: Mapping[UUID, str], rules: Rules) -> None:
    """Refuse the same words to several where the platform takes that for spam."""
    said: dict[tuple[str, str], UUID] = {}
    for key, asked in every.items():
        can = rules.capabilities(asked.account.platform)
        words = fingerprint(storable(texts[key]))
        if not can.same_words_elsewhere and said.setdefault((can.label, words), key) != key:
            raise Refused(
                f"{can.label} does not allow the same words to several people. "
                "Vary them for each, or answer once and let that close the others."
            )


def _message(who: Signed, asked: _Asked, text: str, rules: Rules, at: datetime, said: Said) -> ScheduledPost:
    return ScheduledPost(
        id=uuid4(),
        author_id=who.person_id,
        text=storable(text),
        due_at=at,
        late_after_s=int(rules.late_after.total_seconds()),
        question_id=asked.question.id,
        in_reply_to=asked.reply.external_id,
        thread=asked.reply.thread,
        created_at=at,
        changed_at=at,
        holding=said.holding,
        answers_group=said.closes_others,
    )
