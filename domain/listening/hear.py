"""The heart of listening: what was heard in a batch of public comments, each with its reasons."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from domain.listening import questions
from domain.listening.features import Floats, Lit, lit
from domain.listening.lanes import Heard, lanes
from domain.listening.language import tongues
from domain.listening.model import logits, part, probability
from domain.listening.mood import felt
from domain.listening.reading import RULES, Read, read, rows
from domain.listening.reasons import MOST, why
from domain.listening.spoken import LONGEST
from domain.listening.topics import topic
from domain.listening.words import Comment, Felt, Kind, Lane, Reason, Tongue, Verdict

VERSION = 1
"""Raised whenever a rule, a word list or a trained part changes: what was heard by a lower one is heard again."""

NEEDS = 0.17
"""From this probability a comment needs an answer: the highest at which 0.95 of those that need one are still found, on
texts by hands the part never saw (0.63 of what is called then need one). A look costs seconds, a miss trust."""

NEEDS_IN_LANE = 0.08
"""From this when it lies in a lane of somebody's own trouble."""

NEEDS_OF_FRIENDS = 0.3
"""From this when it calls a friend by name or only passes our post on: half of those still need one there."""

NEEDS_OF_ADVERTS = 0.7
"""From this when it has the words of an advertisement in it, or none but names."""

TROUBLE = frozenset({Lane.CRIME, Lane.AT_RISK, Lane.SIGHTING, Lane.COMPLAINT})
OWED = frozenset({Kind.QUESTION, Kind.REQUEST, Kind.REPORT, Kind.COMPLAINT, Kind.INFORMATION})
QUIET = frozenset(Kind) - {Kind.URGENT, Kind.REQUEST, Kind.REPORT, Kind.COMPLAINT}
ALWAYS = frozenset({Lane.DANGER, Lane.FOI, Lane.DATA})
"""Who lies in one of these is owed an answer, whatever else is heard."""

LEAST = 4
"""Fewer words than this beside a question are not heard by themselves."""

_CLAUSES = re.compile(r"[^.!?;,\n]*[.!?;,\n]+|[^.!?;,\n]+")


def hear(comments: Sequence[Comment]) -> list[Verdict]:
    """A verdict for each comment, in their order; batches of some hundred are quickest."""
    if not comments:
        return []
    texts = [read(one) for one in comments]
    told, figures = lit([one.text for one in texts]), rows(texts)
    spoken_in = tongues_of(comments)
    asks = _asks(texts, told, figures)
    needs = probability(logits(part("needs"), told, figures))[:, 0]
    danger = _dangers(texts, told, figures)
    by_lane = probability(logits(part("lanes"), told, figures))
    kinds = logits(part("kind"), told, figures)
    sounds = felt_of(comments, spoken_in)
    laned = tuple(Lane(name) for name in part("lanes").names)
    return [
        _verdict(text, spoken_in[at], sounds[at], float(asks[at]), float(needs[at]),
                 Heard(float(danger[at]), dict(zip(laned, by_lane[at].tolist(), strict=True))), kinds[at])
        for at, text in enumerate(texts)
    ]  # fmt: skip


def _verdict(
    text: Read, tongue: Tongue, felt: Felt | None, asks: float, needs: float, heard: Heard, kinds: Floats
) -> Verdict:
    open_, of_lanes = lanes(text, heard, tongue)
    owed = needs >= _bar(text, open_) or not ALWAYS.isdisjoint(open_)
    sure = max(needs, heard.danger) if Lane.DANGER in open_ else max(needs, NEEDS_IN_LANE) if owed else needs
    reasons = [*of_lanes, *why(text, owed, asks)]
    return Verdict(
        tongue, _kind(kinds, owed, Lane.DANGER in open_, text), owed, round(sure, 3), open_,
        topic(text.cues, text.comment.post), felt, _once(reasons)[: MOST + len(of_lanes)],
    )  # fmt: skip


def _bar(text: Read, open_: Sequence[Lane]) -> float:
    """From what probability this comment needs an answer: what advertises must be surer, who is in trouble less."""
    if "spam" in text.cues or "only_names" in text.told:
        return NEEDS_OF_ADVERTS
    if text.addressed or "shared" in text.cues:
        return NEEDS_OF_FRIENDS
    return NEEDS if TROUBLE.isdisjoint(open_) else NEEDS_IN_LANE


def _kind(kinds: Floats, owed: bool, danger: bool, text: Read) -> Kind:
    """The likeliest kind among those that fit the rest of the verdict."""
    if danger:
        return Kind.URGENT
    if "only_names" in text.told and not owed:
        return Kind.TAG
    if "no_words" in text.told and not owed:
        return Kind.OTHER
    names, allowed = part("kind").names, OWED if owed else QUIET
    return max((Kind(name) for name in names if name in allowed), key=lambda kind: kinds[names.index(kind)])


def _asks(texts: Sequence[Read], told: Lit, figures: Floats) -> Floats:
    own = figures[:, [RULES.index(name) for name in questions.RULES]]
    return questions.probabilities([one.text for one in texts], told, own)


def _once(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    return tuple(
        {one.code: one for one in reversed(reasons)}[code] for code in dict.fromkeys(one.code for one in reasons)
    )


def tongues_of(comments: Sequence[Comment]) -> list[Tongue]:
    """The language of each comment."""
    return tongues([one.text for one in comments], [one.languages for one in comments])


def felt_of(comments: Sequence[Comment], spoken_in: Sequence[Tongue]) -> list[Felt | None]:
    """How each comment sounds; None where its language is not supported."""
    return felt([one.text for one in comments], spoken_in)


def dangers(comments: Sequence[Comment]) -> list[float]:
    """How likely each comment tells of danger now, 0 to 1; from 0.5 it lies in that lane."""
    texts = [read(one) for one in comments]
    if not texts:
        return []
    return [float(one) for one in _dangers(texts, lit([one.text for one in texts]), rows(texts))]


def _dangers(texts: Sequence[Read], told: Lit, figures: Floats) -> Floats:
    """The same of texts already read; who asks something as well is heard without it too, and the worse counts."""
    heard = probability(logits(part("danger"), told, figures))[:, 0]
    rests = {at: rest for at, text in enumerate(texts) if (rest := _beside_what_it_asks(text))}
    if rests:
        again = [read(replace(texts[at].comment, text=rest)) for at, rest in rests.items()]
        by_itself = probability(logits(part("danger"), lit([one.text for one in again]), rows(again)))[:, 0]
        heard[list(rests)] = np.maximum(heard[list(rests)], by_itself)
    return heard


def _beside_what_it_asks(text: Read) -> str:
    """What a comment with several kinds of peril says beside its questions; "" when that is next to nothing."""
    if "mark" not in text.told or "many_perils" not in text.told:
        return ""
    rest = "".join(clause for clause in _CLAUSES.findall(text.comment.text[:LONGEST]) if "?" not in clause).strip()
    return rest if len(rest.split()) >= LEAST else ""
