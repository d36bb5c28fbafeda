"""X's refusals in our words: from an answer that is no success to what may be done again, and when."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import requests

from domain.errors import Ambiguous, OutOfCredit, PlatformError, RateLimited, Rejected, TokenExpired, Transient
from domain.posts import storable

LONGEST_WAIT = timedelta(hours=24, minutes=5)  # X's longest window, and a little for clocks that differ
NOT_THERE, NOT_FOR_US = "resource-not-found", "not-authorized-for-resource"

_ACCESS = {
    "client-forbidden": "X has not given our app access to this. Whoever runs the app at X has to see to it.",
    "client-not-enrolled": "X has not given our app access to this. Whoever runs the app at X has to see to it.",
    "unsupported-authentication": "X wants another kind of key for this. Connect the account again with its own keys.",
}
_SHUT = re.compile(r"\b(?:suspended|temporarily locked|account is locked)\b", re.I)
_AGAIN = re.compile(r"\bduplicate content\b|\balready said that\b", re.I)
_SECRET = re.compile(r"\w+://[^\s\"]+|[A-Za-z0-9%_+/=-]{26,}")


class Missing(Rejected):
    """There is no such thing at X, or no longer."""


def read(response: requests.Response, *, writing: bool) -> dict[str, Any]:
    """The JSON object of an answer. What cannot be read is Transient while reading, Ambiguous after writing."""
    told = _told(response)
    if told is None:
        lost = Ambiguous if writing else Transient
        raise lost(f"X's answer could not be read (HTTP {response.status_code}).")
    return told


def refusal(response: requests.Response, now: datetime) -> PlatformError:
    """What an answer that is no success means."""
    status, told = response.status_code, _told(response) or {}
    detail = f"({status}{': ' if _words(told) else ''}{_words(told)})"
    if "usage-capped" in _kind(told):
        return RateLimited(f"The month's reads at X are used up. {detail}", _next_month(now), whole_app=True)
    if status == 429:
        reset_at, whole_app = _reset(response.headers, now)
        return RateLimited(f"X asks us to wait. {detail}", reset_at, whole_app)
    if status == 402:
        return OutOfCredit(f"The credit at X is used up. {detail}")
    if status == 401:
        return TokenExpired(f"X no longer accepts this account's keys. Connect the account again. {detail}")
    if status == 403:
        return _forbidden(told, detail)
    if status == 404:
        return Missing(f"X knows no such thing. {detail}")
    if status < 500:
        return Rejected(f"X refused it. {detail}")
    lost = Ambiguous if response.request.method == "POST" else Transient
    return lost(f"X had a fault of its own. {detail}")


def answered(response: requests.Response) -> str:
    """An answer as it is kept with an attempt: status and body, without what might be a key, at most 500 characters."""
    return f"{response.status_code} {' '.join(storable(_SECRET.sub('…', response.text)).split())}"[:500]


def problems(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Which things X could not tell, beside what it told: their ids and the last word of X's name for the reason."""
    listed = told.get("errors")
    found = [error for error in listed if isinstance(error, dict)] if isinstance(listed, list) else []
    return [(str(error.get("resource_id") or error.get("value") or ""), _kind(error)) for error in found]


def _forbidden(told: dict[str, Any], detail: str) -> PlatformError:
    words = _words(told)
    for kind, sentence in _ACCESS.items():
        if kind in (_kind(told), told.get("reason")):
            return TokenExpired(f"{sentence} {detail}")
    if _SHUT.search(words):
        return TokenExpired(f"X has suspended or locked this account. Sign in to X and follow what it asks. {detail}")
    if _AGAIN.search(words):
        return Rejected(f"X says that this account has said just this before. {detail}", duplicate=True)
    return Rejected(f"X does not allow it. {detail}")


def _told(response: requests.Response) -> dict[str, Any] | None:
    """The answer's JSON; None when it is none, or no object (a proxy's page, half an answer)."""
    try:
        told = orjson.loads(memoryview(response.content))  # a view, for orjson takes no kin of bytes
    except orjson.JSONDecodeError:
        try:  # what orjson refuses and X can send: half a surrogate pair; it harms one item, not its page
            told = json.loads(response.content.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return None
    return told if isinstance(told, dict) else None


def _kind(told: Mapping[str, Any]) -> str:
    return str(told.get("type") or "").rpartition("/")[2]


def _words(told: Mapping[str, Any]) -> str:
    """X's own words, without what might be a key or an address, at most 200 characters."""
    listed = told.get("errors")
    errors = [error for error in listed if isinstance(error, dict)] if isinstance(listed, list) else []
    said = [error.get("message") or error.get("detail") for error in errors[:1]]
    said += [told.get("detail") or told.get("title")]
    text = "; ".join(str(part) for part in said if isinstance(part, str))
    return " ".join(storable(_SECRET.sub("…", text)).split())[:200]


def _reset(headers: Mapping[str, str], now: datetime) -> tuple[datetime | None, bool]:
    """When X takes calls again, and whether the whole app has to wait; None where X says nothing sensible."""
    for stem, whole_app in (("x-app-limit-24hour", True), ("x-user-limit-24hour", False)):
        if headers.get(f"{stem}-remaining") == "0":
            return _moment(headers.get(f"{stem}-reset"), now), whole_app
    return _moment(headers.get("x-rate-limit-reset"), now), False


def _moment(seconds: str | None, now: datetime) -> datetime | None:
    try:
        moment = datetime.fromtimestamp(int(seconds or ""), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if now < moment <= now + LONGEST_WAIT else None


def _next_month(now: datetime) -> datetime:
    """The first of the next month, midnight UTC: when X counts the month's reads anew."""
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)
