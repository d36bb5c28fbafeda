"""What a reply of ours is worth to who asked: substance, a hold ("please DM us", "leave it with us"), or courtesy."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import log

from domain.listening import replies_words as words
from domain.listening.gist import Gist, gist
from domain.listening.learnt import chance, weights


class Weight(StrEnum):
    """What a reply of ours, or a clause of it, is worth."""

    SUBSTANCE = "substance"
    HOLDING = "holding"
    COURTESY = "courtesy"  # thanks, sorry, a name: nothing in it yet


@dataclass(frozen=True, slots=True)
class Weighed:
    """The worth of a reply or a clause, and the words that decided; "" for an empty one."""

    weight: Weight
    words: str = ""
    sure: bool = False


_ASKS = "\N{INVERTED QUESTION MARK}"
"""Stands in a clause that asks, whose own mark was cut off."""

ENOUGH = 0.5
"""How surely a reply with anything in it must answer to count."""

FEATURES = ("one", "number", "length", "about", "about_share", "holds", "courtesies", "opens_with_it", "asks")


@lru_cache(maxsize=4096)
def weigh(text: str, question: str = "") -> Weighed:
    """What a reply is worth: nothing but holds and courtesy never answers, nothing of them always does.

    Where both are in it and no clause is sure by its words, what was learnt decides, if the question is told.
    """
    judged = clauses(text)
    first = {found.weight: found for found in reversed(judged)}
    told = next((found for found in judged if found.sure), first.get(Weight.SUBSTANCE))
    doubtful = told and not told.sure and len(first) > 1
    if doubtful and question and chance(weights("replies"), features(judged, text, question)) < ENOUGH:
        told = None
    return told or first.get(Weight.HOLDING) or first.get(Weight.COURTESY) or Weighed(Weight.COURTESY)


def clauses(text: str) -> list[Weighed]:
    """The clauses of a reply that have anything in them, each judged by itself; greeting and signature left out."""
    said = words.CALLED.sub("", words.SIGNED.sub(" ", words.LEAD.sub("", text)).strip())
    marked = words.ASKED.sub(f" {_ASKS}" + r"\g<0>", said)
    parts = [part.strip() for part in words.CLAUSES.split(marked) if part and part.strip()]
    return [found for part in parts if (found := _judge(part, alone=len(parts) == 1))]


def features(judged: Sequence[Weighed], text: str, question: str) -> list[float]:
    """The features of a reply in the order of FEATURES; what it has in common with the question, when that is told."""
    told = [found for found in judged if found.weight is Weight.SUBSTANCE]
    said = " ".join(found.words for found in told)
    about, asked = _about(said), _about(question)
    common = len(about & asked)
    return [
        1.0,
        float(bool(words.NUMERAL.search(said))),
        log(1 + len(about)),
        float(common > 0),
        common / (1 + len(asked)),
        log(1 + sum(found.weight is Weight.HOLDING for found in judged)),
        log(1 + sum(found.weight is Weight.COURTESY for found in judged)),
        float(bool(judged) and judged[0].weight is Weight.SUBSTANCE),
        float(text.rstrip().endswith("?")),
    ]


def _about(text: str) -> Gist:
    return frozenset(token for token in gist(text) if token[0] not in "?~")


def _judge(clause: str, alone: bool) -> Weighed | None:
    """One clause; None when there is nothing in it. A single word is something when it is all we said."""
    if words.SURE.search(clause):
        return Weighed(Weight.SUBSTANCE, clause[:160], sure=True)
    if clause.endswith(_ASKS):
        return Weighed(Weight.HOLDING, clause.removesuffix(_ASKS).strip()[-80:] + "?")
    hold = words.HOLD.search(clause)
    if hold:
        return Weighed(Weight.HOLDING, hold[0].strip())
    courteous = words.COURTESY.search(clause)
    if courteous:
        return Weighed(Weight.COURTESY, courteous[0].strip())
    full = [
        word
        for word in words.WORD.findall(words.LINK.sub(" linked page ", clause))
        if word.casefold() not in words.EMPTY
    ]
    if len(full) < 2 - alone and not words.TIME.search(clause):
        return None
    return Weighed(Weight.SUBSTANCE, clause[:160], sure=len(full) < 2)
