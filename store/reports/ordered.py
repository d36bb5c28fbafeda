"""Orders of reports that a person sees, and the reports they made with what became of each."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.handed_out import Every, Form, Language, ReportKind
from domain.people import Scope, Signed
from store.reports.scopes import Rows
from store.tables import District, Person, ReportOrder, ReportRun, Team


class Became(StrEnum):
    """What became of a report that an order made."""

    WAITING = "waiting"  # is made within moments
    AGAIN = "again"  # something was wrong; it is tried again by itself
    DONE = "done"
    IN_PART = "in_part"  # came to where it goes, and something was wrong all the same
    STANDS = "stands"  # needs a person
    STOPPED = "stopped"  # the order was stopped before it came to where it goes


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order. `part` is the name of its district or team, None for the whole force; `folder` "" where to none."""

    id: UUID
    kind: ReportKind
    district_id: UUID | None
    team_id: UUID | None
    part: str | None
    language: Language
    forms: tuple[Form, ...]
    every: Every
    next_on: date
    mail_to: tuple[str, ...]
    folder: str
    made_by: str
    made_at: datetime
    stopped_by: str | None
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunRow:
    """A report that an order made, or is to make; `asked_by` where a person asked for it out of turn."""

    id: UUID
    order_id: UUID
    kind: ReportKind
    part: str | None
    first: date
    last: date
    language: Language
    made_at: datetime
    asked_by: str | None
    files: tuple[str, ...]
    tries: int
    next_try_at: datetime | None
    ended_at: datetime | None
    trouble: str
    became: Became


def report_orders(db: Session, who: Signed, *, stopped: bool = False) -> list[OrderRow]:
    """The orders in force, the next due first; `stopped`: those that were stopped, the last first."""
    maker, stopper = aliased(Person), aliased(Person)
    which = col(ReportOrder.stopped_at).is_not(None) if stopped else col(ReportOrder.stopped_at).is_(None)
    order = col(ReportOrder.stopped_at).desc() if stopped else col(ReportOrder.next_on)
    statement: Rows = (
        select(ReportOrder, col(District.name), col(Team.name), col(maker.name), col(stopper.name))
        .outerjoin(District, col(District.id) == ReportOrder.district_id)
        .outerjoin(Team, col(Team.id) == ReportOrder.team_id)
        .join(maker, col(maker.id) == ReportOrder.made_by_id)
        .outerjoin(stopper, col(stopper.id) == ReportOrder.stopped_by_id)
        .where(_seen(who), which)
        .order_by(order, col(ReportOrder.id))
    )
    return [_order(*row) for row in db.execute(statement)]


def report_runs(db: Session, who: Signed, *, limit: int = 50) -> list[RunRow]:
    """What was made, or is to be made, the latest first."""
    asker = aliased(Person)
    statement: Rows = (
        select(ReportRun, col(District.name), col(Team.name), col(asker.name), col(ReportOrder.stopped_at))
        .join(ReportOrder, col(ReportOrder.id) == ReportRun.order_id)
        .outerjoin(District, col(District.id) == ReportOrder.district_id)
        .outerjoin(Team, col(Team.id) == ReportOrder.team_id)
        .outerjoin(asker, col(asker.id) == ReportRun.made_by_id)
        .where(_seen(who))
        .order_by(col(ReportRun.made_at).desc(), col(ReportRun.first).desc(), col(ReportRun.id))
        .limit(limit)
    )
    return [_run(*row) for row in db.execute(statement)]


def _order(one: ReportOrder, district: str | None, team: str | None, maker: str, stopper: str | None) -> OrderRow:
    return OrderRow(
        one.id, ReportKind(one.kind), one.district_id, one.team_id, team or district, Language(one.language),
        tuple(Form(form) for form in one.formats), Every(one.every), one.next_on, tuple(one.mail_to), one.folder, maker,
        one.made_at, stopper, one.stopped_at,
    )  # fmt: skip


def _run(
    one: ReportRun, district: str | None, team: str | None, asker: str | None, stopped_at: datetime | None
) -> RunRow:
    assert one.order_id
    return RunRow(
        one.id, one.order_id, ReportKind(one.kind), team or district, one.first, one.last, Language(one.language),
        one.made_at, asker, tuple(one.files), one.tries, one.next_try_at, one.ended_at, one.trouble,
        _became(one, stopped_at),
    )  # fmt: skip


def _became(one: ReportRun, stopped_at: datetime | None) -> Became:
    if one.ended_at:
        return Became.IN_PART if one.trouble else Became.DONE
    if stopped_at:
        return Became.STOPPED
    if one.next_try_at is None:
        return Became.STANDS
    return Became.AGAIN if one.trouble else Became.WAITING


def _seen(who: Signed) -> ColumnElement[bool]:
    scope: Scope = who.scope
    if scope.team_id:
        return col(ReportOrder.team_id) == scope.team_id
    return and_(true(), col(ReportOrder.district_id) == scope.district_id) if scope.district_id else true()
