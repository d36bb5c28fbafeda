"""`bluelamp report metrics`: what every number means, over what it may be added up, and what each platform calls it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.metrics import METRICS, Metric, Over, Source
from domain.posts import PlatformName

COLUMNS = (
    "metric", "label", "means", "counts", "of", "adds_over", "never_with", "made_of", "twice",
    "platform", "source", "period", "source_since", "source_until", "successor", "source_means",
)  # fmt: skip
ONLY_WHOLE = (
    "metric", "means", "of", "never_with", "made_of", "twice", "period", "source_since", "successor", "source_means",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A number, and one of the names that a platform has or had for it; without one where nobody tells it to us.

    `adds_over`, `never_with` and `made_of` are words with spaces between; "" where there are none.
    """

    metric: str
    label: str
    means: str
    counts: str
    of: str
    adds_over: str
    never_with: str
    made_of: str
    twice: str
    platform: str | None = None
    source: str | None = None
    period: str | None = None
    source_since: date | None = None
    source_until: date | None = None
    successor: str | None = None
    source_means: str | None = None


def rows(platform: PlatformName | None = None) -> Sequence[MetricRow]:
    """Every definition; with a platform, only what that platform tells or told."""
    return [row for one in METRICS.values() for row in _rows(one, platform)]


def _rows(one: Metric, platform: PlatformName | None) -> Iterator[MetricRow]:
    of_it = (
        one.name, one.label, one.means, one.counts.value, one.of.value,
        " ".join(over.value for over in Over if over in one.adds_over),
        " ".join(name for name in METRICS if name in one.never_with), " ".join(one.made_of), one.twice,
    )  # fmt: skip
    for source in one.sources:
        if platform in (None, source.platform):
            yield MetricRow(*of_it, *_told(source))
    if not one.sources and platform is None:
        yield MetricRow(*of_it)


def _told(source: Source) -> tuple[str, str, str | None, date, date | None, str | None, str]:
    said = (source.period or None, source.since, source.until, source.successor or None, source.means)
    return (source.platform.value, source.name, *said)
