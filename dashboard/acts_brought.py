"""What the buttons on figures from files do: one desk act each, as the person signed in."""

from datetime import date
from uuid import UUID

from dashboard import data
from dashboard.acts import do
from dashboard.data_brought import Chosen, FiguresSeen
from dashboard.parts import say
from domain.clock import utc_now
from domain.people import Signed
from scheduler import desk
from scheduler.desk_rules import Refused


def look(who: Signed, content: bytes, chosen: Chosen) -> FiguresSeen | None:
    """What a file would bring; None where this person may not bring it, which is said."""
    try:
        return desk.look_at_figures(data.store(), who, content, chosen, utc_now)
    except Refused as no:
        say(str(no), "danger")
        return None


def bring(who: Signed, content: bytes, chosen: Chosen) -> bool:
    """Bring a file in."""
    return do(lambda: desk.bring_figures(data.store(), who, content, chosen, utc_now))


def withdraw(who: Signed, file_id: UUID) -> bool:
    """Take the figures of a file out again."""
    return do(lambda: desk.withdraw_figures(data.store(), who, file_id, utc_now))


def place(who: Signed, town: str, district_id: UUID | None) -> bool:
    """Say where a town belongs."""
    return do(lambda: desk.place_town(data.store(), who, town, district_id, utc_now))


def forget(who: Signed, town: str) -> bool:
    """Take back what was said of a town."""
    return do(lambda: desk.forget_town(data.store(), who, town, utc_now))


def chosen(name: str, account_id: UUID | None, as_of: date, note: str, *, but_faulty: bool = False) -> Chosen:
    """What a person says of a file."""
    return Chosen(name, account_id, as_of, note, but_faulty)
