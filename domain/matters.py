"""Matters: what people are told of by e-mail, and some in a chat, once each."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Matter(StrEnum):
    """What kind of matter it is, the most pressing first."""

    DANGER = "danger"  # somebody may be in danger, and nobody has said that they saw it
    DANGER_UNSEEN = "danger_unseen"  # the same, for too long: the supervisors of the district
    DANGER_UNHEEDED = "danger_unheeded"  # and for as long again: those of the force
    NO_PUBLISHER = "no_publisher"  # posts are due and no publisher is at work
    CLOCK = "clock"  # posts are due and every publisher at work distrusts its clock
    NO_LISTENER = "no_listener"  # comments wait to be heard, and no listener hears them
    UNKNOWN = "unknown"  # may be public
    FAILED = "failed"  # surely not public
    WAITING = "waiting"  # asks somebody: too late, or fell due under a hold
    TOKEN = "token"  # an account must be connected again
    LATE = "late"  # past its time and not out
    TAKE_DOWN_ASKED = "take_down_asked"  # asks for a second person
    TAKE_DOWN_REFUSED = "take_down_refused"  # the platform says no
    HOLD_REVIEW = "hold_review"  # the review time of a hold has come
    BREACH = "breach"  # a question waits longer than was promised
    ASSIGNEE_SILENT = "assignee_silent"  # who was given a question has done nothing about it
    SILENT = "silent"  # an account collects nothing against its habit, or soon will not
    OVER = "over"  # an outage that many were told of has ended, or danger has been seen
    SHIFT = "shift"  # a shift ends: its summary, for the next
    DIGEST = "digest"  # a supervisor's day


OF_THE_SERVICE = (Matter.NO_PUBLISHER, Matter.CLOCK, Matter.NO_LISTENER)
"""Matters about no post and no account, but about the service itself."""

OF_DANGER = (Matter.DANGER, Matter.DANGER_UNSEEN, Matter.DANGER_UNHEEDED)
"""Matters that wait for nothing."""

OF_QUESTIONS = (*OF_DANGER, Matter.BREACH, Matter.ASSIGNEE_SILENT)
"""Matters whose subject is a question of the public."""

REGULAR = (Matter.OVER, Matter.SHIFT, Matter.DIGEST)
"""What is told once when its time has come, and never stands."""


class Channel(StrEnum):
    """How people are told; each keeps its own account of what it has told."""

    MAIL = "mail"
    WEBHOOK = "webhook"


TO_THE_CHAT = (*OF_DANGER, *OF_THE_SERVICE, Matter.BREACH)
"""What is told in the chat beside the e-mail."""


def channels(kind: Matter) -> tuple[Channel, ...]:
    """How a matter of this kind is told."""
    return tuple(Channel) if kind in TO_THE_CHAT else (Channel.MAIL,)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the force waits before it tells somebody else: for danger to be seen, for whoever was given a question.

    The first by the clock, the second within the opening hours of whose question it is.
    """

    unseen: timedelta = timedelta(minutes=15)
    assignee: timedelta = timedelta(hours=12)
