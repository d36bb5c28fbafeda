"""`bluelamp roster`: reads the roster, checks it, and brings the store in line with it."""

from collections.abc import Mapping
from pathlib import Path

from config.promise import read_promises
from config.roster import read_roster
from domain.roster import Roster
from doors.person import system_user
from doors.wiring import House
from store import audit, promises
from store.db import Store
from store.rosters import Changes, bring_in_line

PLURALS = {"force": "force", "person": "people"}


class _OnlyLooking(Exception):
    """Undoes a transaction that was made to see what it would do."""


def load(house: House, file: Path | None = None, *, dry_run: bool = False) -> list[str]:
    """Bring the store in line with a roster; tell what changed.

    Raises RosterFault (or PromiseFault, which is one), and then nothing has changed.
    """
    changes = bring(house, read_roster(file or house.settings.roster), dry_run=dry_run)
    return [*summary(changes, dry_run=dry_run), *changes.says]


def bring(house: House, roster: Roster, *, dry_run: bool = False) -> Changes:
    """What loading this roster changes; it is changed too, unless it is a dry run."""
    store: Store = house.store
    now, promised = house.clock(), read_promises(house.settings.promise)
    changes = Changes()
    try:
        with store.writing() as db:
            changes = bring_in_line(db, roster, now)
            changes.says += _due(promises.redo(db, promised)) + promises.strangers(db, promised)
            if dry_run:
                raise _OnlyLooking
            if changes:
                detail = " ".join(counts(changes))
                audit.write(db, None, "load", "roster", None, now, f"{detail} Loaded by {system_user()}.")
    except _OnlyLooking:
        pass
    return changes


def summary(changes: Changes, *, dry_run: bool = False) -> list[str]:
    """What changed, in a line for each kind of change."""
    if not changes:
        return ["The store already says what the roster says."]
    return (["Nothing is stored; this is what would change."] if dry_run else []) + counts(changes)


def counts(changes: Changes) -> list[str]:
    """How many rows are new, changed and retired."""
    kinds: tuple[tuple[str, Mapping[str, int]], ...] = (
        ("New", changes.new),
        ("Changed", changes.changed),
        ("Retired", changes.retired),
    )
    return [
        f"{word}: {', '.join(_counted(number, kind) for kind, number in rows.items())}." for word, rows in kinds if rows
    ]


def _due(moved: int) -> list[str]:
    """What is said of open questions that new opening hours or promises gave another time to be answered by."""
    return [f"{_counted(moved, 'open question')} now to be answered by another time."] if moved else []


def _counted(number: int, kind: str) -> str:
    return f"{number} {kind if number == 1 or kind == 'force' else PLURALS.get(kind, kind + 's')}"
