"""The hour at the other end: what time a platform's server says it is, for checking our own clock against."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests

from platforms import wire

PATIENCE = (5.0, 5.0)  # seconds to connect, seconds for an answer
LONGEST_KEPT = 86_400  # seconds that an answer may have lain in a cache on its way


def hour_at(address: str) -> datetime | None:
    """The time in the `Date` header of any answer from this address, to the second; None when there was none.

    No account is named and nothing is asked for: a refusal tells the time as well as an answer does. An answer
    out of a cache says by its `Age` how long it lay there (RFC 9111, 5.1).
    """
    try:
        with wire.session({address: wire.Address()}) as line:
            answer = line.get(f"{address}/", timeout=PATIENCE, stream=True)
    except requests.RequestException as fault:
        if fault.response is None:
            return None
        answer = fault.response  # a redirect that is not followed
    told, age = answer.headers.get("Date", ""), answer.headers.get("Age", "")
    try:
        at = parsedate_to_datetime(told)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        return at + timedelta(seconds=min(int(age), LONGEST_KEPT)) if age.isdecimal() else at
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
