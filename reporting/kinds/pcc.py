"""The report to the Police and Crime Commissioner, strand by strand: views, questions, the promise, cost."""

from reporting.document import Section
from reporting.kinds import asked, by_district, cost, method, reached
from reporting.kinds.told import Told


def chapters(t: Told) -> list[Section]:
    """Its chapters in order."""
    return [
        reached.headline(t, t.w._("Views and engagement")),
        reached.reach(t),
        asked.topics(t),
        asked.two_way(t),
        asked.promise(t),
        asked.said_did(t),
        *asked.polls(t),
        *by_district.brought(t),
        cost.chapter(t),
        *method.chapter(t),
    ]
