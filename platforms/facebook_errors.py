"""Facebook's refusals, in our words: every code of the Graph API and what may be done after it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.errors import Ambiguous, PlatformError, RateLimited, Rejected, TokenExpired, Transient
from domain.posts import storable

# Codes as in Meta's error-handling and rate-limiting guides (read August 2026).
LIMITED = frozenset({4, 17, 32, 341, 613})
LIMITED_BUSINESS = range(80_000, 80_100)  # one for each business use case; 80001 is pages, 80006 messenger
WHOLE_APP = frozenset({4, 341})
SESSION = frozenset({102, 104, 190})
FORBIDDEN = frozenset({10, *range(200, 300)})
PASSING = frozenset({1, 2})
NO_SUCH_THING = frozenset({803})
GONE_SUBCODE = 33  # of code 100
FEW_FOLLOWERS = 2_874_008
NO_METRIC = frozenset({3001, 1_504_028, FEW_FOLLOWERS})

TOKEN_SAYS = {
    458: "The page's people have removed our app.",
    459: "Facebook wants the person behind the token to sign in to Facebook and answer its security check.",
    460: "The password of the person behind the token was changed.",
    463: "The token has run out.",
    464: "The person behind the token has not confirmed their Facebook account.",
    467: "The token is no longer valid.",
    492: "The person behind the token no longer has a role on the page.",
    2_069_032: "This is a person's token, and a page's is needed.",
}

_ADDRESS = re.compile(r"\w+://\S+")
_TOKEN = re.compile(r"(?i)\b(access_token|appsecret_proof|client_secret|input_token)(\W{1,3})[^\s&\"']+")
_LONG = re.compile(r"\bEA[A-Za-z0-9]{20,}")


@dataclass(eq=False)
class Refusal(Exception):
    """What Facebook answered instead of what was asked. It never leaves the adapter: `named` says it in our words."""

    code: int | None = None
    subcode: int | None = None
    text: str = ""
    passing: bool = False
    status: int = 0
    regain_at: datetime | None = None

    @property
    def gone(self) -> bool:
        """Whether there is no such thing, or no longer, or not for this token."""
        return self.code in NO_SUCH_THING or (self.code == 100 and self.subcode == GONE_SUBCODE)

    @property
    def forbidden(self) -> bool:
        """Whether the token lacks a permission."""
        return self.code in FORBIDDEN

    @property
    def no_such_metric(self) -> bool:
        """Whether one of the metrics that were asked together is dead."""
        return self.code == 100 and "valid insights metric" in self.text

    @property
    def no_numbers(self) -> bool:
        """Whether Facebook tells no insights of this page or post, though the metric lives."""
        return self.code in NO_METRIC or self.subcode in NO_METRIC

    @property
    def of_metrics(self) -> bool:
        """Whether the metrics asked for may be what was refused."""
        return self.code == 100 or self.forbidden or self.no_numbers

    @property
    def too_much(self) -> bool:
        """Whether the same with fewer items at a time would be answered."""
        return self.code == 1 and "reduce the amount of data" in self.text


class Lacking(Rejected):
    """Refused because the token lacks a permission."""


def refusal(result: Any, status: int, hidden: tuple[str, ...], regain_at: datetime | None) -> Refusal:
    """What Facebook answered; without a code when it is no proper refusal (a proxy's page, half an answer)."""
    said = result.get("error") if isinstance(result, dict) else None
    if not isinstance(said, dict):
        return Refusal(status=status)
    text = redacted(str(said.get("message") or ""), hidden)
    passing = said.get("is_transient") is True
    return Refusal(_number(said.get("code")), _number(said.get("error_subcode")), text, passing, status, regain_at)


def named(fault: Refusal, *, writing: bool, need: str = "") -> PlatformError:
    """The refusal as the rest of the house knows it; `need` is the permission that what was asked takes."""
    detail = _detail(fault)
    if fault.code in LIMITED or fault.code in LIMITED_BUSINESS or (fault.code is None and fault.status == 429):
        return RateLimited(f"Facebook asks us to wait. {detail}", fault.regain_at, fault.code in WHOLE_APP)
    if fault.code in SESSION:
        return TokenExpired(f"{token_says(fault)} {detail}")
    if fault.forbidden:
        return Lacking(f"{lacking(need)} {detail}")
    if fault.code == 506:
        return Rejected(f"Facebook says that the page has said just this before. {detail}", duplicate=True)
    if fault.code == 368:
        return Rejected(f"Facebook has blocked this page from doing it, for its own rules. {detail}")
    if fault.gone:
        return Rejected(f"It is no longer on Facebook, or not for this page to see. {detail}")
    if fault.code is None or fault.code in PASSING or fault.passing or fault.status >= 500:
        lost = Ambiguous if writing else Transient
        return lost(f"Facebook could not answer. {detail}")
    return Rejected(f"Facebook refused it. {detail}")


def token_says(fault: Refusal) -> str:
    """Why a token is dead, and what to do, in two sentences."""
    why = TOKEN_SAYS.get(fault.subcode or 0, "Facebook does not accept the page's token.")
    return f"{why} Connect the page again."


def lacking(need: str) -> str:
    """The sentence for a permission that the token has not got."""
    which = f"the permission {need}" if need else "a permission for this"
    return f"The page's token lacks {which}. Connect the page again and grant it."


def redacted(text: str, hidden: tuple[str, ...] = ()) -> str:
    """Facebook's words without addresses and tokens, at most 300 characters, for the log and the Attempt."""
    for secret in hidden:
        text = text.replace(secret, "…")
    text = _TOKEN.sub(r"\1\2…", _ADDRESS.sub("…", text))
    return " ".join(storable(_LONG.sub("…", text)).split())[:300]


def _detail(fault: Refusal) -> str:
    code = f"{fault.code}/{fault.subcode}" if fault.subcode else fault.code
    told = [f"code {code}" if fault.code is not None else "no code", f"HTTP {fault.status}" if fault.status else ""]
    return f"({', '.join(filter(None, told))}{': ' + fault.text if fault.text else ''})"


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() and value.isascii() else None
