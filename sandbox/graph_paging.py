"""Pages of the Graph API: cursors, limits, since and until."""

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from sandbox import graph_errors
from sandbox.items import Item, Json

ADDRESS = "https://graph.facebook.com"  # clients are redirected; the addresses in answers stay the real ones
MOST = 100


def cursor(item: Item) -> str:
    return base64.urlsafe_b64encode(f"{item.rank[0]}:{item.rank[1]}".encode()).decode().rstrip("=")


def place(value: str) -> tuple[int, int]:
    """Where a cursor points; an error 100 if it is none of ours."""
    try:
        at, number = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode().split(":")
        return int(at), int(number)
    except ValueError:
        raise graph_errors.parameter("Invalid cursors values") from None


def limit(params: dict[str, str], strict: bool) -> int:
    """How many items a page has; more than a hundred is an error for posts and cut down for comments."""
    given = params.get("limit", "25")
    if not given.lstrip("-").isdigit() or int(given) < 0:
        raise graph_errors.parameter("Param limit must be a number, 0 or more")
    if int(given) > MOST and strict:
        raise graph_errors.parameter(f"Param limit must be a number less than or equal to {MOST}")
    return min(int(given), MOST)


def moment(params: dict[str, str], name: str) -> datetime | None:
    """since or until: seconds since 1970 or an ISO time."""
    value = params.get(name)
    if not value:
        return None
    try:
        if value.isdigit():
            return datetime.fromtimestamp(int(value), UTC)
        given = datetime.fromisoformat(value)
    except (ValueError, OverflowError):
        raise graph_errors.parameter(f"Param {name} must be a valid timestamp or date") from None
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def cut(
    items: Sequence[Item], params: dict[str, str], newest_first: bool, strict: bool
) -> tuple[list[Item], bool, bool]:
    """One page of a list that is oldest first; also whether there is more behind and before it."""
    since, until = moment(params, "since"), moment(params, "until")
    chosen = [one for one in items if (since is None or one.at >= since) and (until is None or one.at <= until)]
    if newest_first:
        chosen.reverse()
    size = limit(params, strict)
    if "after" in params:
        mark = place(params["after"])
        start = sum(1 for one in chosen if (one.rank >= mark if newest_first else one.rank <= mark))
    elif "before" in params:
        mark = place(params["before"])
        end = sum(1 for one in chosen if (one.rank > mark if newest_first else one.rank < mark))
        start = max(end - size, 0)
        size = min(size, end)
    else:
        start = 0
    shown = chosen[start : start + size]
    return shown, start + size < len(chosen), start > 0


def edge_page(shown: Sequence[Item]) -> Json:
    return {"cursors": {"before": cursor(shown[0]), "after": cursor(shown[-1])}}


def paging(path: str, params: dict[str, str], shown: Sequence[Item], more: bool, earlier: bool) -> Json | None:
    """`paging` of an answer: cursors, and full addresses that carry the token, as Facebook's do."""
    if not shown:
        return None
    told = edge_page(shown)
    kept = {key: value for key, value in params.items() if key not in ("after", "before")}
    if more:
        told["next"] = f"{ADDRESS}{path}?{urlencode({**kept, 'after': cursor(shown[-1])})}"
    if earlier:
        told["previous"] = f"{ADDRESS}{path}?{urlencode({**kept, 'before': cursor(shown[0])})}"
    return told
