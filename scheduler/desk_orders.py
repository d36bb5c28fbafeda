"""The desk, orders of reports: have one made again and again, have it made now, try it again, stop it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.clock import Clock, london_day
from domain.handed_out import Every, Form, Language, ReportKind, about
from domain.people import Act, Scope, Signed
from scheduler.desk_rules import MOVED_ON, Done, Refused, allow_area, missing
from scheduler.order_places import PlaceFault, Places
from store import audit, report_orders
from store.db import Store
from store.tables import District, ReportOrder, Team

FURTHEST = timedelta(days=400)
HERE = "for that part of the force"


@dataclass(frozen=True)
class Wish:
    """A report as it is ordered. `folder` is a name within the allowed folder, "." that itself, "" none."""

    kind: ReportKind
    scope: Scope
    every: Every
    next_on: date
    forms: tuple[Form, ...]
    language: Language = Language.ENGLISH
    mail_to: tuple[str, ...] = ()
    folder: str = ""


def order_report(store: Store, who: Signed, wish: Wish, places: Places, now: Clock) -> Done:
    """Have a report made again and again from a day on."""
    with store.writing(durable=True) as db:
        at = now()
        scope = _scope(db, wish.scope)
        allow_area(who, Act.ORDER_REPORT, scope, HERE)
        mail_to = _fit(wish, places, london_day(at))
        made = ReportOrder(
            kind=wish.kind.value, district_id=None if scope.team_id else scope.district_id, team_id=scope.team_id,
            language=wish.language.value, formats=[one.value for one in wish.forms], every=wish.every.value,
            next_on=wish.next_on, mail_to=list(mail_to), folder=wish.folder.strip(), made_by_id=who.person_id,
            made_at=at,
        )  # fmt: skip
        db.add(made)
        db.flush()
        goes = ", ".join([*mail_to, *([f"folder {made.folder}"] if made.folder else [])])
        audit.write(db, who, Act.ORDER_REPORT, "report_order", made.id, at, f"{wish.kind} every {wish.every} to {goes}")
    foreign = places.foreign(mail_to, who.email)
    warning = f" Look again at {', '.join(foreign)}: that is not an address of your own domain." if foreign else ""
    return Done(f"Ordered. It is made first on {wish.next_on.day} {wish.next_on:%B %Y}.{warning}", made.id)


def stop_order(store: Store, who: Signed, order_id: UUID, now: Clock) -> Done:
    """Stop an order: what it would still make is made no more."""
    with store.writing(durable=True) as db:
        at, order = now(), _mine(db, who, order_id)
        order.stopped_by_id, order.stopped_at = who.person_id, at
        db.add(order)
        audit.write(db, who, Act.ORDER_REPORT, "report_order", order_id, at, "stopped")
        return Done("Stopped. What it made before stays where it went.", order_id)


def make_now(store: Store, who: Signed, order_id: UUID, now: Clock) -> Done:
    """Have the report of the last whole span made now, besides the next one that is due."""
    with store.writing(durable=True) as db:
        at, order = now(), _mine(db, who, order_id)
        span = about(Every(order.every), london_day(at))
        report_orders.add_run(db, order, span, who.person_id, at)
        audit.write(
            db, who, Act.ORDER_REPORT, "report_order", order_id, at, f"made now for {span.first} to {span.last}"
        )
        return Done("It is made within a minute or two, as long as the watch is at work. See below.", order_id)


def try_again(store: Store, who: Signed, run_id: UUID, now: Clock) -> Done:
    """Try again what did not come to where it goes. It is mailed again, also when it may have arrived."""
    with store.writing(durable=True) as db:
        at, run = now(), report_orders.run(db, run_id)
        if run is None or run.order_id is None:
            raise missing("report")
        _mine(db, who, run.order_id)
        if run.ended_at:
            raise Refused("It came to where it goes. Have it made now if it is to go out again.")
        if run.mailing_at and run.next_try_at:
            raise Refused("It is being mailed at this moment. Load the page again in a minute.")
        if not report_orders.again(db, run, who.person_id, at):
            raise Refused(MOVED_ON)
        audit.write(db, who, Act.ORDER_REPORT, "report_order", run.order_id, at, f"run {run_id} tried again")
        return Done("It is tried again within a minute or two.", run.order_id)


def _mine(db: Session, who: Signed, order_id: UUID) -> ReportOrder:
    """An order in force that this person may change, locked."""
    order = report_orders.get(db, order_id)
    if order is None:
        raise missing("order")
    allow_area(who, Act.ORDER_REPORT, _scope(db, Scope(order.district_id, order.team_id)), HERE)
    if order.stopped_at:
        raise Refused("It was stopped already.")
    return order


def _scope(db: Session, scope: Scope) -> Scope:
    """The part of the force with its district, where a team was chosen."""
    if scope.team_id:
        if (team := db.get(Team, scope.team_id)) is None:
            raise missing("team")
        return Scope(team.district_id, team.id)
    if scope.district_id and db.get(District, scope.district_id) is None:
        raise missing("district")
    return scope


def _fit(wish: Wish, places: Places, today: date) -> tuple[str, ...]:
    """The addresses, when nothing is wrong with the order. Raises Refused."""
    if not wish.forms:
        raise Refused("Choose what it is written as: PDF, Word, Excel or HTML.")
    if not today <= wish.next_on <= today + FURTHEST:
        raise Refused("Choose a first day from today on, within a year or so.")
    try:
        mail_to = places.addresses(wish.mail_to)
        if wish.folder.strip():
            places.within(wish.folder)
    except PlaceFault as fault:
        raise Refused(str(fault)) from None
    if not mail_to and not wish.folder.strip():
        raise Refused("Say where it goes: to e-mail addresses, to a folder, or to both.")
    return mail_to
