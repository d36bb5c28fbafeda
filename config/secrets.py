"""Tokens: found by their name in the environment or a secrets folder, checked, and never shown."""

import os
import re
import stat
import tomllib
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from config.logs import hide
from config.roster_faults import nearest

FOUR_KEYS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
KNOWN = frozenset({"bearer_token", "page_token", "app_secret", "password", "address", *FOUR_KEYS})
SHORTEST = 8  # characters; what is shorter is a slip of the pen, and hiding it would hide half the log
LARGEST_FILE = 65_536  # bytes

_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_ADDRESS = re.compile(r"https?://[^\s\"']+")
_BARE = re.compile(r"[^\s\"'=\[\]{}#]+={0,2}")


class SecretFault(Exception):
    """A secret that cannot be used; the text says why and what to do, and shows nothing of it."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """What opens an account: `fields` by name. It prints as its name only."""

    ref: str
    fields: Mapping[str, str] = field(hash=False)
    expires_on: date | None = None

    def __repr__(self) -> str:
        """The name, so that a log may say which one, and nothing else."""
        return f"<secret {self.ref}>"


def resolve(ref: str, folder: Path, environ: Mapping[str, str], hide: Callable[[str], None] = hide) -> Secret:
    """The secret of that name, for the door that connects an account: environment first, then the secrets folder.

    Every value of it is handed to `hide`, which by default keeps it out of this process's log. Raises SecretFault.
    """
    if not _REF.fullmatch(ref):
        raise SecretFault(f'The secret\'s name "{ref}" may hold only letters, digits, "_", "." and "-".')
    text = environ.get(ref, "")
    where = f"The environment variable {ref}"
    if not text.strip():
        where, text = _from_folder(ref, folder)
    values, expires_on = _read(text, where)
    for value in values.values():
        hide(value)
    return Secret(ref, MappingProxyType(values), expires_on)


def _from_folder(ref: str, folder: Path) -> tuple[str, str]:
    """What the file of that name holds; only the service's own user may be able to read it."""
    path = folder / ref
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()):
            raise SecretFault(f"The secret {path} leads out of its folder. Put the file itself there.")
        with open(os.open(real, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            kind = os.fstat(file.fileno())
            if not stat.S_ISREG(kind.st_mode):
                raise SecretFault(f"The secret {path} is not a file.")
            if kind.st_mode & 0o077:
                raise SecretFault(f"Others may read the secret {path}. Run: chmod 600 {path}")
            return f"The secret {path}", file.read(LARGEST_FILE).decode("utf-8-sig")
    except FileNotFoundError:
        raise SecretFault(
            f"There is no secret {ref}: set the environment variable {ref}, or write the file {path} (chmod 600)."
        ) from None
    except UnicodeDecodeError:
        raise SecretFault(f"The secret {path} is not UTF-8 text.") from None
    except (OSError, RuntimeError) as error:  # RuntimeError: a symbolic link that leads to itself
        reason = getattr(error, "strerror", None) or "its links lead in a circle"
        raise SecretFault(f"The secret {path} cannot be read: {reason}.") from None


def _read(text: str, where: str) -> tuple[dict[str, str], date | None]:
    """The fields of a secret: TOML, one bare token, which is that of a page, or the address of a webhook."""
    bare = text.strip()
    if not bare:
        raise SecretFault(f"{where} is empty.")
    if _ADDRESS.fullmatch(bare):
        told: dict[str, Any] = {"address": bare}
    elif _BARE.fullmatch(bare):
        told = {"page_token": bare}
    else:
        try:
            told = tomllib.loads(text.replace("\r\n", "\n"))
        except ValueError:  # the parser's words may quote the secret
            raise SecretFault(f'{where} is neither one bare token nor lines like page_token = "...".') from None
    expires_on = told.pop("expires_on", None)
    if expires_on is not None and type(expires_on) is not date:
        raise SecretFault(f"{where}: expires_on must be a date without quotes, such as 2026-12-01.")
    faults = [_wrong(name, value) for name, value in told.items()] + [_incomplete(told.keys())]
    if any(faults):
        raise SecretFault(f"{where}: {'; '.join(filter(None, faults))}.")
    return told, expires_on


def _wrong(name: str, value: object) -> str:
    """What is wrong with one field, without showing its value; "" when nothing is."""
    if name not in KNOWN:
        # A token on the wrong side of "=" would be shown as a name.
        word = f'the field "{name}"' if re.fullmatch(r"[a-z_]{1,30}", name) else "a field"
        return f"{word} is not known here{nearest(name, KNOWN)}"
    if not isinstance(value, str) or len(value) < SHORTEST or value != value.strip() or not value.isprintable():
        return f"{name} must be text in quotes, at least {SHORTEST} characters long, with no spaces round it"
    return ""


def _incomplete(names: Set[str]) -> str:
    """What is missing for the secret to open anything; "" when nothing is."""
    if not names.isdisjoint({"bearer_token", "page_token", "password", "address"}):
        return ""
    given = [name for name in FOUR_KEYS if name in names]
    missing = [name for name in FOUR_KEYS if name not in names]
    if given and missing:
        return f"{', '.join(missing)} is missing beside {', '.join(given)}"
    return "" if given else f"it needs bearer_token, or page_token, or {', '.join(FOUR_KEYS)}"
