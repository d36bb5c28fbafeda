"""The words of a shift's summary: as plain text for the mail, and as a sheet to print."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.clock import in_london
from scheduler.alert_paper import Manner, first, number_of, paragraphs, subject
from scheduler.alert_words_asked import HEARD, question_page, span
from scheduler.evidence_sheet import STYLE, safe
from store.handovers import NoteRow
from store.reports.alarms import QuestionFacts
from store.reports.shift import ShiftSummary

POSTS = {
    "unknown": "may be out", "failed": "not sent", "waiting": "wait for a decision", "late": "are late",
}  # fmt: skip
Section = tuple[str, Sequence[str]]


def text(manner: Manner, one: ShiftSummary) -> tuple[str, str]:
    """Subject and body of the summary as a message."""
    lines = [_between(one), *_counts(one)]
    for head, rows in sections(manner, one):
        lines += [f"{head}:", *(f"- {row}" for row in rows)] if rows else []
    lines += ["" if one.waiting else "Nobody is waiting for an answer."]
    return subject(manner, f"Hand-over: {place(one)}"), paragraphs([*lines, _address(manner)])


def sheet(manner: Manner, one: ShiftSummary) -> str:
    """The summary as HTML that prints on A4, without addresses; every word in it is plain text."""
    manner = replace(manner, pages="")
    parts = [f"<h1>Hand-over: {safe(place(one))}</h1>", f'<p class="quiet">{safe(_between(one))}</p>']
    parts += [f'<p class="sure">{safe(says)}</p>' for says in _counts(one)]
    for head, rows in sections(manner, one):
        body = "".join(f"<tr><td>{safe(row)}</td></tr>" for row in rows) or "<tr><td>None.</td></tr>"
        parts.append(f"<h2>{safe(head)}</h2><table>{body}</table>")
    parts.append("<footer>Made by Bluelamp. No words of the public stand here; their pages show them.</footer>")
    title = safe(f"Hand-over: {place(one)}")
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    head = f'<meta charset="utf-8">{viewport}<title>{title}</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en-GB"><head>{head}</head><body>{"".join(parts)}</body></html>'


def place(one: ShiftSummary) -> str:
    """What part of the force it is about."""
    return one.place or "the whole force"


def sections(manner: Manner, one: ShiftSummary) -> list[Section]:
    """The lists of a summary, each under its head; empty ones among them."""
    more = others(one)
    open_ = [question_line(manner, fact, one.at) for fact in one.open]
    return [
        ("Danger", [question_line(manner, fact, one.at) for fact in one.danger]),
        ("Still open, the first to be due first", [*open_, *([f"and {more:,} more"] if more > 0 else [])]),
        ("Our posts that need somebody", _posts(one)),
        ("Holds in force", [f"{hold.reason} (since {in_london(hold.since)})" for hold in one.holds]),
        ("Notes", [_note(note) for note in one.notes]),
    ]


def others(one: ShiftSummary, shown: int | None = None) -> int:
    """How many more wait than are named, of which so many are shown."""
    in_danger = sum(fact.outcome is None for fact in one.danger)
    return one.waiting - in_danger - (len(one.open) if shown is None else min(shown, len(one.open)))


def question_line(manner: Manner, fact: QuestionFacts, now: datetime) -> str:
    """One question on one line: where, what was heard, by when, who has it, and its page."""
    parts = [f"{fact.account} on {manner.label(fact.platform)}", HEARD[fact.lane]]
    if fact.outcome is None:
        parts.append(due(fact, now))
        parts += [who for who in (_whose(fact, now),) if who]
    else:
        parts.append(f"closed ({fact.outcome.value.replace('_', ' ')})")
    if fact.seen_by and fact.seen_at:
        parts.append(f"seen by {fact.seen_by}, {in_london(fact.seen_at)}")
    link = f" {question_page(manner, fact)}" if manner.pages else ""
    return f"{'; '.join(parts)}.{link}"


def due(fact: QuestionFacts, now: datetime) -> str:
    """By when a question is promised, or by how much that is past."""
    if fact.due_at < now:
        return f"late by {span(now - fact.due_at)}"
    return f"due {in_london(fact.due_at)}"


def _whose(fact: QuestionFacts, now: datetime) -> str:
    if fact.claimed_by and fact.claimed_until and fact.claimed_until > now:
        return f"{fact.claimed_by} has it until {in_london(fact.claimed_until)}"
    return f"given to {fact.assignee}" if fact.assignee else ""


def _between(one: ShiftSummary) -> str:
    return f"From {in_london(one.since)} to {in_london(one.at)}."


def _counts(one: ShiftSummary) -> list[str]:
    came = number_of(one.came_in, "question came in", "questions came in")
    done = f"{one.answered:,} answered, {one.closed_otherwise:,} closed otherwise"
    waits = number_of(one.waiting, "waits", "wait")
    more = [f"{one.overdue:,} past the promise"] if one.overdue else []
    more += [f"{one.put_off:,} put off"] if one.put_off else []
    said = f" ({', '.join(more)})" if more else ""
    return [f"{came}; {done}. {waits} for an answer{said}."]


def _posts(one: ShiftSummary) -> list[str]:
    return [f"{number:,} {POSTS.get(kind, kind)}" for kind, number in sorted(one.posts.items())]


def _note(note: NoteRow) -> str:
    team = f" ({note.team})" if note.team else ""
    return f"{in_london(note.at)}, {note.name}{team}: {first(note.text, 2000)}"


def _address(manner: Manner) -> str:
    return f"{manner.pages}/handover" if manner.pages else "Open Handover in Bluelamp."
