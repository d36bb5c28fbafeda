"""Which language a comment is written in: by its script, its little words and a trained part; `und` before a guess."""

import html
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import regex

from domain.listening.grams import added, letters, runs, words
from domain.listening.little_words import EVERYWHERE, SAID
from domain.listening.scripts import MEANS, NAMES, OTHER, SHARED, scripts
from domain.listening.stored import arrays, weights
from domain.listening.words import UNKNOWN, Tongue

PART = "language"
ANOTHER = UNKNOWN  # the class of languages that the part knows of but does not name
BITS = 15
LONGEST = 1_000
"""Characters that are looked at: the language is plain by then, and nobody can make us slow."""

SHORT_LETTERS, SHORT_WORDS = 12, 2
"""Up to so much, letters tell too little: names and slips look like any language."""

CORE = ("en", "cy", "pl")
_HOME, _ALSO, _NEAR, _STRANGE = 1.5, 1.0, 1.0, -1.0  # beforehand, in log-odds: main, other of the account, core, `und`
_APART = 0.5  # how far two languages of one script must be from one another
_SURE, _FAR_SURE, _LEAST = 0.40, 0.40, 0.15
_FEW = 1.0  # what is added for the core where a text of an unknown account has one or two words
_LOUD, _SPLIT, _WORD, _RUNS = 1.0, 3.5, 12.0, 5
_PLAIN, _SECOND = 0.9, 4

_LINKS = re.compile(r"https?:/?/?\S*|www\.\S+|[^\s@]{1,64}@[^\s@]{1,250}\.\S+")
_CALLS = re.compile(r"(?<!\w)[@#]\w+")
_NOT_LETTERS = regex.compile(r"[^\p{L}\p{M}'\s]+")
_BLANK = 32

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counted:
    """The runs of letters and the words of some texts, kind by kind: which (`run`) and of which unit.

    A unit is a word with the blank before it; each text ends with one that is a blank alone. `first`: where the units
    of each text begin, and one more for the end; `total`: how many runs a text has.
    """

    kinds: list[tuple[Whole, Whole]]
    first: Whole
    total: Whole


