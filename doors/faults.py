"""Faults at a door: what a person at a terminal can act on is said in a sentence, without a traceback."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import InterfaceError, OperationalError

from config.logs import redact
from config.roster import RosterFault
from config.settings import SettingsFault
from doors.wiring import DoorFault, database_fault
from scheduler.desk import Refused

log = logging.getLogger("bluelamp")

SAID = (SettingsFault, RosterFault, DoorFault, Refused)


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn the faults that a person can mend into their sentences on standard error, and exit status 1."""
    try:
        yield
    except SAID as fault:
        refuse(str(fault), *getattr(fault, "__notes__", ()))
    except (OperationalError, InterfaceError) as error:
        log.debug("the database failed", exc_info=True)
        refuse(str(database_fault(error)))
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stdout = None
        raise SystemExit(1) from None


def refuse(*sentences: str) -> None:
    """Say why not, on standard error, and leave with exit status 1."""
    for sentence in sentences:
        print(redact(sentence), file=sys.stderr)
    raise SystemExit(1)
