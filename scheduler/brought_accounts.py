"""Whose figures a file has: what it says itself, and which account somebody chose for it. They must not differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session

from domain.brought.layouts import Layout, Shape
from domain.brought.reading import Read
from domain.brought.taking import Fault
from domain.posts import PlatformName
from store import named
from store.tables import Account


@dataclass
class Whose:
    """The accounts by how the file names them ("" where it names none), with faults and remarks."""

    accounts: dict[str, Account] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def whose(db: Session, read: Read, account_id: UUID | None) -> Whose:
    """Find the accounts of a file that was read; `account_id` is the one that somebody chose for it."""
    found, layout = Whose(), read.layout
    if layout is None:
        return found
    chosen = db.get(Account, account_id) if account_id else None
    if chosen and layout.platform and chosen.platform is not layout.platform:
        says = f"This is an export of {_name(layout.platform)}, and {chosen.handle} is an account on "
        found.faults.append(Fault(0, "", f"{says}{_name(chosen.platform)}. Choose another account, or another file."))
        return found
    known = named.accounts(db)
    unknown = {}
    for word, line in _words(read).items():
        account = _known(layout, known, word) if word else chosen
        if account is None:
            unknown[word] = line
        elif word and chosen and account.id != chosen.id:
            says = f"These figures are of {account.handle}, and not of {chosen.handle}."
            found.faults.append(Fault(line, "", f"{says} Choose {account.handle}, or bring the other file."))
        else:
            found.accounts[word] = account
    _of_nobody(layout, unknown, chosen, found)
    return found


def _words(read: Read) -> dict[str, int]:
    """How the file names accounts, and the first line of each."""
    words: dict[str, int] = {}
    for one in read.figures:
        words.setdefault(one.account, one.line)
    return words


def _known(layout: Layout, known: Mapping[tuple[PlatformName, str], Account], word: str) -> Account | None:
    if layout.shape is not Shape.PLAIN and layout.handle_in is None:  # it names them by their number there
        there = (one for one in known.values() if one.platform is layout.platform)
        return next((one for one in there if one.external_id == word), None)
    platform, _, handle = word.rpartition(":")
    sought = handle.strip().lstrip("@").lower()
    found = [one for one in _on(known, sought) if not platform or one.platform == platform.strip().lower()]
    found = [one for one in found if layout.platform in (None, one.platform)]
    return found[0] if len(found) == 1 else None


def _on(known: Mapping[tuple[PlatformName, str], Account], handle: str) -> Iterator[Account]:
    return (account for (_, name), account in known.items() if name == handle)


def _of_nobody(layout: Layout, unknown: Mapping[str, int], chosen: Account | None, found: Whose) -> None:
    """Names that the roster does not have: one of them may be what the chosen account is, or was, called there."""
    for word, line in unknown.items():
        if not word:
            says = "The file does not say whose figures these are. Choose the account."
            found.faults.append(Fault(line if layout.shape is Shape.PLAIN else 0, "", says))
        elif chosen and len(unknown) == 1 and not found.accounts and layout.shape is not Shape.PLAIN:
            found.accounts[word] = chosen
            found.notes.append(
                f"The file calls the account \u201c{word}\u201d, which is not on the roster: you say that it is "
                f"{chosen.handle}. Withdraw the file if it is not."
            )
        else:
            says = f"There is no account \u201c{word}\u201d on the roster, or more than one is called so."
            how = " Write it as platform:handle." if layout.shape is Shape.PLAIN else " Choose the account it is."
            found.faults.append(Fault(line, "", says + how))


def _name(platform: PlatformName) -> str:
    return platform.value.title()
