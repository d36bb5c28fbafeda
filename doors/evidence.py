"""`bluelamp evidence`: the whole story of one publication, as a file for a complaint or an inquiry."""

from pathlib import Path
from uuid import UUID

from domain.people import Signed
from doors.person import SERVICE, person, system_user
from doors.wiring import DoorFault, House
from scheduler.desk import Refused
from scheduler.evidence import Evidence, export
from scheduler.evidence_sheet import sheet


def evidence(house: House, ident: str, email: str | None, file: Path | None, *, html: bool) -> list[str]:
    """Export it to a file, or to standard output without one; sentences for whoever asked. Raises DoorFault."""
    which, who = _id(ident), person(house, email) if email else SERVICE
    if file is None:
        made = _made(house, who, which)
        print(sheet(made) if html else made.text, end="")
        return [f"SHA-256 over its facts: {made.sum}"]
    _begin(file)
    try:
        made = _made(house, who, which)
        file.write_text(sheet(made) if html else made.text, encoding="utf-8")
    except DoorFault:
        file.unlink()
        raise
    return [f"Written to {file}.", f"SHA-256 over its facts: {made.sum}"]


def _made(house: House, who: Signed, which: UUID) -> Evidence:
    service = system_user() if who is SERVICE else ""
    try:
        return export(house.store, who, which, house.clock, service=service)
    except Refused as no:
        raise DoorFault(str(no), "`bluelamp report publications` lists them with their ids.") from None


def _begin(file: Path) -> None:
    """A new file for its owner only, for it may quote the public; before the trail says that anything was exported."""
    try:
        file.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise DoorFault(f"{file} is there already.", "Choose a name that is free.") from None
    except OSError as fault:
        raise DoorFault(f"{file} cannot be written: {fault.strerror}.", "Choose another place.") from None


def _id(said: str) -> UUID:
    try:
        return UUID(said.strip())
    except ValueError:
        raise DoorFault(f'"{said}" is no id of a publication.', "`bluelamp report publications` lists them.") from None
