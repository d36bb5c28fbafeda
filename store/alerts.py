"""Alerts: matters people are told of once. Raised, told by a message, and settled when the matter is over.

What two watches do at once, one of them does: a matter is raised by an insert that the other's meets,
and a message is taken in hand by a compare-and-swap on its number of tries.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as rows

from domain.matters import REGULAR, Channel, Matter
from store.tables import Alert

GATE = 0x424C414D  # the advisory lock of those who raise alerts or take them in hand, one at a time
CHUNK = 500  # names in one statement
LONGEST_PAUSE = timedelta(hours=2)  # a later try than this was written while the clock was wrong

Seen = tuple[Matter, UUID | None]
Key = tuple[Matter, UUID | None, Channel]

_alert = SQLModel.metadata.tables[str(Alert.__tablename__)]


def gate(db: Session) -> None:
    """Be the only one who raises or takes in hand, until this transaction ends. SQLite has one writer anyway."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(GATE)))


def standing(db: Session) -> Sequence[Alert]:
    """The alerts whose matter is not over."""
    return db.exec(rows(Alert).where(col(Alert.settled_at).is_(None), col(Alert.kind).not_in(REGULAR))).all()


def raise_(db: Session, seen: Iterable[Key], now: datetime) -> int:
    """Write down matters that nobody has been told of; tell how many were new. One that came back is a new one."""
    gate(db)
    seen = list(seen)
    before = _earlier(db, {subject for _, subject, _ in seen})
    open_ = {key for key, ended, _ in before if ended is None}
    last: dict[Key, int] = {}  # not how many there are: the first of them may be forgotten
    for key, _, name in before:
        last[key] = max(last.get(key, 0), _time(name))
    new = [_row(one, 1 + last.get(one, 0), now) for one in seen if one not in open_]
    insert = insert_sqlite if db.get_bind().dialect.name == "sqlite" else insert_postgresql
    for at in range(0, len(new), CHUNK):
        db.execute(insert(_alert).values(new[at : at + CHUNK]).on_conflict_do_nothing())
    return len(new)


def raise_regular(db: Session, kind: Matter, which: str, subject: UUID | None, since: datetime, now: datetime) -> bool:
    """Write down that something is to be told once: `which` names it within its kind. False when it was before."""
    gate(db)
    name = f"{kind} {which}"
    if db.get(Alert, name) is not None:
        return False
    row = Alert(matter=name, kind=kind, subject_id=subject, raised_at=now, seen_at=since, next_try_at=now, letter="")
    db.add(row)
    db.flush()
    return True


def known(db: Session, kind: Matter, which: str) -> bool:
    """Whether that was written down before, to be told once."""
    return db.get(Alert, f"{kind} {which}") is not None


def supersede(db: Session, kind: Matter, before: datetime, now: datetime) -> None:
    """What was to be told once and could not be by then is told no more."""
    stale = update(_alert).where(_alert.c.kind == kind, _alert.c.raised_at < before, _alert.c.sent_at.is_(None))
    db.execute(stale.where(_alert.c.settled_at.is_(None)).values(settled_at=now, tries=0))


def still(db: Session, matters: Collection[str], now: datetime) -> None:
    """These are so even now."""
    _change(db, matters, seen_at=now)


def settle(db: Session, matters: Collection[str], now: datetime) -> None:
    """These are over."""
    _change(db, matters, settled_at=now)


def untold(db: Session, channel: Channel, now: datetime) -> Sequence[Alert]:
    """What nobody has been told of this way and is to be tried now, the oldest first.

    What was over before anybody tried to tell it is not told at all; what was tried goes on being tried for a day.
    """
    due = or_(_alert.c.next_try_at <= now, _alert.c.next_try_at > now + LONGEST_PAUSE)
    tried = (_alert.c.tries > 0) & (_alert.c.raised_at > now - timedelta(days=1))
    mine = (col(Alert.channel) == channel, col(Alert.sent_at).is_(None))
    wanted = rows(Alert).where(*mine, due, or_(col(Alert.settled_at).is_(None), tried))
    return db.exec(wanted.order_by(col(Alert.raised_at), col(Alert.matter))).all()


def told_since(db: Session, channel: Channel, since: datetime) -> Sequence[Alert]:
    """The alerts that were told this way since then."""
    return db.exec(rows(Alert).where(col(Alert.channel) == channel, col(Alert.sent_at) > since)).all()


def in_letter(db: Session, letter: str) -> Sequence[Alert]:
    """All that one message tells, the oldest first."""
    return db.exec(
        rows(Alert).where(col(Alert.letter) == letter).order_by(col(Alert.raised_at), col(Alert.matter))
    ).all()


def of_subjects(db: Session, subjects: Collection[UUID | None]) -> Sequence[Alert]:
    """The alerts by e-mail that stand about these subjects, or stood."""
    known = [one for one in subjects if one is not None]
    mine = rows(Alert).where(col(Alert.subject_id).in_(known), col(Alert.channel) == Channel.MAIL)
    return db.exec(mine.order_by(col(Alert.raised_at), col(Alert.matter))).all()


