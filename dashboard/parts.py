"""How a number, a time, a state and the public's words are drawn, the same on every page."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from html import escape, unescape
from typing import Any

import streamlit as st

from dashboard.words import _, later, ngettext
from domain.clock import LONDON
from domain.questions import PROMISE as PROMISE

DASH = "–"

STATES: Mapping[str, tuple[str, str, str]] = {
    "draft": ("✎", "muted", later("draft")),
    "awaiting_approval": ("◷", "waiting", later("awaiting approval")),
    "approved": ("✓", "good", later("approved")),
    "withdrawn": ("×", "muted", later("withdrawn")),
    "queued": ("◷", "muted", later("queued")),
    "held": ("■", "danger", later("held")),
    "publishing": ("→", "muted", later("being sent")),
    "published": ("✓", "good", later("published")),
    "failed": ("✗", "danger", later("not sent")),
    "unknown": ("?", "unknown", later("may be out")),
    "waiting": ("◷", "waiting", later("waits for a decision")),
    "cancelled": ("×", "muted", later("cancelled")),
}
"""Sign, colour and word of every stage and state: never colour alone."""

TROUBLE: Mapping[str, str] = {
    "RateLimited": later("The platform asked us to wait. It goes on by itself."),
    "TokenExpired": later("The account must be connected again: its token is no longer accepted."),
    "OutOfCredit": later("There is no money left for this: the budget, or the credit at the platform, is used up."),
    "Rejected": later("The platform said no to this. Change it, or leave it."),
    "Transient": later("The platform did not answer. It is tried again by itself."),
    "Ambiguous": later("This may have gone out. We are looking; do not send it again."),
}
"""What an officer reads for each kind of trouble; the platform's own text goes to the log only."""


def number(value: int | float | None) -> str:
    """A number for people: commas for thousands, a dash where it is not told."""
    return DASH if value is None else f"{value:,}"


def change(value: int | None, before: int | None) -> str | None:
    """What changed against the period before; None where either is not told."""
    if value is None or before is None:
        return None
    return f"{value - before:+,}"


def percent(part: int | None, whole: int | None) -> str:
    """A share with its count: "83 % of 120"; a dash without either."""
    if part is None or not whole:
        return DASH
    return _("{share:.0f} % of {whole}").format(share=100 * part / whole, whole=number(whole))


def dollars(micros: int | None) -> str:
    """Millionths of a US dollar as people read money."""
    return DASH if micros is None else f"US${micros / 1_000_000:,.2f}"


def moment(at: datetime | None, *, zone: bool = False) -> str:
    """A time in London: "Tue 25 Nov, 09:00", with GMT or BST where somebody sets one."""
    if at is None:
        return DASH
    here = at.astimezone(LONDON)
    return f"{here:%a} {here.day} {here:%b, %H:%M}" + (f" {here:%Z}" if zone else "")


def ago(at: datetime | None, now: datetime) -> str:
    """How long ago, within a day; the time itself beyond that."""
    if at is None:
        return _("never")
    minutes = int((now - at).total_seconds() // 60)
    if not 0 <= minutes < 24 * 60:
        return moment(at)
    if minutes < 60:
        return _("{m} min ago").format(m=minutes)
    return _("{h} h {m} min ago").format(h=minutes // 60, m=minutes % 60)


def time_left(asked_at: datetime, now: datetime, promise: timedelta) -> tuple[str, str]:
    """What is left of the promise, in words, and the colour it is said in."""
    due = asked_at + promise
    hours = (due - now).total_seconds() / 3600
    if hours < 0:
        late = int(-hours)
        return (
            _("late by {h} h").format(h=late) if late < 72 else _("late by {d} days").format(d=late // 24)
        ), "danger"
    if due.astimezone(LONDON).date() == now.astimezone(LONDON).date():
        return _("due today {at}").format(at=f"{due.astimezone(LONDON):%H:%M}"), "waiting"
    return _("{h} h left").format(h=int(hours)), "muted"


def badge(state: str) -> str:
    """A state as a small label: sign, word and colour."""
    sign, colour, word = STATES[state]
    return f'<span class="bl-badge bl-{colour}">{sign} {escape(_(word))}</span>'


def coloured(text: str, colour: str) -> str:
    """A short text in one of the four meanings."""
    return f'<strong class="bl-{colour}">{escape(text)}</strong>'


def shown(text: str) -> str:
    """The words of a post as people wrote them; platforms hand some out with their signs spelt out."""
    return unescape(text)


def said(text: str) -> str:
    """What somebody wrote, as plain text: nothing of theirs is ever interpreted."""
    return f'<p class="bl-said">{escape(shown(text))}</p>'


def meta(*parts: str | None) -> str:
    """One quiet line of facts; parts are plain text."""
    return f'<div class="bl-meta">{" · ".join(escape(part) for part in parts if part)}</div>'


def link(words: str, url: str) -> str:
    """A link to where something is public; only web addresses are followed."""
    if not url.startswith(("https://", "http://")):
        return ""
    return f'<a href="{escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">{escape(words)}</a>'


def one_line(text: str, length: int = 90) -> str:
    """The beginning of a text, on one line."""
    words = " ".join(shown(text).split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def talk(who: str, at: str, text: str, *, ours: bool, asked: bool = False) -> str:
    """One piece of a conversation: ours on the right, the question marked by a word."""
    mark = f" · <strong>{escape(_('asks us'))}</strong>" if asked else ""
    side = " bl-ours" if ours else ""
    return f'<div class="bl-talk{side}"><div class="bl-meta">{escape(who)} · {escape(at)}{mark}</div>{said(text)}</div>'


def draw(*pieces: str) -> None:
    """Put ready-made, escaped pieces on the page."""
    st.html("".join(pieces))


def banner(kind: str, sentence: str, more: str = "") -> None:
    """A line across the top of the page, only when it is true."""
    small = f"<small>{escape(more)}</small>" if more else ""
    st.html(f'<div class="bl-banner bl-{kind}" role="status">{escape(sentence)}{small}</div>')


def figure(label: str, value: str, beside: str, means: str) -> None:
    """A headline figure with what it counts one tap away."""
    st.html(f'<div class="bl-meta">{escape(label)}</div><div class="bl-figure">{escape(value)}</div>{meta(beside)}')
    with st.popover(_("What this counts"), type="tertiary"):
        st.write(means)


def table(rows: Sequence[Mapping[str, Any]], name: str, *, folded: bool = False, **options: Any) -> None:
    """A table with its export; says so where there is nothing."""
    if not rows:
        st.caption(_("Nothing to show here."))
        return
    place = st.expander(_("The figures as a table")) if folded else st.container()
    with place:
        st.dataframe(rows, hide_index=True, width="stretch", placeholder=DASH, column_config=_columns(rows), **options)
        st.download_button(
            _("Download CSV"), to_csv(rows), f"{name}.csv", "text/csv", key=f"csv-{name}", type="tertiary"
        )


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Numbers with commas for thousands; the export has none."""
    numeric = {name for row in rows for name, value in row.items() if isinstance(value, int | float)}
    return {name: st.column_config.NumberColumn(format="localized") for name in numeric}


def to_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV; a cell that a spreadsheet would run as a formula is made plain text."""
    rows = list(rows)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_harmless(value) for value in row.values()])
    return out.getvalue()


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def count_of(n: int, one: str, many: str) -> str:
    """A count with its noun: "1 post", "3 posts"."""
    return f"{number(n)} {ngettext(one, many, n)}"
