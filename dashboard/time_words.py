"""How times of the week, kinds of posts and other things that posts have in common are said."""

from collections.abc import Mapping

from dashboard.compare_words import span, times
from dashboard.data_compare import TimeHint, TimeRow
from dashboard.hold_words import KINDS
from dashboard.words import _, counted, later
from domain import works
from domain.posts import Shown
from domain.works import Feature

WEEKDAYS = (
    later("Mondays"), later("Tuesdays"), later("Wednesdays"), later("Thursdays"), later("Fridays"), later("Saturdays"),
    later("Sundays"),
)  # fmt: skip

FEATURES: Mapping[Feature, str] = {
    Feature.KIND: later("Kind of post"),
    Feature.BLOCK: later("Time of day (London)"),
    Feature.WEEKDAY: later("Weekday"),
    Feature.MEDIA: later("Pictures and video"),
    Feature.LENGTH: later("Length, without links"),
    Feature.LINK: later("Link"),
    Feature.CAMPAIGN: later("Campaign"),
}

MEDIA: Mapping[str, str] = {
    Shown.POLL: later("A poll"),
    Shown.VIDEO: later("A video"),
    Shown.IMAGE: later("A picture"),
    Shown.LINK: later("A link only"),
    Shown.OTHER: later("Something else"),
    Shown.TEXT: later("Only words"),
}

UNKNOWN: Mapping[Feature, tuple[str, str]] = {
    Feature.KIND: (
        later("Of {n} post the kind is not known: it was not sent from here, or nobody said."),
        later("Of {n} posts the kind is not known: they were not sent from here, or nobody said."),
    ),
    Feature.CAMPAIGN: (
        later("{n} post belongs to no campaign, or was not sent from here."),
        later("{n} posts belong to no campaign, or were not sent from here."),
    ),
    Feature.MEDIA: (
        later("Of {n} post the platform did not tell it."),
        later("Of {n} posts the platform did not tell it."),
    ),
    Feature.LINK: (
        later("Of {n} post nobody can tell whether the link is the words' or the picture's."),
        later("Of {n} posts nobody can tell whether the link is the words' or the picture's."),
    ),
}
"""Why posts are in no group of a feature."""


def said(feature: Feature, value: str) -> str:
    """What posts of a group have in common, as people say it."""
    if feature is Feature.KIND:
        return _(KINDS[value]).capitalize() if value in KINDS else value
    if feature is Feature.BLOCK:
        return block(int(value))
    if feature is Feature.WEEKDAY:
        return _(WEEKDAYS[int(value)])
    if feature is Feature.MEDIA:
        return _(MEDIA[value]) if value in MEDIA else value
    if feature is Feature.LENGTH:
        return length(int(value))
    if feature is Feature.LINK:
        return _("With a link") if value == "yes" else _("Without a link")
    return value


def block(begins: int) -> str:
    """A block of the day: "09:00 to 12:00"."""
    return _("{begins}:00 to {ends}:00").format(begins=f"{begins:02}", ends=f"{works.block_ends(begins):02}")


def length(least: int) -> str:
    """A span of lengths."""
    most = works.length_ends(least)
    if most is None:
        return _("{least} characters or more").format(least=least)
    if not least:
        return _("Up to {most} characters").format(most=most)
    return _("{least} to {most} characters").format(least=least, most=most)


def time_of_week(row: TimeRow) -> str:
    """A time of the week: "Tuesdays, 09:00 to 12:00"."""
    parts = [_(WEEKDAYS[row.weekday])] if row.weekday is not None else []
    parts += [block(row.block)] if row.block is not None else []
    return ", ".join(parts)


def hint(one: TimeHint) -> str:
    """What an account's own posts say about a chosen time, in a sentence; never that the time did it."""
    told = one.then if one.then.times else one.any_day
    when = (
        time_of_week(one.then) if told is one.then else _("{time} on any day").format(time=block(one.then.block or 0))
    )
    few = _("{account}: not enough data for {time} ({posts}).").format(
        account=one.account, time=time_of_week(one.then), posts=counted("{n} post", "{n} posts", one.then.posts)
    )
    if told.times is None:
        return few
    says = _("{account}, {time}: its {posts} had {times} times its usual engagement (95 % range {range}).").format(
        account=one.account, time=when, posts=counted("{n} post", "{n} posts", told.posts),
        times=times(told.times.median), range=span(told.times, times),
    )  # fmt: skip
    return says if told is one.then else f"{few} {says}"
