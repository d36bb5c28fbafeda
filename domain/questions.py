"""The words of the queue of questions: the promise, how one leaves it, and how far the hiding of a comment has come."""

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
