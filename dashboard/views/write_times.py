"""Write, the quiet hint below a chosen time: how the accounts' own posts did at that time of the week."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from dashboard import data_compare, time_words
from dashboard.parts import draw, meta
from dashboard.words import _, counted
from domain.people import Signed

FEW = 3


def hint(who: Signed, accounts: Sequence[UUID], at: datetime) -> None:
    """A line for each of the first accounts, from their own past and nobody else's; nothing where they have none."""
    told = data_compare.time_hints(who, accounts, at)
    lines = [time_words.hint(one) for one in told[:FEW]]
    if len(told) > FEW:
        more = counted("And {n} more account: see What works.", "And {n} more accounts: see What works.",
                       len(told) - FEW)  # fmt: skip
        lines.append(more)
    if lines:
        draw(meta(_("From your own posts of the last year, at about a week of age; not why, only what went together.")))
        draw(*(meta(line) for line in lines))
