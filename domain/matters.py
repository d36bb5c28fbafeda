"""Matters: what people are told of by e-mail, once each."""

from enum import StrEnum


class Matter(StrEnum):
    """What kind of matter it is, the most pressing first."""

    NO_PUBLISHER = "no_publisher"  # posts are due and no publisher is at work
    CLOCK = "clock"  # posts are due and every publisher at work distrusts its clock
    UNKNOWN = "unknown"  # may be public
    FAILED = "failed"  # surely not public
    WAITING = "waiting"  # asks somebody: too late, or fell due under a hold
    TOKEN = "token"  # posts are due on an account that must be connected again
    LATE = "late"  # past its time and not out
    TAKE_DOWN_ASKED = "take_down_asked"  # asks for a second person
    TAKE_DOWN_REFUSED = "take_down_refused"  # the platform says no
    HOLD_REVIEW = "hold_review"  # the review time of a hold has come
    OVER = "over"  # an outage that many were told of has ended


OF_THE_SERVICE = (Matter.NO_PUBLISHER, Matter.CLOCK)
"""Matters about no post and no account, but about the service itself."""
