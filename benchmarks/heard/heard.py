"""Comments of the labelled threads as listening is given them, and what it heard, once for every part."""

from collections.abc import Sequence
from functools import lru_cache

from benchmarks.heard.sets import Said, Sets, said_in
from domain.listening.hear import dangers, hear
from domain.listening.words import Comment, Lane, Verdict

BATCH = 500


def comment_of(said: Said) -> Comment:
    """One public comment of a thread as listening is given it: post, parent, names, our own handles."""
    parent = said.parent or {}
    others = tuple(dict.fromkeys(one["author"] for one in said.whole["comments"] if one.get("by") != "force"))
    ours = (said.whole.get("force_account", ""), *said.whole.get("force_handles", ()))
    welsh = any(word in f" {said.post.lower()} " for word in (" yn ", " mae ", " mae'r ", " eich "))
    return Comment(
        said.item["text"], said.post, parent.get("text") or "", parent.get("by") == "force",
        ("en", "cy") if welsh else ("en",), others, tuple(filter(None, ours)),
    )  # fmt: skip


def folders(found: Sets) -> dict[str, list[Said]]:
    """The labelled comments by the folder their threads lie in."""
    told: dict[str, list[Said]] = {}
    for one in said_in(found.test):
        told.setdefault(one.thread.split("/")[0], []).append(one)
    return told


def verdicts(comments: Sequence[Comment]) -> list[Verdict]:
    """What listening heard; heard once, however many parts ask."""
    return list(_heard(tuple(comments)))


def perils(comments: Sequence[Comment]) -> list[float]:
    """How likely each tells of danger."""
    return [told for at in range(0, len(comments), BATCH) for told in dangers(comments[at : at + BATCH])]


def in_danger(told: Sequence[Verdict]) -> list[bool]:
    """Which lie in the lane of danger."""
    return [Lane.DANGER in one.lanes for one in told]


@lru_cache(maxsize=32)
def _heard(comments: tuple[Comment, ...]) -> tuple[Verdict, ...]:
    return tuple(one for at in range(0, len(comments), BATCH) for one in hear(comments[at : at + BATCH]))
