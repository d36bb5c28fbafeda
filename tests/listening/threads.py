"""Small threads for the tests of answers: comments by minute, and what is found of those that ask."""

from datetime import UTC, datetime, timedelta

from domain.listening.answered import findings
from domain.listening.standing import Finding, Standing
from domain.listening.thread import Party, Thread, Written

POSTED = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
ROAD = "The B7731 is closed between Fennow and Upper Tarle after a collision. Please find another route."
MISSING = "MISSING | We are worried about Idris, 68, last seen at 9am at the bus station in Tarle."
NAMES = {"ada": "Ada Brockley", "ben": "Ben Osset", "kim": "Kim Tarrow", "us": "Fennow Police", "bus": "Tarle Buses"}
US, PARTNER, PUBLIC = Party.US, Party.PARTNER, Party.PUBLIC


def said(
    id_: str, who: str, text: str, under: str | None = None, minute: int | None = None, gone: bool = False
) -> Written:
    """A comment; its minute is its place in the thread when not told."""
    party = US if who == "us" else PARTNER if who == "bus" else PUBLIC
    at = POSTED + timedelta(minutes=int(id_.strip("abq")) if minute is None else minute)
    return Written(id_, under, party, None, NAMES.get(who, who), at, text, gone)


def found(*comments: Written, post: str = ROAD) -> dict[str, Finding]:
    """The findings of a thread in which the comments with a `q` in their id are questions."""
    asked = frozenset(one.id for one in comments if "q" in one.id)
    return {one.question: one for one in findings(Thread(post, POSTED, comments, asked))}


def standing(*comments: Written, of: str = "1q", post: str = ROAD) -> Standing:
    return found(*comments, post=post)[of].standing


ASKED = said("1q", "ada", "what time do the gates of the park get locked at night")