@dataclass(frozen=True, slots=True)
class _Known:
    weights: npt.NDArray[np.float32]
    start: Floats
    names: tuple[str, ...]
    at: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What there is on one text: its account's languages, the part's word, whether all of it looks like a name."""

    hopes: tuple[str, ...]
    logits: Floats
    name_like: bool
    by_word: Floats | None  # where it may hold two languages


def tongues(texts: Sequence[str], expected: Sequence[tuple[str, ...]]) -> list[Tongue]:
    """The language of each text. `expected`: the languages its account publishes in, the main one first; () unknown."""
    if not texts:
        return []
    said = [letters_only(text) for text in texts]
    by_word, found = _weighed(said)
    sums = np.add.reduceat(by_word, found.first[:-1], axis=0)
    logits = sums / np.sqrt(np.maximum(found.total, 1))[:, None] + _known().start
    ends, perhaps = found.first, _perhaps_two(by_word, found)
    return [
        _told(
            text,
            _Seen(hopes, logits[at], raw.istitle(), by_word[ends[at] : ends[at + 1]] if perhaps[at] else None),
            script,
        )
        for at, (text, raw, hopes, script) in enumerate(zip(said, texts, expected, _written(said), strict=True))
    ]


def letters_only(text: str) -> str:
    """A text as its language is told: small letters and blanks, without links, handles, tags, digits and pictures."""
    short = text[:LONGEST].replace("’", "'")
    short = html.unescape(short) if "&" in short else short
    return " ".join(_NOT_LETTERS.sub(" ", _CALLS.sub(" ", _LINKS.sub(" ", short))).lower().split())


def counted(said: Sequence[str]) -> Counted:
    """All runs of one to five letters, and all words, of texts made of letters and blanks."""
    codes, owner = letters([f" {text} " for text in said])
    unit = np.cumsum(codes == _BLANK) - 1
    found = [*runs(codes, owner, 1, 5), words(codes, owner)]
    kinds = [((number & np.uint32((1 << BITS) - 1)).astype(np.int64), unit[begins]) for number, begins in found]
    total = sum(np.bincount(owner[begins], minlength=len(said)) for _, begins in found)
    first = np.append(unit[np.searchsorted(owner, np.arange(len(said)))], unit[-1] + 1)
    return Counted(kinds, first, np.asarray(total, dtype=np.int64))


def _weighed(said: Sequence[str]) -> tuple[Floats, Counted]:
    """What each unit of each text says for every language, a row a unit."""
    table, found = _known().weights, counted(said)
    told = np.zeros((int(found.first[-1]), table.shape[1]), dtype=np.float32)
    for run, unit in found.kinds:
        told += added(run, unit, len(told), table)
    return told, found


def _written(said: Sequence[str]) -> list[tuple[str, str]]:
    """The script that most letters of each text are in, and a second one that has more than a letter or two of it."""
    codes, owner = letters(said)
    places = owner * len(NAMES) + scripts(codes)
    much = np.bincount(places, minlength=len(said) * len(NAMES)).reshape(len(said), len(NAMES))
    much[:, [NAMES.index(one) for one in (OTHER, "marks")]] = 0
    order = np.argsort(-much, axis=1, kind="stable")[:, :2]
    enough = np.take_along_axis(much, order, axis=1) >= (1, _SECOND)
    return [
        (NAMES[first] if some else OTHER, NAMES[second] if more else OTHER)
        for (first, second), (some, more) in zip(order, enough, strict=True)
    ]


@cache
def _known() -> _Known:
    part = arrays(PART, ("weights", "scale", "start", "names"))
    names = tuple(str(name) for name in part["names"])
    return _Known(
        weights(part["weights"], part["scale"]), part["start"], names, {name: at for at, name in enumerate(names)}
    )


@cache
def _speaks_for() -> dict[str, str]:
    """Each little word and the one language it speaks for."""
    found: dict[str, set[str]] = {}
    for language, listed in SAID.items():
        for word in listed.split():
            found.setdefault(word, set()).add(language)
    return {word: next(iter(languages)) for word, languages in found.items() if len(languages) == 1}


def _told(text: str, seen: _Seen, script: tuple[str, str]) -> Tongue:
    """The language of one text, from all that was gathered on it."""
    if script[0] == OTHER:
        return Tongue(_home(seen))
    main = _in_script(text, seen, script[0])
    if script[1] != OTHER:
        second = _in_script(text, seen, script[1])
        return Tongue(main.code, tuple(dict.fromkeys((main.code, second.code)))) if second.code != main.code else main
    return main


def _in_script(text: str, seen: _Seen, script: str) -> Tongue:
    """The language of what a text has in one script."""
    found = text.split()
    if script in MEANS:
        return Tongue(MEANS[script])
    if script in SHARED:
        spoken = _spoken(found) & set(SHARED[script])
        return Tongue(spoken.pop() if len(spoken) == 1 else _best(seen.logits, SHARED[script]))
    if script != "latin":
        return Tongue(UNKNOWN)
    if len(found) <= SHORT_WORDS or len(text) - len(found) < SHORT_LETTERS:
        return Tongue(_of_few(found, seen))
    main = _of_many(seen.hopes, seen.logits)
    return Tongue(main) if seen.by_word is None else _of_two(found, main, seen.by_word)


def _home(seen: _Seen) -> str:
    return seen.hopes[0] if seen.hopes else UNKNOWN


def _spoken(found: Sequence[str]) -> set[str]:
    """The languages that the little words among some words speak for."""
    return {_speaks_for()[word] for word in found if word in _speaks_for()}


def _best(logits: Floats, among: tuple[str, ...]) -> str:
    """The likeliest of some languages; `und` when two are near one another."""
    at = _known().at
    told = sorted(((float(logits[at[name]]), name) for name in among), reverse=True)
    return told[0][1] if told[0][0] - told[1][0] > _APART else UNKNOWN


def _of_few(found: Sequence[str], seen: _Seen) -> str:
    """The language of one or two words: what little words say, else the account's own unless another is very plain."""
    spoken = _spoken(found)
    if len(spoken) == 1:
        return spoken.pop()
    if seen.hopes and (seen.name_like or EVERYWHERE.issuperset(found)):
        return seen.hopes[0]
    among, core = ((*CORE, *seen.hopes), _NEAR) if seen.hopes else (_latin(), _NEAR + _FEW)
    chances = _chances(seen.logits, seen.hopes, among, core)
    best = max(chances, key=chances.__getitem__)
    return best if chances[best] >= (_PLAIN if seen.hopes else _SURE) else _home(seen)


