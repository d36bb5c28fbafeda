"""How a poll and its results are said: what n is, what it does not tell, and where it stands."""

from collections.abc import Sequence
from datetime import date
from html import escape

from dashboard import data
from dashboard.data_polls import PollRow
from dashboard.parts import coloured, day_name, meta, moment
from dashboard.words import _, counted, later
from domain.polls import FEW, PollState

SIGNS = {
    PollState.COMING: ("waiting", later("◷ Not open yet")),
    PollState.OPEN: ("good", later("● Open")),
    PollState.COUNTING: ("waiting", later("◷ Closed, being counted")),
    PollState.OWED: ("waiting", later("◷ Feedback owed")),
    PollState.OVERDUE: ("danger", later("✗ Feedback overdue")),
    PollState.DONE: ("good", later("✓ Told what came of it")),
    PollState.CANCELLED: ("muted", later("× Taken back")),
}
LANGUAGES = {"en": later("English"), "cy": later("Welsh")}


def standing(row: PollRow) -> str:
    """Where it stands, as a coloured word, with the day that matters."""
    colour, words = SIGNS[row.state]
    said = _(words)
    if row.state is PollState.DONE and row.no_feedback_because:
        said = _("■ Closed without feedback")
        colour = "muted"
    if row.state in (PollState.OWED, PollState.OVERDUE):
        said += ": " + _("by {day}").format(day=full_day(row.feedback_due_on))
    return coloured(said, colour)


def where(row: PollRow) -> str:
    """Who was asked where, and between which days."""
    account = row.account if row.platform else None
    language = _(LANGUAGES[row.language]) if row.language in LANGUAGES and row.language != "en" else None
    days = _("{first} to {last}").format(first=full_day(row.opens_on), last=full_day(row.closes_on))
    method = data.label(row.platform) if row.platform else row.method
    return meta(method, account, row.team or row.district or _("Whole force"), days, language)


def full_day(day: date) -> str:
    """A day with its year."""
    return f"{day_name(day)} {day.year}"


def caveat(row: PollRow) -> str:
    """What every result says of itself."""
    n = _("nobody counted yet") if row.answered is None else counted("{n} answered", "{n} answered", row.answered)
    return _("{n}. Self-selected: it tells what those who answered think, not what residents think.").format(
        n=n[:1].upper() + n[1:]
    )


def counted_at(row: PollRow) -> str:
    """How final the count is, and since when it stands."""
    if row.answered is None:
        return _("no votes known yet")
    if row.post_gone_at and row.platform:
        return _("its post is no longer public; this is the last count, {at}").format(at=moment(row.counted_at))
    if row.closed_at:
        return _("final, counted {at}").format(at=moment(row.counted_at))
    return _("so far, counted {at}; not final").format(at=moment(row.counted_at))


def results(row: PollRow) -> str:
    """The answers as bars from zero, each with its votes, and its percentage where so many answered that it may."""
    most = max((one.votes or 0 for one in row.options), default=0) or 1
    lines = []
    for one in row.options:
        votes = _("not counted") if one.votes is None else counted("{n} vote", "{n} votes", one.votes)
        share = "" if one.percent is None else f"{one.percent:.0f} % · "
        width = 0 if one.votes is None else round(100 * one.votes / most, 1)
        lines.append(
            f'<div class="bl-choice"><span dir="auto">{escape(one.text)}</span><span>{escape(share + votes)}</span>'
            f'<div class="bl-choice-bar" style="width:{width}%" aria-hidden="true"></div></div>'
        )
    few = row.answered is not None and row.answered < FEW
    note = meta(_("Fewer than {n} answered: no percentages.").format(n=FEW)) if few else ""
    return f'<div class="bl-choices">{"".join(lines)}</div>{note}'


def going_out(options: Sequence[str], minutes: int) -> str:
    """A poll as whoever approves it sees it: answers and how long it stays open."""
    shown = "".join(f'<li dir="auto">{escape(one)}</li>' for one in options)
    open_for = _("Poll, open for {time}").format(time=how_long(minutes))
    return f'{meta(open_for)}<ol class="bl-poll">{shown}</ol>'


def how_long(minutes: int) -> str:
    """So many minutes as people say it."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [
        counted("{n} day", "{n} days", days) if days else "",
        counted("{n} hour", "{n} hours", hours) if hours else "",
        counted("{n} minute", "{n} minutes", left) if left else "",
    ]
    return ", ".join(part for part in parts if part)


def sheet(row: PollRow) -> list[dict[str, object]]:
    """One poll as rows of a file, one for each answer."""
    return [
        {
            _("Question"): row.question,
            _("Answer"): one.text,
            _("Votes"): one.votes,
            _("Per cent of who answered"): None if one.percent is None else round(one.percent, 1),
            _("Answered"): row.answered,
            _("Asked by"): row.method,
            _("Account"): row.account,
            _("Language"): _(LANGUAGES.get(row.language, row.language)),
            _("District"): row.district,
            _("Team"): row.team,
            _("Campaign"): row.campaign,
            _("Opened"): row.opens_on,
            _("Closed"): row.closes_on,
            _("State"): _(SIGNS[row.state][1]),
            _("Counted"): row.counted_at,
            _("Final"): _("yes") if row.closed_at else _("no"),
            _("What it tells"): _("Self-selected: what those who answered think, not what residents think."),
            _("Feedback due"): row.feedback_due_on,
            _("They were told"): row.feedback,
            _("Nobody was told, because"): row.no_feedback_because,
        }
        for one in row.options
    ]
