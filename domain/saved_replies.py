"""Saved replies: their fields, how they are filled in, and what is wrong with one as it is written."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

FIELDS = ("name", "team", "contact", "ward", "reference", "district")
"""What may stand in braces: who asks, the team that answers with its contact and ward, a reference, the district."""

REVIEW_WITHIN = timedelta(days=366)
"""The longest that a saved reply is offered before somebody looks at it again."""

LONGEST = 2_000

_FIELD = re.compile(r"\{([^{}]*)\}")
_BARE = re.compile(r"[{}]")


def fields(text: str) -> list[str]:
    """The fields of a text, in the order in which they first stand there."""
    return list(dict.fromkeys(one.strip() for one in _FIELD.findall(text)))


def faults(title: str, text: str, text_cy: str, review_by: date, today: date) -> list[str]:
    """What is wrong with a saved reply, each a sentence for who writes it; empty when it may be kept."""
    said = []
    if not title.strip():
        said.append("Give it a title, so that others find it.")
    if not text.strip():
        said.append("Write the words in English. The Welsh beside them may follow later.")
    for words in (text, text_cy):
        unknown = [one for one in fields(words) if one not in FIELDS]
        for one in unknown:
            known = ", ".join(f"{{{name}}}" for name in FIELDS)
            said.append(f"{{{one}}} is no field. There are: {known}.")
        if _BARE.search(_FIELD.sub("", words)):
            said.append("A brace { or } stands alone. Fields are written with both, as {team}.")
        if len(words) > LONGEST:
            said.append(f"That is {len(words):,} characters long. Keep it under {LONGEST:,}.")
    if review_by <= today:
        said.append("The day of its review must be still to come.")
    elif review_by > today + REVIEW_WITHIN:
        said.append("Have it reviewed within a year: numbers and opening hours change.")
    return said


def filled(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """The words with their fields filled in, and those nobody knew, which stay as they are to be written by hand."""
    known = {name: value for name, value in values.items() if value.strip()}
    missing = [name for name in fields(text) if name not in known]
    return _FIELD.sub(lambda one: known.get(one[1].strip(), one[0]), text), missing


def left_open(text: str) -> list[str]:
    """The fields that still stand in an answer about to be sent."""
    return [one for one in fields(text) if one in FIELDS]
