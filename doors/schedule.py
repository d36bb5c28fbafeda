"""`bluelamp schedule`: a sheet of posts goes through the desk as the person named, all of it or nothing."""

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from config.roster_faults import nearest
from domain.clock import in_london
from domain.people import Signed
from domain.posts import PlatformName, fingerprint
from doors import sheet
from doors.faults import refuse
from doors.sheet import Row, RowFault
from doors.wiring import House, rules
from platforms import registry
from scheduler import desk
from scheduler.desk import Done, Refused, Words
from store import named, sheets
from store.messages import SAME_WORDS_FOR
from store.tables import Account

Accounts = Mapping[tuple[PlatformName, str], Account]


@dataclass(frozen=True)
class Planned:
    """A row that the desk would take, with the account and the words meant."""

    row: Row
    account: Account
    words: Words

    def __str__(self) -> str:
        """What it would be, for a dry run."""
        urgent = f", urgent ({self.row.urgent})" if self.row.urgent else ""
        return f"{self.account.platform}:{self.account.handle}, {in_london(self.row.due_at)}{urgent}"


@dataclass
class Sheet:
    """A sheet as the desk sees it: what it would take, and every fault of the rest, by line."""

    planned: list[Planned] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


def look_over(house: House, who: Signed, file: Path) -> Sheet:
    """Check every row, against the desk and against the other rows; stores nothing. Raises DoorFault."""
    rows, faults = sheet.read(file)
    found = Sheet(faults=list(faults))
    with house.store.reading() as db:
        accounts = named.accounts(db)
        for row in rows:
            planned, wrong = _planned(db, accounts, row)
            found.faults += [RowFault(row.line, says) for says in wrong]
            if planned:
                found.planned.append(planned)
    found.faults += _among_themselves(found.planned)
    for one in found.planned:
        said = desk.look_over(house.store, who, one.words, rules(house.settings), house.clock)
        found.faults += [RowFault(one.row.line, says) for says in said]
    faulty = {fault.line for fault in found.faults}
    found.planned = [one for one in found.planned if one.row.line not in faulty]
    found.faults.sort()
    return found


def schedule(house: House, who: Signed, file: Path, *, dry_run: bool = False, skip_faulty: bool = False) -> None:
    """Send the posts of a sheet for approval and say which; a line each on standard output, faults on standard error.

    Leaves with exit status 1 when there is any fault; then nothing is stored unless the rest was asked for.
    """
    found = look_over(house, who, file)
    say_faults(found)
    if dry_run:
        for one in found.planned:
            print(f"Line {one.row.line}: would be sent for approval: {one}.")
    elif skip_faulty or not found.faults:
        for one, done in store(house, who, found.planned):
            print(f"Line {one.row.line}: {done.id}: {done.says}")
    if found.faults:
        refuse(_verdict(found, stored=skip_faulty and not dry_run))
    print(f"Dry run: nothing is stored; {_posts(len(found.planned))} without fault." if dry_run else _sent(found))


def store(house: House, who: Signed, planned: Sequence[Planned]) -> list[tuple[Planned, Done]]:
    """Send all of them for approval, in one transaction. Raises Refused when the desk has changed its mind since."""
    words = [one.words for one in planned]
    done = desk.write_and_submit_all(house.store, who, words, rules(house.settings), house.clock)
    return list(zip(planned, done, strict=True))


def approve(house: House, who: Signed, ids: Sequence[str]) -> None:
    """Approve these scheduled posts, each by itself; leaves with exit status 1 when one is refused."""
    refused: list[str] = []
    for said in ids:
        try:
            print(f"{said}: {desk.approve(house.store, who, UUID(said), rules(house.settings), house.clock).says}")
        except Refused as no:
            refused.append(f"{said}: {no}")
        except ValueError:
            refused.append(f"{said}: That is no id of a scheduled post; they look like {UUID(int=0)}.")
    if refused:
        refuse(*refused)


