"""Check of the numbers added up by day: of the last days only, so that it is quick."""

from datetime import timedelta

from domain.clock import london_day
from doors.add_up import MEND, NAMED
from doors.check_findings import Finding, fail, fine
from doors.wiring import House
from store import rollups_anew

LATELY = 28
"""How many days are looked at."""


def sums(house: House) -> Finding:
    """Whether the numbers by day of the last days are what their posts add up to."""
    today = london_day(house.clock())
    with house.store.reading() as db:
        wrong = rollups_anew.wrong(db, today - timedelta(days=LATELY))
    if wrong:
        says = " ".join(f"{number:,} {NAMED[table]} differ from their posts." for table, number in wrong.items())
        return fail("sums", "numbers by day", says, MEND)
    return fine("sums", "numbers by day", f"Those of the last {LATELY} days are what their posts add up to.")
