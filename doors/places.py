"""What people name at a command line: a district or team by key or name, an account by its handle. Raises DoorFault."""

from sqlmodel import Session

from config.roster_faults import nearest
from domain.posts import PlatformName
from doors.wiring import DoorFault
from store import named
from store.named import Area
from store.tables import Account


def area(db: Session, table: type[Area], word: str, said: str) -> Area:
    """The district or team of the roster with this key or name; `word` is what to call it."""
    found = named.areas(db, table, said)
    if len(found) == 1:
        return found[0]
    if found:
        keys = ", ".join(one.key for one in found)
        raise DoorFault(f'More than one {word} is called "{said}".', f"Say which by its key: {keys}.")
    keys = ", ".join(named.area_keys(db, table))
    raise DoorFault(f'There is no {word} "{said}".', f"Known are: {keys or 'none yet'}.")


def account(db: Session, said: str) -> Account:
    """The account written as platform:handle, or by its handle alone where only one platform has it."""
    known = named.accounts(db)
    platform, _, handle = said.rpartition(":")
    word = handle.strip().lstrip("@").lower()
    on = [name for name in PlatformName if not platform or name == platform.strip().lower()]
    found = [known[name, word] for name in on if (name, word) in known]
    if len(found) == 1:
        return found[0]
    handles = sorted(f"{one.platform}:{one.handle}" for one in found or known.values() if one.retired_at is None)
    if found:
        raise DoorFault(f'More than one account is called "{said}".', f"Say which: {', '.join(handles)}.")
    raise DoorFault(
        f'There is no account "{said}" on the roster{nearest(said, handles)}.', "See: bluelamp report accounts"
    )
