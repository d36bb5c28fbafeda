"""Items that could not be read, kept aside with their reason so that their page is not lost."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session

from domain.posts import Unreadable
from store import bulk
from store.tables import Account

LONGEST = 20_000  # characters of an item that are kept

_INSERT = bulk.insert("unread", ("id", "account_id", "external_id", "reason", "raw", "kept_at"))


def keep(db: Session, account: Account, items: Iterable[Unreadable], now: datetime) -> int:
    """Keep each item aside, once; one without an id is known by what it holds. Tells how many are new."""
    form = bulk.forms(db)
    new, mine, at = form.ids(now), form.id(account.id), form.at(now)
    rows = {
        name: (new(), mine, name, item.reason, item.raw[:LONGEST], at)
        for item in items
        if (name := item.external_id or f"sha256:{sha256(item.raw.encode()).hexdigest()[:32]}")
    }
    return bulk.run_many(db, _INSERT, list(rows.values()))
