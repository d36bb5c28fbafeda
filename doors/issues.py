"""`bluelamp issues`: what the public may read of "You said, we did", as a page, a feed and a sheet for a website."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlmodel import col, select

from doors.issues_feed import feed
from doors.issues_page import page
from doors.issues_sheet import sheet
from doors.person import SERVICE, person
from doors.wiring import DoorFault, House
from store import reports
from store.reports import PublicIssue
from store.tables import Force

READABLE = 0o644
"""A file for a website is everybody's to read; there is nothing of anybody's in it."""


@dataclass(frozen=True)
class Publisher:
    """Whose issues these are: the force's name, whether it publishes in Welsh too, and where its page stands."""

    force: str
    welsh: bool
    address: str


def write(
    house: House, html: Path | None, rss: Path | None, csv: Path | None, address: str | None, email: str | None
) -> list[str]:
    """Write the files that are asked for, each all at once; sentences for whoever asked. Raises DoorFault."""
    wanted: list[tuple[Path | None, Callable[[Sequence[PublicIssue], Publisher], str]]] = [
        (html, page), (rss, feed), (csv, sheet),
    ]  # fmt: skip
    if not any(path for path, _ in wanted):
        raise DoorFault("Nothing is asked for.", "Say --html FILE, --rss FILE, --csv FILE, or several of them.")
    if rss and not (address or "").startswith(("https://", "http://")):
        raise DoorFault(
            "A feed links to its page, and nobody said where that is.", "Say --address with https:// and its place."
        )
    who = person(house, email) if email else SERVICE
    with house.store.reading() as db:
        rows = reports.public_issues(db, who)
        found = db.execute(select(col(Force.name), col(Force.languages))).first()
    name, languages = (found[0], found[1]) if found else ("Police", ["en"])
    publisher = Publisher(name, "cy" in languages, address or "")
    for path, made in wanted:
        if path:
            _replace(path, made(rows, publisher))
    many = "1 issue" if len(rows) == 1 else f"{len(rows):,} issues"
    return [f"{many} written to {path}." for path, _ in wanted if path]


def _replace(path: Path, text: str) -> None:
    """Write a file beside it and put that in its place: whoever reads meanwhile gets the old one or the new one."""
    made = None
    try:
        with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, prefix=".", delete=False) as made:
            made.write(text)
        os.chmod(made.name, READABLE)
        os.replace(made.name, path)
    except OSError as fault:
        if made:
            Path(made.name).unlink(missing_ok=True)
        raise DoorFault(f"{path} cannot be written: {fault.strerror}.", "Choose another place.") from None
