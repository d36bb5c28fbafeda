"""Where ordered reports may go: folders within the one that the settings allow, and addresses."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

MOST = 20  # addresses of one order
_PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_STEP = re.compile(r"[\w][\w .&()'-]*")


class PlaceFault(ValueError):
    """A place that a report may not go to; the text says why and what to do."""


@dataclass(frozen=True)
class Places:
    """What the settings allow: the folder (None: none), and the domains of addresses (empty: any, with a warning)."""

    folder: Path | None = None
    domains: tuple[str, ...] = ()

    def within(self, name: str) -> Path:
        """The folder of that name inside the allowed one; "." is that itself. Raises PlaceFault."""
        if self.folder is None:
            raise PlaceFault("No folder is set for reports. See BLUELAMP_REPORTS_FOLDER, or send them by e-mail.")
        root, steps = self.folder.resolve(), [one for one in name.strip().split("/") if one not in ("", ".")]
        if name.strip().startswith("/") or any(not _STEP.fullmatch(one) or one.endswith(".") for one in steps):
            raise PlaceFault(
                f"“{name}” is no folder within the one for reports. Give a name such as panel, or panel/2026."
            )
        found = root.joinpath(*steps).resolve()
        if not found.is_relative_to(root):
            raise PlaceFault(f"“{name}” leads out of the folder for reports. Give another name.")
        return found

    def keep(self, name: str, file: str, content: bytes) -> str:
        """Put a file there, whole or not at all; its path within the allowed folder. Raises PlaceFault, OSError."""
        folder = self.within(name)
        folder.mkdir(parents=True, exist_ok=True)
        if self.within(name) != folder:  # a link was put in the way
            raise PlaceFault(f"“{name}” leads out of the folder for reports. Give another name.")
        half = folder / f".{file}.{os.getpid()}.half"
        try:
            with half.open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            half.replace(folder / file)
        finally:
            half.unlink(missing_ok=True)
        assert self.folder
        return (folder / file).relative_to(self.folder.resolve()).as_posix()

    def addresses(self, said: tuple[str, ...]) -> tuple[str, ...]:
        """Addresses as they are kept, each once. Raises PlaceFault."""
        found = tuple(dict.fromkeys(one.strip() for one in said if one.strip()))
        if unfit := [one for one in found if not _PLAIN.fullmatch(one)]:
            raise PlaceFault(f"{unfit[0]} is no e-mail address. Write it as name@example.org.")
        if len(found) > MOST:
            raise PlaceFault(f"That is more than {MOST} addresses. Use a mailing list.")
        if outside := [one for one in found if self.domains and not _within(one, self.domains)]:
            raise PlaceFault(
                f"{', '.join(outside)} is outside the domains that reports may go to: {', '.join(self.domains)}."
                " Leave it out, or ask whoever keeps the settings."
            )
        return found

    def foreign(self, addresses: tuple[str, ...], own: str) -> list[str]:
        """Addresses that are of other domains than a person's own, where no setting decides."""
        return [] if self.domains else [one for one in addresses if not _within(one, (own.rpartition("@")[2],))]


def _within(address: str, domains: tuple[str, ...]) -> bool:
    domain = address.rpartition("@")[2].casefold()
    return any(domain == one.casefold() or domain.endswith(f".{one.casefold()}") for one in domains)
