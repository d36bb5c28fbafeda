"""What posts have in common: their kind, time of day, weekday, length, what stands beside the words, link, campaign."""

import re
from datetime import datetime
from enum import StrEnum

from domain.clock import LONDON
from domain.posts import Shown

_LINK = re.compile(r"https?://\S+")
_BLOCKS = (0, 6, 9, 12, 15, 18, 21, 24)  # hours of London; at each one block of the day ends and the next begins
LENGTHS = (0, 80, 160, 280)


class Feature(StrEnum):
    """By what posts are told apart."""

    KIND = "kind"
    BLOCK = "block"
    WEEKDAY = "weekday"
    MEDIA = "media"
    LENGTH = "length"
    LINK = "link"
    CAMPAIGN = "campaign"


def block(at: datetime) -> int:
    """The block of London's day that a moment lies in, by the hour at which it begins."""
    hour = at.astimezone(LONDON).hour
    return max(start for start in _BLOCKS if start <= hour)


def block_ends(begins: int) -> int:
    """The hour at which a block of the day ends."""
    return _BLOCKS[_BLOCKS.index(begins) + 1]


def weekday(at: datetime) -> int:
    """The London weekday of a moment, Monday 0."""
    return at.astimezone(LONDON).weekday()


def length(text: str) -> int:
    """How long the words are without their links, as the least of the span they lie in: 0, 81, 161 or 281 letters."""
    letters = len(" ".join(_LINK.sub(" ", text).split()))
    return max(least + bool(least) for least in LENGTHS if letters > least or not least)


def length_ends(least: int) -> int | None:
    """The most letters of a span of lengths; None of the last."""
    return next((end for end in LENGTHS[1:] if end >= least), None)


def with_link(text: str, media: str, added: str) -> bool | None:
    """Whether a link stands with the words; None where nobody can tell.

    `added` is how the link begins that the platform itself puts after the words for a picture or a video; "": none.
    """
    if media == Shown.LINK:
        return True
    links = _LINK.findall(text)
    pictured = media in (Shown.IMAGE, Shown.VIDEO)
    if added and links and text.rstrip().endswith(links[-1]) and links[-1].startswith(added):
        if pictured:
            links.pop()
        elif not media:  # it may be the picture's
            return True if len(links) > 1 else None
    return bool(links)
