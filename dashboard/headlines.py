"""What stands beside a headline figure: how it compares, of how many posts it is told, and how old it is."""

from dashboard import data
from dashboard.parts import change, moment, number
from dashboard.period_picker import before_named
from dashboard.words import _, counted
from domain import metrics
from domain.period import Period
from domain.posts import PlatformName


def beside(one: data.Figure, span: Period, platform: PlatformName | None) -> list[str]:
    """The facts about a figure of these days, each a line."""
    if one.value is None:
        lines = [_("not told") if one.of else _("no posts in this time")]
    else:
        lines = [compared(one, span, platform)]
    if one.told < one.of:
        told, of = number(one.told), number(one.of)
        about = _("told for {told} of {of} accounts") if one.name == "followers" else _("told for {told} of {of} posts")
        lines.append(about.format(told=told, of=of))
    if one.as_of:
        lines.append(_("as of {at}").format(at=moment(one.as_of)))
    return [words for words in lines if words]


def compared(one: data.Figure, span: Period, platform: PlatformName | None) -> str:
    """What a figure is set against: nothing where a platform began to count otherwise in between."""
    whole = Period(span.before().first, span.last)
    if one.name != "followers" and metrics.breaks(one.name, platform, whole):
        return _("counted otherwise on {time}: not compared").format(time=before_named(span))
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
