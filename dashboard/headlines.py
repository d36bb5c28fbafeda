"""What stands beside a headline figure: how it compares, of how many posts it is told, and how old it is."""

from dashboard import data_numbers
from dashboard.parts import change, moment, number
from dashboard.period_picker import before_named
from dashboard.words import _, counted, later
from domain.period import Period

UNLIKE = {
    data_numbers.Unlike.COUNTED: later("counted otherwise on {time}: not compared"),
    data_numbers.Unlike.SILENT: later("a platform tells it no more since: not compared with {time}"),
    data_numbers.Unlike.TOLD: later("told for another part of the posts on {time}: not compared"),
}


def beside(one: data_numbers.Figure, span: Period) -> list[str]:
    """The facts about a figure of these days, each a line."""
    untold = _("not told") if one.of else _("no posts in this time")
    lines = [untold if one.value is None else compared(one, span)]
    if one.told < one.of:
        told, of = number(one.told), number(one.of)
        about = _("told for {told} of {of} accounts") if one.name == "followers" else _("told for {told} of {of} posts")
        lines.append(about.format(told=told, of=of))
    if one.as_of:
        lines.append(_("as of {at}").format(at=moment(one.as_of)))
    return [words for words in lines if words]


def compared(one: data_numbers.Figure, span: Period) -> str:
    """What a figure is set against: nothing where the two do not compare, with the reason."""
    if one.unlike and one.before is not None:
        return _(UNLIKE[one.unlike]).format(time=before_named(span))
    if not (more := change(one.change)):
        return ""
    if one.name == "posts" and not one.before:
        return _("none is known on {time}").format(time=before_named(span))
    if one.name in ("posts", "followers"):
        return _("{change} on {time}").format(change=more, time=before_named(span))
    return counted(
        "{change} on {time}, with {n} post", "{change} on {time}, with {n} posts", one.before_of,
        change=more, time=before_named(span),
    )  # fmt: skip
