"""What is added up by day and month, counted anew from posts and looks: to mend it, and to prove it right."""

from datetime import date
from typing import Any

from sqlalchemy import exists, select
from sqlmodel import Session, col

from domain.clock import day_begins
from store import belongings, bulk, rollups_followers_anew
from store.belongings import BEGINNING
from store.rollups import ADDED, ADDING, COUNTS
from store.tables import FORCE_OWN, Account, AccountDay, AccountNumbers, DistrictFollowers, Post

_SUMS = ", ".join([*(f"sum({name})" for name in COUNTS), "max(as_of)"])
_MONTH_OF = {"sqlite": "date(day, 'start of month')", "postgresql": "date_trunc('month', day)::date"}
_IS_SOME = "(posts <> 0 OR gone <> 0)"
_ACCOUNT_DAY = f"""SELECT p.day, b.id, {ADDING} FROM post p
    JOIN belonging b ON b.account_id = p.account_id AND b.since =
        (SELECT max(x.since) FROM belonging x WHERE x.account_id = p.account_id AND x.since <= p.day)
    LEFT JOIN post_numbers n ON n.post_id = p.id WHERE p.created_at >= ? GROUP BY p.day, b.id"""
_ACCOUNT_MONTH = f"SELECT {{month}}, belonging_id, {_SUMS} FROM account_day WHERE day >= ? GROUP BY 1, 2"
_DISTRICT_DAY = f"""SELECT day, coalesce(b.district_id, {{none}}), a.platform, {_SUMS} FROM account_day d
    JOIN belonging b ON b.id = d.belonging_id JOIN account a ON a.id = b.account_id
    WHERE day >= ? GROUP BY 1, 2, 3"""
_DISTRICT_MONTH = f"SELECT {{month}}, district_id, platform, {_SUMS} FROM district_day WHERE day >= ? GROUP BY 1, 2, 3"
_FROM = {
    "account_day": (("day", "belonging_id"), _ACCOUNT_DAY),
    "account_month": (("month", "belonging_id"), _ACCOUNT_MONTH),
    "district_day": (("day", "district_id", "platform"), _DISTRICT_DAY),
    "district_month": (("month", "district_id", "platform"), _DISTRICT_MONTH),
}
"""By table: its key, and how it is added up. Each is added up from the one before it, or from the posts."""


def rebuild(db: Session) -> None:
    """Count everything anew, in the open transaction. Nobody else adds to it meanwhile."""
    _patiently(db)
    if db.get_bind().dialect.name == "postgresql":
        bulk.run(db, "LOCK TABLE belonging IN EXCLUSIVE MODE")
    for account_id in db.scalars(select(col(Account.id))):
        belongings.of(db, account_id)
    for table in reversed(_FROM):
        bulk.run(db, f"DELETE FROM {table}")
    for table, (keys, _sql) in _FROM.items():
        names, begins = ", ".join((*keys, *ADDED)), _begins(db, table, BEGINNING)
        bulk.run(db, f"INSERT INTO {table} ({names}) {_anew(db, table)}", begins)
    rollups_followers_anew.rebuild(db)


def wrong(db: Session, since: date | None = None) -> dict[str, int]:
    """How many rows of each table differ from what its source adds up to now; empty when all is right.

    With `since` only days from that London day on are looked at, which is quick.
    """
    _patiently(db)
    found = {} if since else rollups_followers_anew.wrong(db)
    for table, (keys, _sql) in _FROM.items():
        if since is None or keys[0] == "day":
            found[table] = _wrong(db, table, keys, since or BEGINNING)
    return {table: number for table, number in found.items() if number}


def _patiently(db: Session) -> None:
    """PostgreSQL ends a transaction that nothing is asked of for a while, and some of this is counted here."""
    if db.get_bind().dialect.name == "postgresql":
        bulk.run(db, "SET LOCAL idle_in_transaction_session_timeout = 0")


def _wrong(db: Session, table: str, keys: tuple[str, ...], since: date) -> int:
    names = ", ".join((*keys, *COUNTS))
    kept = f"SELECT {names} FROM {table} WHERE {_IS_SOME} AND {keys[0]} >= ?"
    anew = f"SELECT {names} FROM anew WHERE {_IS_SOME}"
    sql = f"""WITH anew ({", ".join((*keys, *ADDED))}) AS ({_anew(db, table)}) SELECT count(*) FROM
        (SELECT * FROM ({kept} EXCEPT {anew}) a UNION ALL SELECT * FROM ({anew} EXCEPT {kept}) b) c"""
    on = bulk.forms(db).day(since)
    return int(bulk.fetch(db, sql, _begins(db, table, since), on, on)[0][0])


def _begins(db: Session, table: str, since: date) -> Any:
    """From when on the source of a table is read, as the database takes it."""
    form = bulk.forms(db)
    return form.at(day_begins(since)) if table == "account_day" else form.day(since)


def is_missing(db: Session) -> bool:
    """Whether posts or followers have never been added up: a store from before there were such tables."""
    return any(
        db.scalar(select(exists().where(source.is_not(None)))) and not db.scalar(select(exists().where(added)))
        for source, added in (
            (col(Post.id), col(AccountDay.day).is_not(None)),
            (col(AccountNumbers.followers), col(DistrictFollowers.day).is_not(None)),
        )
    )


def _anew(db: Session, table: str) -> str:
    form, dialect = bulk.forms(db), db.get_bind().dialect.name
    none = f"'{form.id(FORCE_OWN)}'"
    return _FROM[table][1].format(month=_MONTH_OF[dialect], none=none)
