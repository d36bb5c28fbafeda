"""The desk, listening: a person knows better than what was heard, and the queue follows at once.

Each correction is kept as the force's own labelled set.
"""

import re
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.clock import Clock
from domain.listening.words import Kind, Lane, Topic
from domain.people import Act, Signed
from domain.questions import Outcome
from scheduler.desk_asked import allow_asked, must_be_free, nothing_on_its_way
from scheduler.desk_rules import Done, Refused, Rules, allow, missing
from store import audit, promises, questions, queue, verdicts
from store.db import Store
from store.questions import NOT_A_QUESTION
from store.tables import Account, Question, Reply, Verdict

OWED = frozenset({Lane.DANGER, Lane.FOI, Lane.DATA})
"""Lanes in which an answer is always owed: a comment that a person puts there becomes a question."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")


def correct(store: Store, who: Signed, reply_id: UUID, field: str, value: str, rules: Rules, now: Clock) -> Done:
    """Correct what was heard in a comment: a field of `verdicts.FIELDS`, its value as a word.

    `needs_answer` takes yes or no, `lanes` words between commas, `language` a code such as cy. A comment that needs
    an answer after all becomes a question; one that needs none is set aside as not a question.
    """
    is_now = _value(field, value)
    with store.writing(durable=True) as db:
        at = now()
        reply = db.get(Reply, reply_id)
        if reply is None or reply.by_us:
            raise missing("comment")
        account = db.get_one(Account, reply.account_id)
        verdict = db.get(Verdict, reply_id, with_for_update={"key_share": True})  # first, as the listener does
        asked = queue.question_of(db, reply_id)
        if asked:
            allow_asked(who, Act.CORRECT, asked, account)
        else:
            allow(who, Act.CORRECT, [account])
        if verdict is None:
            raise Refused("It has not been heard yet. Try again in a minute.")
        if not verdicts.correct(db, reply_id, who.person_id, field, is_now, at):
            raise Refused("That is what was heard already.")
        db.flush()
        audit.write(db, who, Act.CORRECT, "reply", reply_id, at, f"{field}: {is_now or 'none'}")
        says = _follow(db, who, reply, asked, field, is_now, rules, at)
        return Done(" ".join(["Corrected.", says]).strip(), asked.id if asked else reply_id)


def _value(field: str, value: str) -> str:
    """The value as it is kept; refused when it is none of the words known."""
    known = {"kind": tuple(Kind), "topic": tuple(Topic), "needs_answer": ("yes", "no")}
    if field == "lanes":
        lanes = [one for one in value.split(",") if one]
        if all(one in tuple(Lane) for one in lanes):
            return verdicts.lanes_text(verdicts.lanes_of(value))
    elif field == "language":
        if _LANGUAGE.fullmatch(value):
            return value
    elif field in known and value in known[field]:
        return str(value)
    raise Refused(f'"{value}" is not known as {field.replace("_", " ")}. Choose one of the list.')


def _follow(
    db: Session, who: Signed, reply: Reply, asked: Question | None, field: str, value: str, rules: Rules, at: datetime
) -> str:
    """Keep the queue in line with a correction; what became of it, as a sentence."""
    if field == "needs_answer":
        return _needs_one(db, who, reply, asked, rules, at) if value == "yes" else _needs_none(db, who, asked, at)
    if field in ("lanes", "topic") and asked and asked.outcome is None:
        lane, topic, due_at = _place(db, reply, asked.waiting_since, rules)
        queue.place(db, asked.id, lane, topic, due_at)
    elif field == "lanes" and not reply.gone_at and not OWED.isdisjoint(verdicts.lanes_of(value)):
        verdicts.correct(db, reply.id, who.person_id, "needs_answer", "yes", at)
        return _needs_one(db, who, reply, asked, rules, at)
    return ""


def _needs_none(db: Session, who: Signed, asked: Question | None, at: datetime) -> str:
    if asked is None or asked.outcome is not None:
        return ""
    must_be_free(db, asked, who, at)
    nothing_on_its_way(db, asked.id)
    questions.close(db, asked.id, Outcome.SET_ASIDE, who.person_id, NOT_A_QUESTION, at)
    audit.write(db, who, Act.SET_ASIDE, "question", asked.id, at, NOT_A_QUESTION)
    return "It waits no longer."


def _needs_one(db: Session, who: Signed, reply: Reply, asked: Question | None, rules: Rules, at: datetime) -> str:
    if reply.gone_at:
        raise Refused("It is no longer public. Nobody can answer it there.")
    if asked is None:
        made = queue.ask(db, reply, *_place(db, reply, reply.created_at, rules))
    elif asked.outcome is Outcome.GONE or (asked.outcome is Outcome.SET_ASIDE and asked.reason == NOT_A_QUESTION):
        questions.reopen(db, asked.id, at)
        made = asked
    else:
        return ""
    audit.write(db, who, Act.CORRECT, "question", made.id, at, "it needs an answer")
    return "It waits for an answer."


def _place(db: Session, reply: Reply, since: datetime, rules: Rules) -> tuple[Lane | None, Topic, datetime | None]:
    """Lane, topic and promise, from the verdict as corrected."""
    verdict = db.get_one(Verdict, reply.id)
    lanes = verdicts.lanes_of(verdict.lanes)
    due_at = promises.clocks(db, rules.promises).due_at(reply.account_id, since, lanes)
    return (lanes[0] if lanes else None), verdict.topic, due_at
