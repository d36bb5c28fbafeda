"""Does this reply ask us something? A first, plain answer; listening grows from here."""

import re
from datetime import timedelta
from enum import StrEnum

PROMISE = timedelta(hours=72)
"""Within this the public is promised a meaningful answer (Neighbourhood Policing Guarantee)."""


class Outcome(StrEnum):
    """How a question left the queue."""

    ANSWERED = "answered"  # we replied, from here or from a phone
    ANSWERED_BY_OTHER = "answered_by_other"  # somebody else answered it well; a person confirmed it
    WITHDRAWN = "withdrawn"  # who asked says that it is no longer needed
    PRIVATE = "private"  # goes on in private messages
    REFERRED = "referred"  # handed to the control room, with a reference
    SET_ASIDE = "set_aside"  # a person said why no answer is owed
    GONE = "gone"  # deleted by who wrote it, or edited out of being a question


class HidingState(StrEnum):
    """How far the hiding of a comment has come."""

    ORDERED = "ordered"  # the platform is to hide it
    HIDDEN = "hidden"
    SHOW_ORDERED = "show_ordered"  # the platform is to show it again
    SHOWN = "shown"
    REFUSED = "refused"  # the platform says no


_ADDRESSES = re.compile(r"@\w+|https?://\S+|#\w+")
_MARK = re.compile(r"\?")
_OPENING = re.compile(
    r"^\W*(?:hi|hello|hiya|please|pls|sorry|so|but|and|ok|helo|shwmae|dzień dobry|witam)?\W*"
    r"(?:who|what|when|where|why|how|which|can|could|is|are|do|does|did|will|would|should|any|has|have|am i|may i"
    r"|pwy|beth|pryd|ble|lle|pam|sut|pa|oes|allwch|fydd|ydy|ydych|a oes|faint"
    r"|kto|co|kiedy|gdzie|dlaczego|jak|czy|ile|który)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:please advise|let (?:me|us) know|any (?:update|news|idea)|who do (?:i|we)|how do (?:i|we)"
    r"|wondering (?:if|when|what)"
    r"|can (?:you|someone|anyone|i|we)|could (?:you|someone)|does any(?:one|body) know|anyone know|would like to know"
    r"|need to know|rhowch wybod|proszę o informacj\w+)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"^\W*(?:thank(?:s| you)|cheers|diolch|dziękuj\w+|well done|great work|brilliant)\b[^?]*$", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def asks_something(text: str) -> bool:
    """Whether a reply by the public asks for something an officer can answer."""
    said = _ADDRESSES.sub(" ", text).strip()
    if not _LETTERS.search(said) or _THANKS.match(said):
        return False
    return bool(_MARK.search(said) or _OPENING.match(said) or _WITHIN.search(said))
