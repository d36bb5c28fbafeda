"""The words of alerts about questions of the public: where, by when, why, what to do. No words of the public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.clock import in_london
from domain.listening.words import Lane
from domain.matters import OF_DANGER, Matter
from scheduler.alert_paper import FIRST, Manner, first, number_of, page, paragraphs, subject
from store.reports.alarms import QuestionFacts

HEARD: Mapping[Lane | None, str] = {
    Lane.DANGER: "danger to someone now, or a crime in progress",
    Lane.AT_RISK: "someone at risk, or who may harm themselves",
    Lane.SIGHTING: "a sighting of a missing person",
    Lane.CRIME: "a report of a crime or a nuisance",
    Lane.NAMED: "a suspect or a victim who is named",
    Lane.COMPLAINT: "a complaint",
    Lane.FOI: "a freedom-of-information request",
    Lane.DATA: "a request for what is kept about the person",
    Lane.WELSH: "a question in Welsh",
    None: "a question",
}
"""What was heard, by the most pressing lane."""

HEADS: Mapping[Matter, tuple[str, str]] = {
    Matter.DANGER: ("Danger", "Danger: {n} more comments"),
    Matter.DANGER_UNSEEN: ("Danger, and nobody has seen it", "Danger, and nobody has seen it: {n} comments"),
    Matter.DANGER_UNHEEDED: ("Danger, still not seen by anybody", "Danger, still not seen by anybody: {n} comments"),
    Matter.BREACH: ("Not answered in time", "{n} questions were not answered in time"),
    Matter.ASSIGNEE_SILENT: ("Nothing done about a question", "Nothing done about {n} questions"),
}  # fmt: skip

CERTAIN: Mapping[Matter, str] = {
    Matter.DANGER: "A machine heard danger in it and may be wrong. No person has said that they saw it.",
    Matter.DANGER_UNSEEN: "Those on duty were told, and none has said that they saw it.",
    Matter.DANGER_UNHEEDED: "Those on duty and the supervisors of the district were told, and none has said that they"
    " saw it.",
    Matter.BREACH: "It still waits. It is told once; Questions goes on showing how late it is.",
    Matter.ASSIGNEE_SILENT: "It still waits, and the promise to the public runs on.",
}

DO: Mapping[Matter, str] = {
    Matter.DANGER: "Read it now. If someone is in danger, treat it as a 999 call: hand it to the control room."
    " Then press Acknowledge, so that nobody else is called.",
    Matter.BREACH: "Answer it, or say on its page why no answer is owed.",
    Matter.ASSIGNEE_SILENT: "Ask them, or give it to somebody else on its page.",
}


@dataclass(frozen=True)
class Became:
    """What became of danger that people were told of: how it is called, and when that was."""

    fact: QuestionFacts
    says: str


def one(manner: Manner, kind: Matter, fact: QuestionFacts, over_at: datetime | None) -> tuple[str, str]:
    """Subject and body about one question; `over_at`: that had ended before anybody could be told."""
    named = f"{fact.account} on {manner.label(fact.platform)}"
    lines = [f"Where: {_where(named, fact)}", f"Post: {_post(fact)}"]
    lines += [f"Written: {in_london(fact.asked_at)}", f"Promised by: {in_london(fact.due_at)}"]
    lines += [f"Heard: {HEARD[fact.lane]}"]
    if fact.assignee and fact.assigned_at and kind not in OF_DANGER:
        lines.append(f"Given to: {fact.assignee}, {in_london(fact.assigned_at)}")
    lines += [_seen(fact)]
    if over_at:
        lines.append(f"It ended about {in_london(over_at)}, before you could be told. Nothing is to be done.")
    else:
        lines += [f"What is certain: {CERTAIN[kind]}", f"What to do: {DO[kind if kind in DO else Matter.DANGER]}"]
    return subject(manner, f"{HEADS[kind][0]}: {named}"), paragraphs([*lines, question_page(manner, fact)])


def several(manner: Manner, kind: Matter, number: int, facts: Sequence[QuestionFacts], over: int) -> tuple[str, str]:
    """Subject and body about many questions at one place or of one team; `over` of them ended since."""
    head = HEADS[kind][1].format(n=f"{number:,}")
    known = facts[0] if facts else None
    where = ""
    if known:
        named = f"{known.account} on {manner.label(known.platform)}"
        here = kind in OF_DANGER and len({fact.spot for fact in facts}) == 1
        where = _where(named, known) if here else known.team or known.district or "the whole force"
        lines = [f"Where: {where}", f"Post: {_post(known)}" if here else ""]
    else:
        lines = []
    lines += [f"{head}.", "The first of them:" if number > FIRST else ""]
    lines += [f"- {brief(manner, fact)}" for fact in facts[:FIRST]]
    lines += [f"- and {number - FIRST:,} more" if number > FIRST else ""]
    lines += [f"{over:,} of them ended before you could be told." if over else ""]
    lines += ["Of each of them this is certain: " + CERTAIN[kind]]
    lines += ["What to do: " + DO[kind if kind in DO else Matter.DANGER]]
    return subject(manner, f"{head}: {where}" if where else head), paragraphs(
        [*lines, page(manner, "", "Open Questions in Bluelamp.")]
    )


def danger_over(manner: Manner, told: Sequence[Became], number: int) -> tuple[str, str]:
    """Subject and body of: the danger that you were told of has been taken up."""
    head = "Danger: taken up"
    lines = [
        f"The danger that you were told of has been taken up ({number_of(number, 'comment', 'comments')}).",
        *(f"- {one_.fact.account} on {manner.label(one_.fact.platform)}: {one_.says}" for one_ in told[:FIRST]),
        f"- and {number - FIRST:,} more" if number > FIRST else "",
        "What to do: nothing, unless it was given to you.",
    ]
    where = f": {told[0].fact.account} on {manner.label(told[0].fact.platform)}" if told else ""
    return subject(manner, head + where), paragraphs([*lines, page(manner, "", "Open Questions in Bluelamp.")])


def brief(manner: Manner, fact: QuestionFacts) -> str:
    """One question on one line, with its page."""
    named = f"{fact.account} on {manner.label(fact.platform)}"
    line = f"{in_london(fact.asked_at)}, {named}: {HEARD[fact.lane]}"
    line += f"; with {fact.assignee}" if fact.assignee else ""
    return f"{line}. {question_page(manner, fact)}" if manner.pages else line


def question_page(manner: Manner, fact: QuestionFacts) -> str:
    """Where a question is seen and answered: the list of questions is the dashboard's first page, without a word."""
    return page(manner, f"?question={fact.id}", "Open Questions in Bluelamp.")


def span(length: timedelta) -> str:
    """A length of time in words: "2 h 10 min", "3 days"."""
    minutes = int(length.total_seconds() // 60)
    if minutes >= 72 * 60:
        return f"{minutes // (24 * 60)} days"
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def _where(named: str, fact: QuestionFacts) -> str:
    place = fact.team or fact.district
    return f"{named} ({place})" if place else named


def _post(fact: QuestionFacts) -> str:
    return f"“{first(fact.post)}”" if fact.post else "none of ours: they wrote to us of their own accord"


def _seen(fact: QuestionFacts) -> str:
    return f"Seen by {fact.seen_by}, {in_london(fact.seen_at)}." if fact.seen_by and fact.seen_at else ""
