"""The sentences of hidden comments: how far a hiding has come, and what each line of its history says."""

from collections.abc import Mapping
from html import escape

from dashboard import data
from dashboard.data_hidings import HidingEvent, HidingRow
from dashboard.parts import TROUBLE, moment
from dashboard.words import _, later
from domain.questions import HidingState

STATES: Mapping[HidingState, tuple[str, str, str]] = {
    HidingState.ORDERED: ("→", "waiting", later("being hidden")),
    HidingState.HIDDEN: ("■", "muted", later("hidden")),
    HidingState.SHOW_ORDERED: ("→", "waiting", later("being shown again")),
    HidingState.SHOWN: ("✓", "good", later("visible")),
    HidingState.REFUSED: ("✗", "danger", later("not hidden: refused")),
}
"""Sign, colour and word of every state: never colour alone."""

ACTS: Mapping[str, str] = {
    "hide": later("{who} had it hidden"),
    "hidden": later("{who} saw that it is hidden"),
    "hide_refused": later("The platform refused to hide it"),
    "show_again": later("{who} had it shown again"),
    "shown": later("{who} saw that it is shown"),
    "show_refused": later("The platform refused to show it again"),
    "appeal": later("{who} wrote down an objection"),
    "close_matter": later("{who} closed the matter"),
    "gone": later("{who} saw that it is gone"),
    "export": later("{who} exported this story"),
}
"""What a line of the trail says; who is a person, or the service under its own name."""


def badge(row: HidingRow) -> str:
    """How far it has come, as a small label."""
    sign, colour, word = STATES[row.state]
    return f'<span class="bl-badge bl-{colour}">{sign} {escape(_(word))}</span>'


def certain(row: HidingRow) -> tuple[str, str]:
    """What is certain of it, and the colour that is said in."""
    if row.gone_at:
        return "muted", _("No longer public since {at}: its author, or the platform, took it away.").format(
            at=moment(row.gone_at)
        )
    match row.state:
        case HidingState.ORDERED:
            return "waiting", _("Everybody still sees it. {why}").format(why=_what_next(row)).rstrip()
        case HidingState.HIDDEN if row.trouble:
            refused = _("It could not be shown again, and stays hidden: {why}")
            return "danger", refused.format(why=row.trouble)
        case HidingState.HIDDEN:
            return "ink", _("Hidden since {at}: the platform said so.").format(at=moment(row.done_at))
        case HidingState.SHOW_ORDERED:
            return "waiting", _("It is still hidden. {why}").format(why=_what_next(row)).rstrip()
        case HidingState.REFUSED:
            return "danger", _("Everybody sees it: the platform refused to hide it. {why}").format(why=row.trouble)
        case HidingState.SHOWN:
            shown = _("Visible since {at}. {who}: {why}")
            return "good", shown.format(at=moment(row.shown_at), who=row.shown_by or "", why=row.shown_reason)


def line(event: HidingEvent) -> str:
    """One line of its history, in a sentence."""
    known = ACTS.get(event.act)
    who = event.who or _("Bluelamp")
    return _(known).format(who=who) if known else f"{who}: {event.act}"


def _what_next(row: HidingRow) -> str:
    """Why it is not done yet, and when it is tried again."""
    if not row.trouble:
        return _("It is done within seconds, if the publisher runs.")
    known = TROUBLE.get(row.trouble_kind)
    why = _(known) if known else row.trouble
    again = _("Tried again {at}.").format(at=moment(max(row.next_try_at, data.now())))
    return f"{why} {again}"
