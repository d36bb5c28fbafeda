"""How a number, a time, a state and the public's words are drawn, the same on every page."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape, unescape

import streamlit as st

from dashboard.words import _, later
from domain.clock import LONDON, is_doubled

DASH = "–"

WEEKDAYS = (later("Mon"), later("Tue"), later("Wed"), later("Thu"), later("Fri"), later("Sat"), later("Sun"))
MONTHS = (
    later("Jan"), later("Feb"), later("Mar"), later("Apr"), later("May"), later("Jun"),
    later("Jul"), later("Aug"), later("Sep"), later("Oct"), later("Nov"), later("Dec"),
)  # fmt: skip

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!$:~<>|&^=])")

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
    "UploadLost": later("The platform no longer takes the picture it was given. It is given to it again by itself."),
    "Preparing": later("The platform is still preparing the video of this post. It goes out as soon as that is done."),
}
"""What an officer reads for each kind of trouble; the platform's own text goes to the log only."""


def number(value: int | float | None) -> str:
    """A number for people: commas for thousands, a dash where it is not told."""
    return DASH if value is None else f"{value:,}"


def change(difference: int | None) -> str | None:
    """What changed against the period before, with its sign; None where it is not told."""
    return None if difference is None else f"{difference:+,}"


def percent(part: int | None, whole: int | None) -> str:
    """A share with its count: "83 % of 120"; a dash without either."""
    if part is None or not whole:
        return DASH
    return _("{share:.0f} % of {whole}").format(share=100 * part / whole, whole=number(whole))


def dollars(micros: int | None) -> str:
    """Millionths of a US dollar as people read money: cents, and tenths of them where there are any."""
    if micros is None:
        return DASH
    return f"US${micros / 1_000_000:,.{3 if micros % 10_000 else 2}f}"


def moment(at: datetime | None, *, zone: bool = False) -> str:
    """A time in London: "Tue 25 Nov, 09:00", with GMT or BST where somebody sets one, or where it comes twice."""
    if at is None:
        return DASH
    here = at.astimezone(LONDON)
    return f"{day_name(here)}, {here:%H:%M}" + (f" {here:%Z}" if zone or is_doubled(here) else "")


def day_name(day: date) -> str:
    """A day as people say it: "Tue 25 Nov"."""
    return f"{_(WEEKDAYS[day.weekday()])} {day.day} {_(MONTHS[day.month - 1])}"


