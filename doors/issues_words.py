"""The headings under which the public reads "You said, we did", in English and Welsh."""

from datetime import datetime
from typing import TYPE_CHECKING

from domain.clock import LONDON
from domain.listening.words import Topic

if TYPE_CHECKING:
    from doors.issues import Publisher

TITLE = ("You said, we did", "Dywedoch chi, gwnaethom ni")
SAID = ("You said", "Dywedoch chi")
DID = ("We did", "Gwnaethom ni")
CAME = ("What came of it", "Y canlyniad")
CANNOT = ("This cannot be changed, because", "Ni ellir newid hyn, oherwydd")
OPENED = ("Raised", "Codwyd")
CLOSED = ("Closed", "Caewyd")
GOING_ON = ("We are working on it", "Rydym yn gweithio arno")
NOTHING = ("There is nothing to tell yet.", "Nid oes dim i’w adrodd eto.")
WHOLE_FORCE = ("The whole force area", "Ardal gyfan yr heddlu")

TOPICS = {
    Topic.ROADS: "Roads",
    Topic.PARKING: "Parking",
    Topic.ASB: "Antisocial behaviour",
    Topic.BURGLARY: "Burglary",
    Topic.VEHICLE: "Vehicle crime",
    Topic.THEFT: "Theft",
    Topic.DRUGS: "Drugs",
    Topic.VIOLENCE: "Violence",
    Topic.DOMESTIC: "Abuse at home",
    Topic.HATE: "Hate crime",
    Topic.FRAUD: "Fraud",
    Topic.MISSING: "Missing people",
    Topic.RURAL: "Rural crime",
    Topic.ANIMALS: "Animals",
    Topic.PATROLS: "Patrols",
    Topic.CONTACT: "Reaching us",
    Topic.EVENTS: "Events",
    Topic.COURTS: "Courts",
    Topic.OTHER: "Other matters",
}
"""Topics as categories of a feed and a column of a sheet."""


def said(words: tuple[str, str], publisher: "Publisher") -> str:
    """A heading in English, with the Welsh behind it where the force publishes in both."""
    return f"{words[0]} / {words[1]}" if publisher.welsh else words[0]


def day(at: datetime) -> str:
    """A day in London as a date of a page: "2026-10-03"."""
    return f"{at.astimezone(LONDON):%Y-%m-%d}"


def readable(text: str) -> str:
    """A text without the signs that neither HTML nor XML knows."""
    return "".join(sign for sign in text if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff"))
