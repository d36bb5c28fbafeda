"""The two small machines: people move a message through its stages, the service moves its publications."""

from enum import IntEnum, StrEnum


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


class Priority(IntEnum):
    """Which of the publications due at one moment leave first; the lower number goes before the higher."""

    FIRST = 0  # urgent, with a reason; answers to the public
    NORMAL = 1


class Category(StrEnum):
    """What kind of post it is, so that a hold can stop all but appeals, say. NONE: nobody said."""

    NONE = ""
    APPEAL = "appeal"  # for witnesses, for help with a crime
    MISSING_PERSON = "missing_person"
    WARNING = "warning"  # danger, roads, weather, scams going round
    PREVENTION = "prevention"  # crime prevention advice
    EVENT = "event"  # surgeries, meetings, consultations
    OUTCOME = "outcome"  # arrests, charges, sentences
    COMMUNITY = "community"  # thanks, days out, light-hearted


class TakeDownState(StrEnum):
    """Where the taking down of a published post stands."""

    ASKED = "asked"  # waits for a second person, where the force's rules want one
    ORDERED = "ordered"  # the service deletes it, again and again until it is gone
    GONE = "gone"  # looked for and no longer there; final
    REFUSED = "refused"  # the platform says no; a person orders it anew, or does it on the platform
    DROPPED = "dropped"  # not wanted any more; final


class SecondReader(StrEnum):
    """The force's rule: whose answers to the public a second person reads before they leave."""

    RISK = "risk"  # those in the risk lanes
    ALWAYS = "always"
    NEVER = "never"
