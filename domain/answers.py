"""Answers to the public: in which lanes a second person reads them first, and how several that ask the same are met."""

from collections.abc import Collection
from dataclasses import dataclass

from domain.listening.words import Lane
from domain.publication import SecondReader


@dataclass(frozen=True, slots=True)
class Asked:
    """What a platform goes by in letting us answer: the words of who asked, and how they stand to us.

    `calls_us`: it answers something of ours, or came to us because it names or quotes us; `under_ours`: the
    conversation began with a post of ours.
    """

    text: str
    calls_us: bool
    under_ours: bool


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a platform will not take an answer; not `sure`: it may say no, and nobody knows before it is asked."""

    says: str
    sure: bool


READ_FIRST = frozenset(Lane) - {Lane.WELSH}
"""The risk lanes: what is answered there is read by a second person first. Welsh alone is no risk."""


def needs_second_reader(rule: SecondReader, lanes: Collection[Lane]) -> bool:
    """Whether the force's rule wants a second person before an answer in these lanes leaves."""
    if rule is SecondReader.RISK:
        return bool(READ_FIRST.intersection(lanes))
    return rule is SecondReader.ALWAYS
