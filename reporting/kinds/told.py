"""What every chapter is written from: the rows, the language, and what platforms are called."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from domain.listening.words import Topic
from domain.metrics import METRICS
from domain.period import Period
from domain.posts import PlatformName
from reporting.charts import Words as ChartWords
from reporting.words import SHORT, Words, later
from store.reports.gathered import Gathered, MonthOf
from store.reports.overview import Figure

TOPICS = {
    Topic.ROADS: later("Roads and speeding"),
    Topic.PARKING: later("Parking"),
    Topic.ASB: later("Antisocial behaviour"),
    Topic.BURGLARY: later("Burglary"),
    Topic.VEHICLE: later("Vehicle crime"),
    Topic.THEFT: later("Theft and lost property"),
    Topic.DRUGS: later("Drugs"),
    Topic.VIOLENCE: later("Violence"),
    Topic.DOMESTIC: later("Abuse at home"),
    Topic.HATE: later("Hate crime"),
    Topic.FRAUD: later("Fraud"),
    Topic.MISSING: later("Missing people"),
    Topic.RURAL: later("Rural and wildlife crime"),
    Topic.ANIMALS: later("Animals"),
    Topic.PATROLS: later("Patrols and stations"),
    Topic.CONTACT: later("Reaching the police"),
    Topic.EVENTS: later("Events and joining"),
    Topic.COURTS: later("Courts"),
    Topic.OTHER: later("Other matters"),
}


@dataclass(frozen=True)
class Told:
    """The rows `g`, the words `w`, and the name of a platform."""

    g: Gathered
    w: Words
    label: Callable[[PlatformName], str]

    def of(self, part: Gathered) -> "Told":
        """The same about a part."""
        return replace(self, g=part)

    def figure(self, name: str) -> Figure | None:
        """One of the headline figures."""
        return next((one for one in self.g.headline if one.name == name), None)

    def metric(self, name: str) -> str:
        """What a number is called."""
        if name == "posts":
            return self.w._("Posts")
        return self.w._(METRICS[name].label) if name in METRICS else name

    def topic(self, topic: Topic | None) -> str:
        """What people asked about."""
        return self.w._(TOPICS[topic]) if topic else self.w._("Not sorted yet")

    def place(self, district_id: object, district: str | None) -> str:
        """A district, or the force's own accounts, which belong to none."""
        return district if district_id and district else self.w._("The force's own accounts")

    @property
    def months(self) -> Sequence[MonthOf]:
        """The months of the period that had begun when it was drawn."""
        return [one for one in self.g.months if one.period.first <= self.g.until]

    @property
    def part(self) -> str:
        """What it is about."""
        return self.g.part or self.w._("Whole force")

    @property
    def chart_words(self) -> ChartWords:
        """The few words of charts."""
        _ = self.w._
        return ChartWords(not_told=_("not told"), unfinished=_("not over yet"), number=_("Number"), name=_("Name"),
                          when=_("When"))  # fmt: skip

    def short_month(self, period: Period) -> str:
        """A month as it stands under a chart: "Jan 26"."""
        return f"{self.w._(SHORT[period.first.month - 1]).rstrip('.')} {period.first:%y}"


def summed(rows: Sequence[object], name: str) -> int:
    """A count added up over rows: only of acts and posts, which add up."""
    return sum(getattr(row, name) for row in rows)
