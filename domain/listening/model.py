"""Trained parts: arrays kept in `parts/`, and what they say of a batch of texts."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from domain.listening.features import WIDTH, Floats, Lit
from domain.listening.stored import PARTS, arrays

_KEPT = ("at", "weights", "scale", "rules", "rule_names", "start", "names")


@dataclass(frozen=True, slots=True)
class Part:
    """One trained part: a weight for every place and class, one for every rule and class, and a start."""

    places: Floats
    rules: Floats
    start: Floats
    names: tuple[str, ...]
    rule_names: tuple[str, ...] = ()


@cache
def part(name: str) -> Part:
    """A trained part by its name; read once. Raises PartUnreadable when it is missing or damaged."""
    kept = arrays(name, _KEPT)
    places = np.zeros((WIDTH, kept["start"].shape[0]), np.float32)
    places[kept["at"]] = kept["weights"].astype(np.float32) * kept["scale"]
    names, rules = tuple(kept["names"].tolist()), tuple(kept["rule_names"].tolist())
    return Part(places, kept["rules"].astype(np.float32), kept["start"], names, rules)


def logits(one: Part, texts: Lit, rules: Floats) -> Floats:
    """What a part says of each text and class, before it is made a probability. `rules`: a row of figures a text."""
    return np.asarray(one.start + rules @ one.rules + texts.matrix @ one.places, np.float32)


def probability(logit: Floats) -> Floats:
    """A logit as a probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -30, 30))), np.float32)


def keep(name: str, one: Part) -> Path:
    """Write a trained part small: only the places that speak, in steps of 1/127 of the loudest of each class."""
    loudest = np.maximum(np.abs(one.places).max(axis=0), 1e-9)
    steps = np.round(one.places / loudest * 127).astype(np.int8)
    at = np.flatnonzero(np.any(steps, axis=1))
    path = PARTS / f"{name}.npz"
    np.savez_compressed(
        path, at=at.astype(np.int32), weights=steps[at], scale=(loudest / 127).astype(np.float32),
        rules=one.rules.astype(np.float32), rule_names=np.asarray(one.rule_names), start=one.start.astype(np.float32),
        names=np.asarray(one.names),
    )  # fmt: skip
    return path
