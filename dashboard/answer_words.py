"""How the figures of answering are called, and what each of them counts."""

from collections.abc import Mapping

from dashboard.heard_words import LANES
from dashboard.parts import MONTHS, percent
from dashboard.words import _, later
from domain.answering import EVERYDAY, Figure, month_begins
from domain.clock import LONDON
from domain.listening.words import Lane

FIGURES: Mapping[Figure, tuple[str, str]] = {
    Figure.ASKED: (later("Asked"), later("All questions asked in the month.")),
    Figure.IN_TIME: (later("Answered in time"), later("Answered by us when it was due, or before.")),
    Figure.LATE: (later("Answered late"), later("Answered by us after it was due.")),
    Figure.OVERDUE: (later("Late now"), later("Waits, and was due before now. A holding reply is no answer.")),
    Figure.LEFT_LATE: (later("Left late"), later("Left without our answer, after it was due: counts as not in time.")),
    Figure.OPEN: (later("Waits in time"), later("Waits, and is not due yet: not in the percentage.")),
    Figure.HOLDING: (later("Holding reply"), later("Waits, and we have written that we will answer.")),
    Figure.BY_OTHER: (later("By others"), later("Somebody else answered it well, and a person confirmed that.")),
    Figure.WITHDRAWN: (later("Withdrawn"), later("Who asked says that it is no longer needed.")),
    Figure.PRIVATE: (later("Private"), later("It went on in private messages, where nobody counts answers.")),
    Figure.REFERRED: (later("Control room"), later("Handed to the control room.")),
    Figure.SET_ASIDE: (later("Set aside"), later("A person said why no answer is owed.")),
    Figure.GONE: (later("Gone"), later("Deleted by who wrote it, or its words are kept no longer.")),
    Figure.MISTAKEN: (
        later("No question"),
        later("Listening was mistaken: it asked nothing of us. In no other figure."),
    ),
}


def month_name(month: str) -> str:
    """A month as people say it: "Oct 2026"."""
    begins = month_begins(month).astimezone(LONDON)
    return f"{_(MONTHS[begins.month - 1])} {begins.year}"


def lane_name(lane: str | None) -> str:
    """A lane as people say it."""
    if lane is None or lane == EVERYDAY:
        return _("everyday")
    return _(LANES[Lane(lane)][2])


def in_time(part: int, owed: int) -> str:
    """A share with its count; of nothing, that none was due."""
    return percent(part, owed) if owed else _("none due yet")


def hours(value: float | None) -> str:
    """Hours as people read them, less than one in minutes; too few answers to say so is said."""
    if value is None:
        return _("not enough")
    if value < 1:
        return _("{n} min").format(n=round(value * 60))
    return _("{h} h").format(h=f"{value:,.1f}") if value < 100 else _("{h} h").format(h=f"{value:,.0f}")
