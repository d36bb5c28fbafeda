"""The plain rule of one regular expression that the collector had before listening: the baseline it is measured by."""

import re

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
