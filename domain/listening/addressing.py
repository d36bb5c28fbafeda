"""Whom a comment addresses: one of the public by name or handle, us, or nobody in particular."""

import re

from domain.listening.spoken import Spoken, word_set
from domain.listening.words import Comment

_NAMES = re.compile(r"(?:@\w+|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,3})(?=\s|$|[,.!?])")
_ONE_NAME = re.compile(
    r"[A-Z][a-z'’-]+(?=,? (?:you|u|is|isnt|isn't|isn’t|did|do|are|was|werent|have|this|that|look|we|what|ti|mate|hun"
    r"|babe)\b)"
)
_NOT_NAMES = word_set(
    """
    well done thank you good happy great brilliant nice love please police hi hello any has have had is are was
    were do does did can could will would should what when where who why how which the this that there these
    those they we it he she my our your not no yes so and but if as in on at for from to of just still get got
    let some someone anyone nobody everyone about another every same merry new rest diolch da mae ma oes be pam
    pryd czy jak mam prosze freedom
    """
)
"""Words that begin a sentence with a capital and name nobody."""

_US = ("police", "heddlu", "constab", "pcso", "npt", "policja", "snt", "rpu", "sgt", "copper")
"""What our names and handles have in them."""


def addressed_to(comment: Comment) -> str:
    """Whom of the public a comment addresses: the handle or name it begins with; "" when nobody, or us."""
    said = comment.text.lstrip()
    if said.startswith("@"):
        handle = said[1:].split(maxsplit=1)[0].rstrip(",.:!?").lower() if said[1:].split() else ""
        return "" if handle in _ours(comment) or _sounds_like_us(handle) else f"@{handle}"
    for name in comment.names:
        if _begins_with(said, name.split()[0] if name.split() else ""):
            return "" if _sounds_like_us(name) else name
    match = _NAMES.match(said) or _ONE_NAME.match(said)
    return match.group() if match and _names_a_person(match.group()) else ""


def calls_us(comment: Comment, text: Spoken) -> bool:
    """Whether one of the handles in it is ours."""
    return any(one[1:].lower() in _ours(comment) or _sounds_like_us(one) for one in text.handles)


def beside_names(text: str, name: str) -> str:
    """The words left when names and handles are taken away."""
    return re.sub(r"@\w+|\b[A-Z][\w'’-]*|[^\w?]|_", "", text.replace(name, " "))


def _begins_with(said: str, first: str) -> bool:
    lower, after = first.lower(), said[len(first) : len(first) + 1]
    return len(first) > 2 and lower not in _NOT_NAMES and said.lower().startswith(lower) and not after.isalnum()


def _names_a_person(said: str) -> bool:
    words = set(said.lower().replace("’", "'").split())
    return not (words & _NOT_NAMES or _sounds_like_us(said) or said.isupper())


def _ours(comment: Comment) -> set[str]:
    return {one.lower().lstrip("@") for one in comment.ours}


def _sounds_like_us(name: str) -> bool:
    said = name.lower()
    return any(word in said for word in _US)