def claim(db: Session, group: Sequence[Alert], letter: str, until: datetime) -> list[Alert]:
    """Take a message in hand until then; what another watch was quicker with is left out."""
    mine = []
    for one in group:
        same = update(_alert).where(_alert.c.matter == one.matter, _alert.c.tries == one.tries)
        swap = same.where(_alert.c.sent_at.is_(None)).values(
            tries=one.tries + 1, next_try_at=until, letter=letter, trouble=""
        )
        if db.execute(swap.returning(_alert.c.matter)).scalar_one_or_none() is not None:
            mine.append(one)
    return mine


def told(db: Session, letter: str, now: datetime, note: str = "") -> None:
    """The mail server has taken the message; `note` is what was wrong all the same."""
    mine = update(_alert).where(_alert.c.letter == letter, _alert.c.sent_at.is_(None))
    db.execute(mine.values(sent_at=now, trouble=note))
    ended = update(_alert).where(_alert.c.letter == letter, _alert.c.kind.in_(REGULAR))
    db.execute(ended.values(settled_at=now))


def not_told(db: Session, letter: str, again_at: datetime, trouble: str) -> None:
    """The mail server has surely not taken the message: its matters are tried again, in whatever message then."""
    mine = update(_alert).where(_alert.c.letter == letter, _alert.c.sent_at.is_(None))
    db.execute(mine.values(letter="", next_try_at=again_at, trouble=trouble))


def perhaps_told(db: Session, letter: str, again_at: datetime) -> None:
    """The mail server may have taken the message: just the same one is tried again."""
    mine = update(_alert).where(_alert.c.letter == letter, _alert.c.sent_at.is_(None))
    db.execute(mine.values(next_try_at=again_at))


def put_off(db: Session, channel: Channel, spare: Collection[Matter], now: datetime, again_at: datetime) -> None:
    """No message can be sent just now: whatever else is due is not tried before then either, but for kinds to spare."""
    others = update(_alert).where(_alert.c.sent_at.is_(None), _alert.c.next_try_at <= now)
    others = others.where(_alert.c.channel == channel, _alert.c.kind.not_in(list(spare)))
    db.execute(others.values(next_try_at=again_at))


def stuck(db: Session) -> tuple[int, str]:
    """How many standing matters could not be told though it was tried, and what was last wrong."""
    failed = (_alert.c.sent_at.is_(None), _alert.c.settled_at.is_(None), _alert.c.tries > 0, _alert.c.trouble != "")
    number = int(db.execute(select(func.count()).where(*failed)).scalar_one())
    newest = select(_alert.c.trouble).where(*failed).order_by(_alert.c.next_try_at.desc()).limit(1)
    return number, db.execute(newest).scalar_one_or_none() or ""


def forget(db: Session, before: datetime) -> int:
    """Delete what was over before then; tell how many. What stands is kept, however old."""
    over = or_(_alert.c.settled_at < before, _alert.c.kind.in_(REGULAR) & (_alert.c.raised_at < before))
    return len(db.execute(delete(_alert).where(over).returning(_alert.c.matter)).all())


def _change(db: Session, matters: Collection[str], **values: object) -> None:
    names = sorted(matters)
    for at in range(0, len(names), CHUNK):
        db.execute(update(_alert).where(_alert.c.matter.in_(names[at : at + CHUNK])).values(**values))


def _earlier(db: Session, subjects: Collection[UUID | None]) -> list[tuple[Key, datetime | None, str]]:
    """What, end and name of the alerts there have been about these subjects."""
    known = [one for one in subjects if one is not None]
    found: list[tuple[Key, datetime | None, str]] = []
    columns = select(_alert.c.kind, _alert.c.subject_id, _alert.c.channel, _alert.c.settled_at, _alert.c.matter)
    parts = [_alert.c.subject_id.in_(known[at : at + CHUNK]) for at in range(0, len(known), CHUNK)]
    parts += [_alert.c.subject_id.is_(None)] if None in subjects else []
    for part in parts:
        told = db.execute(columns.where(part, _alert.c.kind.not_in(REGULAR)))
        found += [((Matter(kind), subject, Channel(channel)), *more) for kind, subject, channel, *more in told]
    return found


def _time(name: str) -> int:
    """Which time it is that a matter of this name has come up."""
    number = name.partition(" #")[2]
    return int(number) if number else 1


def _row(key: Key, number: int, now: datetime) -> dict[str, object]:
    kind, subject, channel = key
    name = f"{kind} {subject or ''}".strip() + (f" #{number}" if number > 1 else "")
    if channel is not Channel.MAIL:
        name = f"{channel} {name}"
    times = {"raised_at": now, "seen_at": now, "next_try_at": now}
    told = {"tries": 0, "letter": "", "trouble": ""}
    return {"matter": name, "kind": kind.value, "channel": channel, "subject_id": subject, **told, **times}
