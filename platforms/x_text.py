"""How X counts a text: weights, links and emoji, by the rules it publishes (twitter-text, configuration version 3).

The one Python port of twitter-text (twitter-text-parser 3.0.0, 2023) cannot be imported
with setuptools 82 or later and knows the emoji of 2019; so the few rules stand here, over
libraries that are kept up: `regex` for Unicode's classes, `publicsuffixlist` for what ends a name.
"""

import unicodedata
from functools import cache
from typing import Any

import regex
from publicsuffixlist import PublicSuffixList

from domain.posts import Outgoing, storable

LIMIT = 280
LINK, HEAVY = 23, 2  # what any link weighs; what an emoji and a sign outside LIGHT weighs
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))  # code points that weigh one
FORBIDDEN = regex.compile("[\ufffe\ufeff\uffff]")
CASHTAG = regex.compile(r"(?<![\w$])\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?![\w$])")

_ONE = r"(?![©®])\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?(?:[\U000E0020-\U000E007E]+\U000E007F)?"
_EMOJI = regex.compile(rf"\p{{RI}}\p{{RI}}|[0-9#*]\uFE0F?\u20E3|[©®]\uFE0F|{_ONE}(?:\u200D{_ONE})*")
_WITH_SCHEME = regex.compile(
    r"(?<![A-Za-z0-9@＠$#＃])https?://((?:[\p{L}\p{N}\p{M}_-]+\.)+[\p{L}\p{N}\p{M}-]+)", regex.I
)
_BARE = regex.compile(r"(?<![A-Za-z0-9@＠$#＃_./-])((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+)", regex.I)
_PORT = regex.compile(r":\d{1,5}(?=\D|$)")
_PATH = regex.compile(r"/[a-z\p{Cyrillic}À-ɏ0-9!*';:=+,.$/%#\[\]\-–_~@|&()]*", regex.I)
_QUERY = regex.compile(r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*", regex.I)
_NOT_AT_THE_END = "!*';:,.$%[]~|@&?–"


def weight(text: str) -> int:
    """The length of which X allows 280: links 23, emoji 2, most other writing 1, Chinese and its like 2."""
    text = unicodedata.normalize("NFC", text)
    total, at = 0, 0
    for start, end in links(text):
        total += _plain(text[at:start]) + LINK
        at = end
    return total + _plain(text[at:])


def links(text: str) -> list[tuple[int, int]]:
    """Where the links stand that X would turn into t.co, with or without https://."""
    found: list[tuple[int, int]] = []
    at = 0
    while match := min(filter(None, (_WITH_SCHEME.search(text, at), _BARE.search(text, at))), key=_place, default=None):
        end = _end_of_link(text, match.start(1), match[1], bare=match.start() == match.start(1))
        if end is not None:
            found.append((match.start(), end))
        at = match.start() + 1 if end is None else end
    return found


def without_links(text: str) -> str:
    """A text with its links cut out, however they are written: X gives them out as t.co."""
    for start, end in reversed(links(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def faults(message: Outgoing) -> list[str]:
    """What is wrong with a message for X, in sentences for the person who wrote it."""
    text = message.text
    if not text.strip():
        return ["There is nothing to publish: the text is empty."]
    found = []
    if (counted := weight(text)) > LIMIT:
        over = f"{counted - LIMIT} over the {LIMIT} that X allows"
        found.append(
            f"The text is too long for X: it counts {counted}, {over}. A link counts {LINK}, an emoji {HEAVY}."
        )
    if (cashtags := len(CASHTAG.findall(text))) > 1:
        found.append(f"X allows one cashtag (such as $ABC) in a post; this text has {cashtags}.")
    if FORBIDDEN.search(text) or storable(text) != text:
        found.append("The text holds a sign that X does not take. Type it again instead of pasting it.")
    if message.in_reply_to is not None and not (message.in_reply_to.isdecimal() and len(message.in_reply_to) <= 19):
        found.append("What this answers has no number that X would know.")
    return found


def price_of(message: Outgoing) -> str:
    """What publishing it is billed as: a link makes a post dear, an answer to somebody who named us is cheapest."""
    if links(message.text):
        return "post.create_with_url"
    return "reply.create" if message.in_reply_to else "post.create"


def _plain(text: str) -> int:
    emoji: int
    without, emoji = _EMOJI.subn("", text)
    return HEAVY * emoji + sum(1 if any(low <= ord(sign) <= high for low, high in LIGHT) else HEAVY for sign in without)


def _place(match: Any) -> int:
    return int(match.start())


def _end_of_link(text: str, start: int, name: str, *, bare: bool) -> int | None:
    """Where the link ends whose server's name begins at `start`; None if it is none."""
    labels = name.split(".")
    while len(labels) > 1 and not _ends_a_name(labels[-1]):
        labels.pop()
    if len(labels) < 2 or "_" in labels[-2]:
        return None
    end = start + len(".".join(labels))
    if end < len(text) and regex.match(r"[0-9A-Za-z@+-]", text[end]):
        return None
    if len(labels) < name.count(".") + 1 and bare:
        return end
    for part in (_PORT, _PATH, _QUERY):
        if match := part.match(text, end):
            end = match.end() if part is _PORT else end + len(_trimmed(match[0]))
    return end


def _trimmed(part: str) -> str:
    """A path or query without the full stop, comma or bracket that belongs to the sentence."""
    while part and (part[-1] in _NOT_AT_THE_END or (part[-1] in "()" and part.count("(") != part.count(")"))):
        part = part[:-1]
    return part


@cache
def _names() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False, only_icann=True)


def _ends_a_name(label: str) -> bool:
    """Whether a server's name can end so: uk, org, wales, not "Please"."""
    try:
        written = label[:64].encode("idna").decode().lower()
    except UnicodeError:
        return False
    return bool(written) and _names().publicsuffix(written) is not None
