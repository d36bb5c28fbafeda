"""Who acts at a command line: a person of the roster, or the service of this machine."""

import getpass
from uuid import UUID

from domain.people import Role, Scope, Signed
from doors.wiring import DoorFault, House
from store import reports

SERVICE = Signed(UUID(int=0), "", "the service of this machine", Role.ADMINISTRATOR, Scope())
"""Sees the whole force, and may ask reports only: the desk knows no such person."""


def person(house: House, email: str) -> Signed:
    """The person of the roster with this e-mail. Raises DoorFault.

    Outside practice the trail also names the operating system's user, for nobody asked here for a password.
    """
    user = "" if house.settings.practice else system_user()
    with house.store.reading() as db:
        if who := reports.signed(db, email, system_user=user):
            return who
        left = {row.email.lower(): row for row in reports.people(db, retired=True)}.get(email.strip().lower())
    if left:
        raise DoorFault(f"{left.name} ({left.email}) has left the roster.", "Name somebody who is on it.")
    raise DoorFault(f'Nobody on the roster has the e-mail address "{email}".', "See people in the roster.")


def system_user() -> str:
    """The user of the operating system, for the trail."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run under a number that has no name
        return "unknown user"
