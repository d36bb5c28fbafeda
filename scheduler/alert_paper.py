"""How a message is set on paper: its subject, its paragraphs, its links, and how places are called."""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.posts import PlatformName

FIRST = 10  # matters that a gathered message names
WORDS = 100  # signs of a post's own words
WIDE = 76
# Lines without a gap between.
TOGETHER = (
    "- ", "Account: ", "Was due: ", "By: ", "Words: ", "Hold: ", "Placed: ", "Where: ", "Post: ", "Written: ",
    "Promised by: ", "Heard: ", "Given to: ", "Claimed by: ",
)  # fmt: skip


@dataclass(frozen=True)
class Manner:
    """How messages speak: where the pages are, how platforms are called and where an account is seen there."""

    label: Callable[[PlatformName], str]
    profile: Callable[[PlatformName, str, str], str]
    pages: str = ""  # address of the dashboard, "" when nobody said
    practice: bool = False


def first(text: str, length: int = WORDS) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def number_of(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 post", "1,200 posts"."""
    return f"1 {one}" if number == 1 else f"{number:,} {many}"


def page(manner: Manner, path: str, without: str = "Open Attention in Bluelamp.") -> str:
    """The address of a page; in its place, where nobody said where the pages are, what to open."""
    return f"{manner.pages}/{path}" if manner.pages else without


def subject(manner: Manner, head: str) -> str:
    """The subject of a message, on one line."""
    return " ".join(f"[Bluelamp{' practice' if manner.practice else ''}] {head}".split())


def paragraphs(lines: Sequence[str]) -> str:
    """One paragraph for each line, wrapped for a narrow screen; lists stand together, and no link is broken."""
    kept = [line for line in lines if line]
    pieces = []
    for place, line in enumerate(kept):
        folded = textwrap.fill(line, WIDE, break_long_words=False, break_on_hyphens=False, subsequent_indent="  ")
        together = line.startswith(TOGETHER) and place + 1 < len(kept) and kept[place + 1].startswith(TOGETHER)
        pieces.append(folded + ("\n" if together else "\n\n"))
    end = "Bluelamp tells each matter once. Nobody reads what is sent to this address."
    return "".join(pieces) + f"-- \n{end}\n"
