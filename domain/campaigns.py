"""Campaigns: what people write down about one, and what is wrong with it."""

from dataclasses import dataclass

LONGEST = {"goal": 1_000, "audience": 500, "lessons": 4_000}
"""Characters of each part."""

MOST_PENCE = 100_000_000_00
MOST_MINUTES = 10_000_000

_CALLED = {"goal": "The goal", "audience": "The audience", "lessons": "What was learnt"}


@dataclass(frozen=True)
class CampaignWords:
    """What people write down about a campaign. Cost in pence, without what X costs; None: not said, never nothing."""

    goal: str = ""
    audience: str = ""
    cost_pence: int | None = None
    staff_minutes: int | None = None
    lessons: str = ""


def faults(words: CampaignWords) -> list[str]:
    """What is wrong with it, each a sentence; empty when it may be kept."""
    found = []
    for name, most in LONGEST.items():
        if (length := len(getattr(words, name))) > most:
            found.append(f"{_CALLED[name]} is {length:,} characters long; {most:,} are kept. Make it shorter.")
    if words.cost_pence is not None and not 0 <= words.cost_pence <= MOST_PENCE:
        found.append("That cost is not possible. Write it in pounds, or leave it out when nobody knows.")
    if words.staff_minutes is not None and not 0 <= words.staff_minutes <= MOST_MINUTES:
        found.append("That much staff time is not possible. Write it in hours, or leave it out when nobody knows.")
    return found
