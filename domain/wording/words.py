"""The words of the checks: what was found in an answer while it was written, and how much that matters."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from domain.listening.words import Lane


class Severity(StrEnum):
    """What a finding asks of who writes, the gravest first."""

    STOP = "stop"  # not to leave like this; a supervisor may insist with a reason
    ASK = "ask"  # to be confirmed: perhaps it is meant so
    HINT = "hint"  # worth a look


class Code(StrEnum):
    """What the checks can find."""

    TOO_LONG = "too_long"
    PHONE = "phone"  # a mobile number, or one that is nobody's we know
    LANDLINE = "landline"  # perhaps a station's, perhaps somebody's
    MAIL = "mail"  # an e-mail address that may be a private person's
    POSTCODE = "postcode"
    ADDRESS = "address"  # a house number and a street
    PLATE = "plate"  # a vehicle's registration
    BORN = "born"  # a date of birth
    NAMED = "named"  # a name beside words of charge or arrest
    MISDIALLED = "misdialled"  # 999 or 101 misspelt
    ONLY_101 = "only_101"  # 101, and no 999, where somebody may be in danger
    NOW_101 = "now_101"  # 101 for what happens now
    PAST_999 = "past_999"  # 999 for what is over
    SHOUTING = "shouting"
    NOT_WELSH = "not_welsh"  # English to a question in Welsh


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: its code (a sentence in the dashboard's catalogue), the words that show it, and its weight."""

    code: Code
    words: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Context:
    """What an answer is for: the platform's longest text and how it counts, the question's lanes and language.

    `ours` are texts of the force's own (contacts of its teams, signposts): numbers and addresses in them are no
    personal data.
    """

    most: int
    count: Callable[[str], int] = len
    lanes: tuple[Lane, ...] = ()
    language: str = "en"
    ours: tuple[str, ...] = field(default=())


Check = Callable[[str, Context], list[Finding]]
"""One check: the words and what they are for in, what was found out."""