def ago(at: datetime | None, now: datetime) -> str:
    """How long ago, within a day; the time itself beyond that."""
    if at is None:
        return _("never")
    minutes = int((now - at).total_seconds() // 60)
    if minutes in (-1, 0):  # another process wrote it a moment after this page began
        return _("just now")
    if not 0 <= minutes < 24 * 60:
        return moment(at)
    if minutes < 60:
        return _("{m} min ago").format(m=minutes)
    return _("{h} h {m} min ago").format(h=minutes // 60, m=minutes % 60)


def time_left(due: datetime, now: datetime, *, minutes: bool = False) -> tuple[str, str]:
    """What is left of a promise, in words, and the colour it is said in; `minutes`: where minutes were promised."""
    left = int((due - now).total_seconds() // 60)
    if left < 0:
        late = -left
        if late < 60 or (minutes and late < 180):
            return _("late by {m} min").format(m=late), "danger"
        hours = late // 60
        return (
            _("late by {h} h").format(h=hours) if hours < 72 else _("late by {d} days").format(d=hours // 24)
        ), "danger"
    if minutes and left < 180:
        return _("{m} min left").format(m=left), "danger"
    if due.astimezone(LONDON).date() == now.astimezone(LONDON).date():
        return _("due today {at}").format(at=f"{due.astimezone(LONDON):%H:%M}"), "waiting"
    return _("{h} h left").format(h=left // 60), "muted"


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


def said(text: str, *, long: bool = False) -> str:
    """What somebody wrote, as plain text: nothing of theirs is ever interpreted. `long` texts scroll in their place."""
    return f'<p class="bl-said{" bl-long" if long else ""}" dir="auto">{escape(text)}</p>'


def plain(text: str) -> str:
    """A text for a label or a button, where Streamlit would read Markdown: every sign stands for itself."""
    return _MARKDOWN.sub(r"\\\1", text)


def meta(*parts: str | None) -> str:
    """One quiet line of facts; parts are plain text, and none can turn the others round."""
    return f'<div class="bl-meta">{" · ".join(f"<bdi>{escape(part)}</bdi>" for part in parts if part)}</div>'


def lead(sentence: str) -> str:
    """The sentence that says what a list or a chart shows."""
    return f'<div class="bl-lead">{escape(sentence)}</div>'


def link(words: str, url: str) -> str:
    """A link to where something is public; only web addresses are followed."""
    if not url.startswith(("https://", "http://")):
        return ""
    href = escape(url, quote=True)
    return f'<a class="bl-link" href="{href}" target="_blank" rel="noopener noreferrer">{escape(words)}</a>'


def one_line(text: str, length: int = 90) -> str:
    """The beginning of a text, on one line."""
    return beginning(" ".join(text.split()), length)


def beginning(text: str, length: int) -> str:
    """The beginning of a text, its lines kept."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def talk(who: str, at: str, text: str, *, ours: bool, asked: bool = False, drawn: str = "") -> str:
    """One piece of a conversation: ours on the right, the question marked by a word. `drawn`: the words, ready-made."""
    asks = escape(_("asks us"))
    mark = f" · <strong>{asks}</strong>" if asked else ""
    side = (" bl-ours" if ours else "") + (" bl-asked" if asked else "")
    head = f'<div class="bl-meta"><bdi>{escape(who)}</bdi> · {escape(at)}{mark}</div>'
    return f'<div class="bl-talk{side}">{head}{drawn or said(text)}</div>'


def draw(*pieces: str) -> None:
    """Put ready-made, escaped pieces on the page."""
    if drawn := "".join(pieces):
        st.html(drawn)


def banner(kind: str, sentence: str, more: str = "") -> None:
    """A line across the top of the page, only when it is true."""
    small = f"<small>{escape(more)}</small>" if more else ""
    st.html(f'<div class="bl-banner bl-{kind}" role="status">{escape(sentence)}{small}</div>')


def say(sentence: str, colour: str = "ink") -> None:
    """A sentence of ours that may quote what people typed: plain, in one of the meanings, with its sign."""
    sign = {"good": "✓ ", "danger": "✗ ", "waiting": "! ", "unknown": "? "}.get(colour, "")
    role = "alert" if colour == "danger" else "status"
    strong = f'<strong class="bl-{colour}">{sign}</strong>' if sign else ""
    st.html(f'<div class="bl-lead" role="{role}">{strong}{escape(sentence)}</div>')


def figure(label: str, value: str, beside: Sequence[str], means: str, behind: tuple[str, str] = ("", "")) -> None:
    """A headline figure, each fact about it on a line of its own, and what it counts one tap away, line by line.

    `behind`: the anchor on this page where the rows behind it stand, and the words of the link to it.
    """
    lines = "".join(meta(line) for line in beside)
    head = f'<div class="bl-meta">{escape(label)}</div><div class="bl-figure">{escape(value)}</div>'
    anchor, words = behind
    rows = f'<a class="bl-link" href="#{anchor}" target="_self">{escape(words)}</a>' if anchor else ""
    st.html(f'<div class="bl-facts">{head}{lines}{rows}</div>')
    with st.popover(_("What this counts"), type="tertiary"):
        st.html("".join(f"<p>{escape(line)}</p>" for line in means.split("\n")))


def choose_platform(labels: Mapping[str, str]) -> str:
    """The platform to look at, remembered in the address; "" is all."""
    chosen = st.selectbox(
        _("Platform"), ["", *labels], format_func=lambda name: labels.get(name) or _("All platforms"), key="platform",
        bind="query-params", persist_state="session", width=220,
    )  # fmt: skip
    return chosen or ""


def on_a_phone() -> bool:
    """Whether the browser says that it is a phone's: tables are folded there."""
    return "Mobi" in str(st.context.headers.get("User-Agent", ""))
