"""What a number means and who tells it, in words: for the tap beside it, for gaps, and for the files."""

from collections.abc import Sequence
from datetime import date

from dashboard import data, data_numbers
from dashboard.period_picker import day
from dashboard.words import _
from domain import metrics
from domain.clock import london_day
from domain.metrics import METRICS
from domain.period import Period
from domain.posts import PlatformName
from reporting.charts import Mark


def means(name: str, on: date, platform: PlatformName | None = None) -> str:
    """The definition of a number, then line by line what each platform calls it that day and since when."""
    return "\n".join([_(METRICS[name].means), *sources(name, on, platform), *silent(name, on, platform)])


def sources(name: str, on: date, platform: PlatformName | None = None) -> list[str]:
    """Who tells a number that day, and what it is called there; of a sum, its parts."""
    told = METRICS[name]
    if told.made_of:
        return [f"{_(METRICS[part].label)}: {line}" for part in told.made_of for line in sources(part, on, platform)]
    found = [metrics.source_on(name, one, on) for one in PlatformName if platform in (None, one)]
    return [
        _("{platform} calls it {name}, since {day}.").format(
            platform=data.label(one.platform), name=one.name, day=day(one.since)
        )
        for one in found
        if one
    ]


def silent(name: str, on: date, platform: PlatformName | None = None) -> list[str]:
    """Which platforms do not tell a number that day, a sentence each: no longer, or never."""
    told = METRICS[name]
    if told.made_of or not told.sources:
        return []
    asked = [one for one in PlatformName if platform in (None, one)]
    never = [one for one in asked if one not in {source.platform for source in told.sources}]
    over = [metrics.ended(name, one, on) for one in asked]
    return [_("{platform} does not tell this.").format(platform=data.label(one)) for one in never] + [
        _("{platform} does not tell this since {day}.").format(platform=data.label(one.platform), day=day(one.until))
        for one in over
        if one and one.until
    ]


def marks(name: str, platform: PlatformName | None, period: Period) -> list[Mark]:
    """The days within a period on which a platform put another number in this one's place."""
    return [
        Mark(one.day, _("{platform} counts otherwise from {day}").format(
            platform=data.label(one.platform), day=day(one.day)
        ))
        for one in metrics.breaks(name, platform, period)
    ]  # fmt: skip


def gone(name: str, missing: Sequence[data_numbers.Missing], period: Period) -> list[Mark]:
    """The days within a period from which a platform told a number no more, or what it is made of, unannounced."""
    parts = {name, *METRICS[name].made_of}
    over = [one for one in missing if one.kind == "metric" and one.metric in parts]
    found = [(one, london_day(one.since)) for one in over if one.since]
    return [
        Mark(since, _("{platform} does not tell {number} since {day}").format(
            platform=data.label(one.platform), number=_(METRICS[str(one.metric)].label), day=day(since)
        ))
        for one, since in found
        if period.first <= since <= period.last
    ]  # fmt: skip


def notes(name: str, period: str, on: date, platform: PlatformName | None = None) -> list[tuple[str, str]]:
    """How to read a table of this number, for its file."""
    return [
        (_("Time"), period),
        (_(METRICS[name].label), _(METRICS[name].means)),
        *((_("Source"), one) for one in sources(name, on, platform)),
        *((_("Gap"), one) for one in silent(name, on, platform)),
    ]
