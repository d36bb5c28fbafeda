"""The two small machines: people move a message through its stages, the service moves its publications."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a scheduled post stands with the people."""

    DRAFT = "draft"  # being written
    AWAITING_APPROVAL = "awaiting_approval"  # a second person is to read it
    APPROVED = "approved"  # its publications exist
    WITHDRAWN = "withdrawn"  # taken back; final


class State(StrEnum):
    """Where one publication (one message on one account) stands with the service."""

    QUEUED = "queued"  # waits for its time
    PUBLISHING = "publishing"  # claimed; the platform may be hearing it right now
    PUBLISHED = "published"  # seen on the platform; final
    FAILED = "failed"  # surely not on the platform; a person may queue it again
    UNKNOWN = "unknown"  # may be on the platform; nobody sends it again before someone has looked
    WAITING = "waiting"  # fell due under a hold or its time has passed; a person decides
    CANCELLED = "cancelled"  # withdrawn before it was claimed; final


MOVES: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.PUBLISHING, State.WAITING, State.FAILED, State.CANCELLED}),
    State.PUBLISHING: frozenset({State.QUEUED, State.FAILED, State.UNKNOWN}),
    State.UNKNOWN: frozenset({State.QUEUED, State.FAILED}),
    State.FAILED: frozenset({State.QUEUED, State.CANCELLED}),
    State.WAITING: frozenset({State.QUEUED, State.CANCELLED}),
    State.CANCELLED: frozenset(),
    State.PUBLISHED: frozenset(),
}
"""Who may follow whom. PUBLISHED is missing on purpose: proof leads there from anywhere."""

OVER = (State.FAILED, State.CANCELLED)
"""States that no longer occupy the message's one place on its account."""


class SecondReader(StrEnum):
    """The force's rule: whose answers to the public a second person reads before they leave."""

    RISK = "risk"  # those in the risk lanes
    ALWAYS = "always"
    NEVER = "never"
