"""How X counts and rewrites a text: weights, links turned into t.co, and the three signs it escapes."""

import base64
import hashlib
import re
import unicodedata

from sandbox.items import Json

LONGEST = 280
LINK_WEIGHT = 23
TLDS = "uk|com|org|net|gov|police|info|eu|io|co|wales|cymru|scot|london|me|tv|app|news|dev|int|edu"
LINK = re.compile(
    rf"https?://[^\s<>\"]+|(?<![@\w./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{TLDS})(?![\w@-])(?:/[^\s<>\"]*)?",
    re.I,
)
TRAILING = ".,;:!?'\")]}…"
PICTURE = (
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u2300-\u23ff\u25a0-\u25ff"
    "\u3030\u303d\u3297\u3299\u00a9\u00ae]"
)
EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3"
    f"|{PICTURE}[\U0001f3fb-\U0001f3ff\ufe0f]*"
    f"(?:[\U000e0020-\U000e007f]+|(?:\u200d{PICTURE}[\U0001f3fb-\U0001f3ff\ufe0f]*)*)"
)
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))  # code points that weigh one; X's weighting, version 3
CASHTAG = re.compile(r"(?<![\w$])\$[A-Za-z]{1,6}\b")


def links(text: str) -> list[tuple[int, int]]:
    """Where links stand in a text, without the full stop behind them."""
    found = []
    for match in LINK.finditer(text):
        end = match.end()
        while end > match.start() and text[end - 1] in TRAILING and not _closes(text[match.start() : end]):
            end -= 1
        found.append((match.start(), end))
    return found


def _closes(link: str) -> bool:
    """A bracket at the end belongs to the link if it was opened in it."""
    return link.endswith(")") and link.count("(") >= link.count(")")


def weight(text: str) -> int:
    """The length that X allows 280 of."""
    text = unicodedata.normalize("NFC", text)
    total, at = 0, 0
    for start, end in links(text):
        total += _plain_weight(text[at:start]) + LINK_WEIGHT
        at = end
    return total + _plain_weight(text[at:])


def _plain_weight(text: str) -> int:
    without, emoji = EMOJI.subn("", text)
    return 2 * emoji + sum(1 if any(low <= ord(sign) <= high for low, high in LIGHT) else 2 for sign in without)


def escaped(text: str) -> str:
    """X gives out &, < and > as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def given_out(text: str) -> tuple[str, list[Json]]:
    """A text as X gives it out once posted: links as t.co, the rest escaped; and the entities of its links."""
    made, urls, at = "", [], 0
    for start, end in links(text):
        made += escaped(text[at:start])
        link = text[start:end]
        whole = link if link.lower().startswith("http") else f"http://{link}"
        short = _short(whole)
        shown = re.sub(r"^https?://(www\.)?", "", whole)
        place = {"start": len(made), "end": len(made) + len(short)}
        shown = shown if len(shown) <= 27 else f"{shown[:26]}…"
        urls.append({**place, "url": short, "expanded_url": whole, "display_url": shown})
        made += short
        at = end
    return made + escaped(text[at:]), urls


def _short(link: str) -> str:
    return f"https://t.co/{base64.b64encode(hashlib.sha256(link.encode()).digest(), altchars=b'Zz').decode()[:10]}"


def with_media(text: str, link: str, key: str) -> tuple[str, Json]:
    """A text that was given out, with the link to its pictures that X puts behind it; and that link's entity."""
    short, start = _short(link), len(text) + 1 if text else 0
    place = {"start": start, "end": start + len(short)}
    told: Json = {**place, "url": short, "expanded_url": link, "display_url": f"pic.x.com/{short[-10:]}"}
    return f"{text} {short}".strip(), {**told, "media_key": key}