def _of_many(hopes: tuple[str, ...], logits: Floats) -> str:
    """The language of a longer text; the account's own where another is not plain, `und` where nothing is."""
    chances = _chances(logits, hopes, _latin())
    best = max(chances, key=chances.__getitem__)
    near = best in CORE or best in hopes
    if best == ANOTHER and chances[best] >= _FAR_SURE:
        return UNKNOWN
    if best != ANOTHER and chances[best] >= (_SURE if near else _FAR_SURE):
        return best
    likely = max((hope for hope in hopes if hope in chances), key=chances.__getitem__, default=None)
    return likely if likely is not None and chances[likely] >= _LEAST else UNKNOWN


@cache
def _latin() -> tuple[str, ...]:
    elsewhere = {*MEANS.values(), *(name for names in SHARED.values() for name in names)}
    return tuple(name for name in _known().names if name not in elsewhere)


def _chances(logits: Floats, hopes: tuple[str, ...], among: tuple[str, ...], core: float = _NEAR) -> dict[str, float]:
    """How likely each of some languages is, with what the account makes likely beforehand."""
    at = _known().at
    told = {name: float(logits[at[name]]) + _beforehand(name, hopes, core) for name in among if name in at}
    loudest = max(told.values(), default=0.0)
    shares = {name: math.exp(value - loudest) for name, value in told.items()}
    whole = sum(shares.values())
    return {name: share / whole for name, share in shares.items()}


def _beforehand(name: str, hopes: tuple[str, ...], core: float) -> float:
    if name in hopes:
        return _HOME if name == hopes[0] else _ALSO
    return core if name in CORE else _STRANGE if name == ANOTHER else 0.0


def _perhaps_two(by_word: Floats, found: Counted) -> npt.NDArray[np.bool_]:
    """Which texts may hold two languages: some of their words speak loudly for one against that of the whole."""
    first = found.first[:-1]
    whole = np.repeat(np.add.reduceat(by_word, first, axis=0).argmax(axis=1), np.diff(found.first))
    near = [_known().at[name] for name in CORE]
    against = np.maximum(by_word[:, near] - by_word[np.arange(len(by_word)), whole][:, None], 0)
    loud = np.add.reduceat(against, first, axis=0).max(axis=1)
    return np.asarray(loud / np.sqrt(np.maximum(found.total, 1)) > _LOUD, dtype=np.bool_)


def _of_two(found: Sequence[str], main: str, by_word: Floats) -> Tongue:
    """A longer text, with its second language where a stretch of its words and the rest are plainly in two."""
    known, surest, best = _known(), _SPLIT, Tongue(main)
    for other in CORE:
        if other == main or "en" not in (main, other) or main not in known.at:
            continue
        for_other = by_word[: len(found), known.at[other]] - by_word[: len(found), known.at[main]]
        begin, end = _stretch(for_other + _little(found, other, main))
        inside, rest = found[begin:end], [*found[:begin], *found[end:]]
        sure = min(_margin(inside, for_other[begin:end].sum(), other, main),
                   _margin(rest, for_other[begin:end].sum() - for_other.sum(), main, other))  # fmt: skip
        if sure > surest:
            larger = 2 * sum(map(len, inside)) > sum(map(len, found))
            surest, best = sure, Tongue(other, (other, main)) if larger else Tongue(main, (main, other))
    return best


def _stretch(told: Floats) -> tuple[int, int]:
    """The neighbouring words that together speak loudest: from which, and up to which."""
    sums = np.concatenate(([0.0], np.cumsum(told)))
    low = np.minimum.accumulate(sums)
    end = int(np.argmax(sums - low))
    return int(np.argmin(sums[: end + 1])), end


def _little(found: Sequence[str], one: str, other: str) -> Floats:
    """What the little words among some words add for one language against another."""
    spoken = [_speaks_for().get(word) for word in found]
    return np.asarray([_WORD * ((of == one) - (of == other)) for of in spoken], dtype=np.float32)


def _margin(found: Sequence[str], told: float, one: str, other: str) -> float:
    """How plainly some words are in one language and not the other, in log-odds; nothing when they are too few."""
    little = float(_little(found, one, other).sum())
    size = sum(map(len, found))
    if (len(found) < 2 and (little <= 0 or size < 4)) or size < 4:
        return 0.0
    return (float(told) + little) / math.sqrt(_RUNS * (size + len(found)))
