"""What the sentiment of an English text is told by: its runs of words and of letters, and the worth of single words."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from domain.listening.grams import Numbers, Places, letters, runs

BITS = 18
LONGEST = 1_500
"""Characters that are looked at; nobody can make us slow with more."""

Floats = npt.NDArray[np.float32]

_LINKS = re.compile(r"https?://\S+|www\.\S+")
_HANDLES = re.compile(r"@\w+")
_LONG = re.compile(r"(.)\1{2,}")
_TOKENS = re.compile(
    r"#?\w+(?:'\w+)*|[:;=8xX][\-o*']?[)\](\[dDpP/\\|]+|<3|[!?]+|[.]{2,}|[.,;]|[\U0001F300-\U0001FAFF☀-➿]|@"
)
_DENYING = """
    not no never cannot nothing nobody none neither nor without hardly barely dont cant wont isnt didnt doesnt wasnt
    arent couldnt shouldnt wouldnt hasnt havent hadnt aint nae cannae dinnae isny
"""
_DENIALS = frozenset(_DENYING.split())
_ENDS = frozenset("!?.,;")
_REACH = 3
"""How many words a denial turns round."""

_TURNED = -0.74  # how much of a word's worth is left, the other way round, after a denial (Hutto and Gilbert 2014)
_BEND = 15.0
DENIES, ENDS, WORD, LOUD = 1, 2, 4, 8


@dataclass(frozen=True, slots=True)
class Reading:
    """Some texts as the part reads them: `blocks` of runs (number, text), and a row of `figures` for each text."""

    blocks: list[list[tuple[Places, Places]]]
    figures: Floats


@lru_cache(maxsize=50_000)
def token(written: str) -> tuple[int, int, tuple[int, ...]]:
    """A word or mark: its number, what it is, and under which numbers its worth may stand."""
    small = written.lower()
    short = _LONG.sub(r"\1\1\1", small)
    if short[0] in "!?.":
        short = short[:2]
    is_word = short[0].isalnum() or short[0] == "#"
    denies = short in _DENIALS or short.endswith("n't")
    kind = (
        DENIES * denies | ENDS * (short[0] in _ENDS) | WORD * is_word | LOUD * (len(written) > 2 and written.isupper())
    )
    bare = short.lstrip("#")
    ways = dict.fromkeys((bare, small, _LONG.sub(r"\1", small)))
    return number(bare), kind, tuple(number(way) for way in ways)


def number(word: str) -> int:
    """A word as a number."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def read(texts: Sequence[str], worth: Mapping[int, float], polarity: npt.NDArray[np.float64]) -> Reading:
    """Texts as numbers. `worth`: what single words are worth, by number; `polarity`: TextBlob's two figures a text."""
    plain = [_plain(text) for text in texts]
    codes, owner = letters([" " + " ".join(text.lower().split()) + " " for text in plain])
    by_letter = [_placed(number_, owner[begins], 1) for number_, begins in runs(codes, owner, 3, 5)]
    tokens = [[token(one) for one in _TOKENS.findall(text)] for text in plain]
    flat = [one for row in tokens for one in row]
    lengths = np.fromiter((len(row) for row in tokens), dtype=np.int64, count=len(tokens))
    owner = np.repeat(np.arange(len(tokens), dtype=np.int64), lengths)
    numbers = np.fromiter((one[0] for one in flat), dtype=np.uint32, count=len(flat))
    kinds = np.fromiter((one[1] for one in flat), dtype=np.int64, count=len(flat))
    worths = np.fromiter((_worth(one[2], worth) for one in flat), dtype=np.float64, count=len(flat))
    denied = _denied(kinds, owner)
    turned = np.where(denied & (kinds & WORD > 0), numbers * np.uint32(31) + np.uint32(7), numbers)
    by_word = [_placed(number_, owner[begins], 0) for number_, begins in runs(turned, owner, 1, 2)]
    told = np.where(denied, _TURNED * worths, worths)
    return Reading([by_word, by_letter], _figures(told, kinds, denied, owner, lengths, polarity))


def _plain(text: str) -> str:
    short = text[:LONGEST].replace("’", "'")
    short = html.unescape(short) if "&" in short else short
    return _HANDLES.sub(" @ ", _LINKS.sub(" ~ ", short))


def _placed(numbers: Numbers, owner: Places, block: int) -> tuple[Places, Places]:
    """Runs as places in the table of weights: each block has its own half."""
    return (numbers & np.uint32((1 << BITS) - 1)).astype(np.int64) + (block << BITS), owner


def _worth(ways: tuple[int, ...], worth: Mapping[int, float]) -> float:
    return next((worth[way] for way in ways if way in worth), 0.0)


def _denied(kinds: Places, owner: Places) -> npt.NDArray[np.bool_]:
    """Which words stand under a denial: not further than its reach, nor behind a mark that ends it."""
    denied = np.zeros(len(kinds), dtype=np.bool_)
    reached = kinds & DENIES > 0
    for _ in range(_REACH):
        ahead = np.zeros(len(kinds), dtype=np.bool_)
        ahead[1:] = reached[:-1] & (owner[1:] == owner[:-1]) & (kinds[1:] & ENDS == 0)
        denied |= ahead
        reached = ahead
    return denied


def _figures(
    told: npt.NDArray[np.float64], kinds: Places, denied: npt.NDArray[np.bool_], owner: Places, lengths: Places,
    polarity: npt.NDArray[np.float64],
) -> Floats:  # fmt: skip
    """A row of figures a text: what its words are worth together, whether they stand against each other, TextBlob's."""
    size = np.maximum(lengths, 1)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    late = (place + 1) / np.repeat(size, lengths)

    def added(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        return np.asarray(np.bincount(owner, weights=values, minlength=len(lengths)), dtype=np.float64)

    good, bad, last = added(np.maximum(told, 0)), added(np.maximum(-told, 0)), added(told * late)
    some_good, some_bad = added(1.0 * (told > 0)) > 0, added(1.0 * (told < 0)) > 0
    columns = [
        _bent(good), _bent(bad), _bent(good - bad), good / size, bad / size, some_good, some_bad, _bent(last),
        np.minimum(good, bad) / 4, added(1.0 * (kinds & LOUD > 0)) / size, np.log1p(size) / 4,
        added(1.0 * denied) / size,
        polarity[:, 0], np.maximum(polarity[:, 0], 0), np.maximum(-polarity[:, 0], 0), polarity[:, 1],
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def _bent(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(values / np.sqrt(values**2 + _BEND))
