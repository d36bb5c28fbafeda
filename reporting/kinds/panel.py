"""The report to the Police and Crime Panel: reach, followers by district, both ways, the promise, you said we did."""

from reporting.document import Section
from reporting.kinds import asked, by_district, method, reached
from reporting.kinds.told import Told


def chapters(t: Told) -> list[Section]:
    """Its chapters in order."""
    return [
        reached.headline(t, t.w._("What was published and seen")),
        reached.reach(t),
        *by_district.chapter(t),
        asked.two_way(t),
        asked.promise(t),
        asked.topics(t),
        asked.said_did(t),
        *asked.polls(t),
        *by_district.brought(t),
        *method.chapter(t),
    ]
