"""Texts that ask the same: groups of one question under a post, and earlier ones that come near to a new one.

Two texts are alike when they ask the same thing (when, where, how much) about the same, in words that mean the same.
Rather too few in a group than a question that is answered with the answer to another.
"""

from collections import defaultdict
from collections.abc import Sequence
from math import log

from domain.listening.gist import Gist, asks, gist, numbers, weight

ALIKE = 0.62
"""Shared weight, of all weight, from which two texts ask the same."""

LOOKED_AT = 40
"""Groups that a text is compared with, those that share its rarest words first: what keeps 5,000 texts quick."""


def groups(texts: Sequence[str]) -> list[int]:
    """The group of each text, numbered from 0 as they first appear; a text like no other is a group by itself."""
    gists = [gist(text) for text in texts]
    common = _counts(gists)
    found: list[int] = []
    same: dict[Gist, int] = {}
    leaders: list[Gist] = []
    by_token: defaultdict[str, list[int]] = defaultdict(list)
    for of in gists:
        at = same.get(of) if _tells(of) else None
        if at is None and _tells(of):
            at = _nearest(of, leaders, by_token, common)
        if at is None:
            at = len(leaders)
            leaders.append(of)
            for token in of:
                by_token[token].append(at)
        same.setdefault(of, at)
        found.append(at)
    return found


def alike(one: str, other: str) -> bool:
    """Whether two texts ask the same."""
    first, second = gist(one), gist(other)
    return _tells(first) and _tells(second) and _near(first, second) >= ALIKE


def similar(text: str, candidates: Sequence[str], least: float = 0.2) -> list[tuple[int, float]]:
    """Which of the candidates (earlier questions, saved replies) come near: place and likeness (0 to 1), best first."""
    gists = [gist(one) for one in candidates]
    common, wanted = _counts(gists), gist(text)
    worth = {
        token: weight(token) * log(1 + len(gists) / (1 + common.get(token, 0)))
        for token in wanted.union(*gists)
    }  # fmt: skip
    whole = sum(worth[token] for token in wanted)
    scored = [(at, _covered(wanted, of, worth, whole)) for at, of in enumerate(gists)]
    return sorted(((at, round(score, 4)) for at, score in scored if score >= least), key=lambda one: (-one[1], one[0]))


def _covered(wanted: Gist, of: Gist, worth: dict[str, float], whole: float) -> float:
    """Cosine-like: shared worth over the geometric mean of both worths."""
    there = sum(worth[token] for token in of)
    return sum(worth[token] for token in wanted & of) / (whole * there) ** 0.5 if whole and there else 0.0


def _near(one: Gist, other: Gist) -> float:
    """Shared weight of all weight; nothing when they ask for different things or name different numbers."""
    if asks(one) != asks(other) or numbers(one) != numbers(other):
        return 0.0
    every = sum(map(weight, one | other))
    return sum(map(weight, one & other)) / every if every else 0.0


def _nearest(of: Gist, leaders: list[Gist], by_token: dict[str, list[int]], common: dict[str, int]) -> int | None:
    """The group whose first text is nearest, if any is near enough."""
    rarest = sorted((token for token in of if token[0] != "~"), key=lambda token: (common[token], token))
    seen = dict.fromkeys(at for token in rarest for at in by_token.get(token, [])[:LOOKED_AT])
    best, score = None, ALIKE
    for at in list(seen)[:LOOKED_AT]:
        near = _near(of, leaders[at])
        if near > score or (near == score and best is None):
            best, score = at, near
    return best


def _tells(of: Gist) -> bool:
    """Whether there is enough in it to be alike in: how something stands, or two things that are not everywhere."""
    full = [token for token in of if token[0] != "~"]
    return len(full) > 1 or any(token[0] == "+" for token in full)


def _counts(gists: Sequence[Gist]) -> dict[str, int]:
    common: defaultdict[str, int] = defaultdict(int)
    for of in gists:
        for token in of:
            common[token] += 1
    return common
