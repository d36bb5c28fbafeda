"""Findings: what a check of the house found, one line each, with what to do."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from rich.console import Console
from rich.text import Text


class Standing(StrEnum):
    """How something stands. A warning is for somebody to look at; only a failure makes `bluelamp check` fail."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


COLOURS = {Standing.OK: "green", Standing.WARN: "yellow", Standing.FAIL: "bold red"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what kind of check, of what, how it stands, and what to do ("" when nothing)."""

    check: str
    subject: str
    state: Standing
    says: str
    do: str = ""


def fine(check: str, subject: str, says: str) -> Finding:
    """All is well."""
    return Finding(check, subject, Standing.OK, says)


def warn(check: str, subject: str, says: str, do: str) -> Finding:
    """Somebody should look at it; everything works for now."""
    return Finding(check, subject, Standing.WARN, says, do)


def fail(check: str, subject: str, says: str, do: str) -> Finding:
    """Something does not work, or is about to stop working."""
    return Finding(check, subject, Standing.FAIL, says, do)


def exit_status(findings: Sequence[Finding]) -> int:
    """1 when anything fails, else 0: warnings are said, and do not fail."""
    return int(any(found.state is Standing.FAIL for found in findings))


def as_json(findings: Sequence[Finding]) -> str:
    """The findings as other programs read them."""
    return json.dumps([asdict(found) for found in findings], ensure_ascii=False, indent=2)


def show(findings: Sequence[Finding]) -> None:
    """One line for each finding on standard output, and one that sums up."""
    console = Console(highlight=False, soft_wrap=True)
    for found in findings:
        line = Text.assemble(
            (f"{found.state:<5}", COLOURS[found.state]), f"{found.check} · {found.subject}: {found.says}"
        )
        console.print(line.append(f" → {found.do}") if found.do else line)
    counts = [f"{sum(found.state is state for found in findings)} {state}" for state in Standing]
    console.print(Text(", ".join(counts) + "."))
