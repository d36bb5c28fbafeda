"""The shape of a thread as `answered` reads it: our post, all that was written under it, and which of that asks us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Party(StrEnum):
    """Who wrote a comment, as far as it matters for an answer."""

    US = "force"  # this account, or another of the force's own
    PARTNER = "partner"  # council, ambulance, search team: known to us, not us
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Written:
    """One comment of a thread, the platform's ids as text. `parent` None: under the post itself.

    `author` is the platform's id of who wrote it, None when not told (Facebook tells it seldom); `name` what is shown
    (a full name, or a handle with @). `gone`: deleted or hidden since. An update that was edited into our post may be
    given as one of ours without a parent.
    """

    id: str
    parent: str | None
    party: Party
    author: str | None
    name: str
    at: datetime
    text: str
    gone: bool = False

    @property
    def who(self) -> str:
        """One key for one person within this thread; the comment's own when nothing is told of its author."""
        return self.author or self.name.casefold() or f"?{self.id}"


@dataclass(frozen=True, slots=True)
class Thread:
    """Our post, every comment of its thread in any order, and the ids of those that need an answer from us.

    `answered_from`: what we wrote until then does not answer this question, for it was edited since, or a person said
    so of what stood there.
    """

    post: str
    at: datetime
    comments: Sequence[Written]
    questions: frozenset[str]
    answered_from: Mapping[str, datetime] = field(default_factory=dict)


def roots(by_id: Mapping[str, Written]) -> dict[str, str]:
    """The comment under the post from which each one hangs; itself when what it replies to is not in the thread."""
    root: dict[str, str] = {}
    for one in by_id:
        path, at = {one: None}, one
        while at not in root:
            above = by_id[at].parent
            if above is None or above not in by_id or above in path:
                root[at] = at
            else:
                path[at := above] = None
        root.update(dict.fromkeys(path, root[at]))
    return root


def in_order(comments: Sequence[Written]) -> list[Written]:
    """By time, but never a reply before what it replies to: platforms' clocks are not ours."""
    by_id = {one.id: one for one in comments}
    placed: dict[str, Written] = {}
    for one in sorted(comments, key=lambda one: one.at):
        path, at = {one.id: one}, one
        while (above := by_id.get(at.parent or "")) and above.id not in placed and above.id not in path:
            path[above.id] = at = above
        for late in reversed(path.values()):
            placed.setdefault(late.id, late)
    return list(placed.values())