def say_faults(found: Sheet) -> None:
    """Every fault of a sheet, a line each, on standard error."""
    for fault in found.faults:
        print(fault, file=sys.stderr)


def _verdict(found: Sheet, *, stored: bool) -> str:
    faulty = len({fault.line for fault in found.faults})
    rows = "1 row is faulty" if faulty == 1 else f"{faulty} rows are faulty"
    if stored:
        return f"{rows} and left out; {_sent(found)}"
    return f"{rows}: nothing is stored. Mend them, or store the rest with --skip-faulty."


def _sent(found: Sheet) -> str:
    return f"{_posts(len(found.planned))} sent for approval."


def _posts(number: int) -> str:
    return "1 post" if number == 1 else f"{number:,} posts"


def _planned(db: Session, accounts: Accounts, row: Row) -> tuple[Planned | None, list[str]]:
    """What a row means, or why it means nothing."""
    platform, _, handle = row.account.partition(":")
    known = {str(name) for name in PlatformName}
    if not handle or platform.lower() not in known:
        return None, [
            f'"{row.account}" is no account: write it as {" or ".join(f"{name}:handle" for name in sorted(known))}.'
        ]
    account = accounts.get((PlatformName(platform.lower()), handle.strip().lstrip("@").lower()))
    if account is None:
        handles = [f"{one.platform}:{one.handle}" for one in accounts.values() if one.retired_at is None]
        return None, [f'There is no account "{row.account}" on the roster{nearest(row.account, handles)}.']
    thread = question_id = None
    if row.in_reply_to:
        reply = sheets.reply(db, account.id, row.in_reply_to)
        if reply is None:
            return None, [f'There is no reply "{row.in_reply_to}" to {row.account} in the store.']
        thread, question_id = reply.thread, sheets.open_question(db, reply)
    elif sheets.is_there(db, account.id, row.text, row.due_at):
        return None, ["These words are already written for that account and time."]
    words = Words(
        row.text,
        {account.id: None},
        due_at=row.due_at,
        late_after=row.late_after,
        category=row.category,
        urgent=row.urgent,
        in_reply_to=row.in_reply_to,
        thread=thread,
        question_id=question_id,
    )
    return Planned(row, account, words), []


def _among_themselves(planned: Sequence[Planned]) -> list[RowFault]:
    """Rows of one sheet that repeat another: the same words again, or two answers to one reply."""
    faults: list[RowFault] = []
    said: dict[tuple[object, ...], list[Planned]] = defaultdict(list)
    for one in planned:
        keys = _keys(one)
        before = next((other for key in keys for other in said[key] if _near(one, other)), None)
        if before:
            faults.append(RowFault(one.row.line, _repeats(one, before)))
        for key in keys:
            said[key].append(one)
    return faults


def _near(one: Planned, other: Planned) -> bool:
    """Two answers to one reply at any time; the same words when they are due close together."""
    return one.row.in_reply_to is not None or abs(one.row.due_at - other.row.due_at) < SAME_WORDS_FOR


def _keys(one: Planned) -> list[tuple[object, ...]]:
    """What no other row of the sheet may say again: one answer to a reply, the same words on an account or platform."""
    if one.row.in_reply_to:
        return [("answer", one.account.id, one.row.in_reply_to)]
    words, platform = fingerprint(one.row.text), one.account.platform
    everywhere = [] if registry.capabilities(platform).same_words_elsewhere else [("platform", platform, words)]
    return [("account", one.account.id, words), *everywhere]


def _repeats(one: Planned, before: Planned) -> str:
    if one.row.in_reply_to:
        return f"Line {before.row.line} answers the same reply."
    if one.account.id == before.account.id:
        return f"The same words for the same account stand in line {before.row.line}."
    label = registry.capabilities(one.account.platform).label
    return f"{label} does not allow the same words on several accounts: see line {before.row.line}. Vary the words."
