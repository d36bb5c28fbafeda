"""The hour at the other end: what time a platform's server says it is, for checking our own clock against."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

from platforms import wire


def hour_at(address: str) -> datetime | None:
    """The time in the `Date` header of any answer from this address, to the second; None when there was none.

    No account is named and nothing is asked for: a refusal tells the time as well as an answer does.
    """
    try:
        with wire.session({address: wire.Address()}) as line:
            told = line.get(f"{address}/", timeout=(5.0, 5.0)).headers.get("Date", "")
    except requests.RequestException:
        return None
    try:
        at = parsedate_to_datetime(told)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
