"""`bluelamp migrate`: brings the database to this version, prices and roster with it."""

from alembic.util import CommandError

from config import logs
from config.prices import read_prices
from config.roster import RosterFault
from config.settings import Settings
from domain.clock import Clock, utc_now
from doors import roster
from doors.wiring import DoorFault, House, not_newer, reach_store
from store import schema
from store.budget import keep_prices


def migrate(settings: Settings, clock: Clock = utc_now) -> list[str]:
    """Bring the database up to date, and in line with the roster if there is one; tell what was done.

    Twice does nothing. Raises DoorFault, or RosterFault after the database itself has been brought up to date.
    """
    logs.set_up(settings.log_level)
    store = reach_store(settings, new=True)
    try:
        not_newer(store)
        done = schema.migrate(store)
        with store.writing() as db:
            keep_prices(db, read_prices())
        told = [f"Done: {change}." for change in done] or ["The database is already up to date."]
        return told + _roster(House(settings, store, clock))
    except CommandError as error:
        raise DoorFault(f"The database cannot be brought up to date: {error}.", "Restore its last backup.") from None
    finally:
        store.close()


def _roster(house: House) -> list[str]:
    file = house.settings.roster
    if not file.exists():
        return [
            f"There is no roster at {file} yet. Write one (see config/roster.example.toml), then run: bluelamp roster"
        ]
    try:
        return roster.load(house)
    except RosterFault as fault:
        fault.add_note("The database is up to date; the roster was not loaded.")
        raise
