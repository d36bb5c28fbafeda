"""All 43 forces in one store: numbers by day only, of 860 districts and 20,000 accounts, asked by district and week."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from statistics import median
from typing import Any
from uuid import UUID

import numpy as np
import psycopg

from benchmarks.big_force import SEED, key
from benchmarks.big_store import IntoPostgresql, IntoSqlite
from benchmarks.kept import Kept
from benchmarks.places import SQLITE, file_of, plain_url
from domain.people import Role, Scope, Signed
from domain.period import Grain, last_days
from store import schema
from store.db import Store
from store.reports.series import series
from store.rollups import ADDED

FORCES, DISTRICTS, ACCOUNTS, YEAR = 43, 20, 20_000, 365
ASKED = 90  # days


def asked(kept: Kept, kind: str, days: int = YEAR) -> dict[str, float]:
    """Milliseconds: the statement alone, and the whole answer of the report, week by week for every district."""
    url = _made(kept, kind, days)
    store, who = Store(url), Signed(UUID(int=7), "all@forces.example", "All forces", Role.COMMS, Scope())
    period = last_days(min(ASKED, days), kept.ends)
    monday = "date(day, 'weekday 0', '-6 days')" if kind == SQLITE else "date_trunc('week', day)::date"
    sums = ", ".join(f"sum({name})" for name in ADDED if name != "as_of")
    words = f"""SELECT {monday}, district_id, {sums}, max(as_of) FROM district_day
        WHERE day BETWEEN '{period.first}' AND '{period.last}' GROUP BY 1, 2"""

    def whole() -> Any:
        with store.reading() as db:
            return series(db, who, period, Grain.WEEK, by="district")

    with closing(sqlite3.connect(file_of(url)) if kind == SQLITE else psycopg.connect(plain_url(url))) as line:
        said: Any = line
        statement = median(_timed(lambda: said.execute(words).fetchall()) for _ in range(9))
    told = median(_timed(whole) for _ in range(5))
    store.close()
    return {"statement_ms": statement, "answer_ms": told}


def _timed(ask: Callable[[], Any]) -> float:
    begins = time.perf_counter()
    ask()
    return (time.perf_counter() - begins) * 1_000


def _made(kept: Kept, kind: str, days: int) -> str:
    url = kept.place(kind, "country")
    if url.made:
        return url.url
    store = Store(url.url)
    schema.migrate(store)
    store.close()
    into = IntoSqlite(url.url) if kind == SQLITE else IntoPostgresql(url.url)
    for table, count, columns in _rows(kept, days):
        into.add(table, count, columns)
    into.end()
    return url.url


def _rows(kept: Kept, days: int) -> Iterator[tuple[str, int, dict[str, Any]]]:
    dice, number = np.random.default_rng(SEED), FORCES * DISTRICTS
    districts = [key(1, n) for n in range(number)]
    yield "district", number, {"id": districts, "key": [f"d{n}" for n in range(number)], "towns": "[]",
                               "name": [f"District {n}" for n in range(number)], "population": 60_000}  # fmt: skip
    accounts = [key(4, n) for n in range(ACCOUNTS)]
    homes = [districts[n % number] for n in range(ACCOUNTS)]
    late = "2999-01-01 00:00:00.000000"
    yield "account", ACCOUNTS, {"id": accounts, "platform": ["x", "facebook"] * (ACCOUNTS // 2),
                                "external_id": [str(n) for n in range(ACCOUNTS)], "district_id": homes,
                                "handle": [f"a{n}" for n in range(ACCOUNTS)],
                                "next_fetch_at": late, "next_audience_at": late}  # fmt: skip
    yield "belonging", ACCOUNTS, {"id": accounts, "account_id": accounts, "since": "1970-01-01", "district_id": homes}
    for back in range(days, 0, -1):
        day = (kept.ends - timedelta(days=back - 1)).isoformat()
        yield "district_day", 2 * number, {
            "day": day, "district_id": districts * 2, "platform": ["x"] * number + ["facebook"] * number,
            **_sums(dice, 2 * number, 30),
        }  # fmt: skip
        yield "account_day", ACCOUNTS, {"day": day, "belonging_id": accounts, **_sums(dice, ACCOUNTS, 2)}


def _sums(dice: Any, count: int, posts: int) -> dict[str, Any]:
    made = dice.poisson(posts, count)
    told = {name: made.tolist() for name in ADDED if name.endswith("_told") or name == "posts"}
    numbers = {name: (made * 20).tolist() for name in ("likes", "replies", "shares", "views", "clicks")}
    return {**told, **numbers, "gone": 0, "as_of": "2026-11-01 12:00:00.000000"}
