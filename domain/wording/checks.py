"""The list of checks: every check of the composer, run over an answer as it is typed and again when it is sent."""

from collections.abc import Sequence

from domain.wording import calling, manner, personal
from domain.wording.words import Check, Context, Finding, Severity

CHECKS: tuple[Check, ...] = (
    manner.length,
    calling.calling,
    personal.phones,
    personal.mails,
    personal.places,
    personal.plates,
    personal.births,
    personal.names,
    manner.in_welsh,
    manner.shouting,
)
"""A new check is written as a function and joins here."""


def look(text: str, context: Context, checks: Sequence[Check] = CHECKS) -> list[Finding]:
    """Everything found in an answer, the gravest first; nothing in an empty one."""
    if not text.strip():
        return []
    found = dict.fromkeys(one for check in checks for one in check(text, context))
    order = list(Severity)
    return sorted(found, key=lambda one: order.index(one.severity))
