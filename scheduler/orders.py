"""Makes ordered reports on the London day they are due, and brings each to where it goes: once, and seen if not.

    begin (one transaction: the next day, and a run)  →  take in hand  →  write  →  folder  →  mail  →  settle

The folder may see a file twice, the same one. A letter is never sent again by itself once the mail server may have it.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from domain.clock import Clock, london_day
from domain.handed_out import Every, Form, Language, ReportKind, about, next_after
from domain.people import Act, Scope, may
from domain.period import Period
from scheduler.digest import signed
from scheduler.letters import Enclosure, Letter, MailFault, MailUnsure, Send
from scheduler.order_places import PlaceFault, Places
from store import report_orders
from store.db import Store
from store.tables import Person, ReportOrder, ReportRun, Team

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=20)  # longer than a large report takes to be written and handed over
PAUSES = tuple(timedelta(minutes=number) for number in (1, 5, 15, 60, 180))  # before it is tried again
UNSURE = "Nobody knows whether the mail server took it. Look whether it has arrived, and try it again if not."


@dataclass(frozen=True)
class Asked:
    """A report to be written."""

    kind: ReportKind
    period: Period
    scope: Scope
    language: Language
    forms: tuple[Form, ...]


@dataclass(frozen=True)
class Paper:
    """A report as it was written: its title and period in the reader's words, and its files."""

    title: str
    about: str
    files: tuple[Enclosure, ...]


@dataclass(frozen=True)
class Office:
    """What making reports works with. `write` may raise anything: it is shown, and tried again."""

    store: Store
    now: Clock
    write: Callable[[Asked], Paper]
    send: Send | None = None
    places: Places = field(default_factory=Places)


class _Wrong(Exception):
    """It did not come to where it goes; the text says why. `surely_not_mailed` False: nobody knows.

    `by_itself` False: trying again helps only when a person has done something.
    """

    def __init__(self, says: str, *, surely_not_mailed: bool = True, by_itself: bool = True) -> None:
        super().__init__(says)
        self.surely_not_mailed, self.by_itself = surely_not_mailed, by_itself


def tick(office: Office) -> int:
    """Begin what is due, and try what is to be tried; how many reports came to where they go."""
    begin(office)
    with office.store.reading() as db:
        waiting = [(one.id, one.tries) for one, _order in report_orders.to_try(db, office.now())]
    return sum(_try(office, run_id) for run_id, _tries in waiting)


def begin(office: Office) -> int:
    """Write down what is due by today, each missed span once; how many."""
    today, begun = london_day(office.now()), 0
    while True:
        with office.store.reading() as db:
            due = report_orders.due(db, today)
        if not due:
            return begun
        for order in due:
            every = Every(order.every)
            with office.store.writing(durable=True) as db:
                span, later = about(every, order.next_on), next_after(every, order.next_on)
                begun += report_orders.begin(db, order, span, later, office.now())


def _try(office: Office, run_id: UUID) -> bool:
    """Make one report and bring it to where it goes; whether it came there."""
    now = office.now()
    with office.store.writing(durable=True) as db:
        found = next((pair for pair in report_orders.to_try(db, now) if pair[0].id == run_id), None)
        if found is None or not report_orders.take(db, found[0], now + LEASE):
            return False
        run, order = found
        tries, mailed = run.tries + 1, run.mailing_at is not None
    files: list[str] = []
    try:
        note = _bring(office, run, order, tries, mailed, files)
    except Exception as fault:  # whatever it was, it is shown, and nothing is lost by trying again
        _not_brought(office, run, tries, fault, files)
        return False
    with office.store.writing(durable=True) as db:
        report_orders.settle(db, run.id, tries, files=files, trouble=note, ended_at=office.now())
    log.info("report %s of %s to %s was made", run.kind, run.first, run.last)
    return True


def _bring(office: Office, run: ReportRun, order: ReportOrder, tries: int, mailed: bool, files: list[str]) -> str:
    """Write it, put it into the folder, mail it; what was wrong all the same, or ""."""
    if mailed:
        raise _Wrong(UNSURE, surely_not_mailed=False)
    _still_wanted(office.store, run, order)
    paper = office.write(asked(run, order))
    if order.folder:
        files += [office.places.keep(order.folder, one.name, one.content) for one in paper.files]
    return _mail(office, run, order, paper, tries) if order.mail_to else ""


def _still_wanted(store: Store, run: ReportRun, order: ReportOrder) -> None:
    """Whoever ordered it, or asked for this one, may still do so: nothing goes out in the name of who has left."""
    with store.reading() as db:
        person = db.get_one(Person, run.made_by_id or order.made_by_id)
        team = db.get(Team, order.team_id) if order.team_id else None
        district_id = team.district_id if team else order.district_id
        if person.retired_at or not may(signed(person), Act.ORDER_REPORT, district_id, order.team_id):
            raise _Wrong(
                f"{person.name} asked for it and may not any more. Try it again, and it is made in your name; or stop"
                " the order and give one of your own.",
                by_itself=False,
            )


def asked(run: ReportRun, order: ReportOrder) -> Asked:
    """What an order asks for, of the days of one run."""
    return Asked(
        ReportKind(order.kind),
        Period(run.first, run.last),
        Scope(order.district_id, order.team_id),
        Language(order.language),
        tuple(Form(one) for one in order.formats),
    )


def _mail(office: Office, run: ReportRun, order: ReportOrder, paper: Paper, tries: int) -> str:
    """Hand it to the mail server, once; what was wrong all the same, or ""."""
    if office.send is None:
        raise _Wrong("There is no mail server. See BLUELAMP_MAIL_HOST.")
    to, now = office.places.addresses(tuple(order.mail_to)), office.now()
    with office.store.writing(durable=True) as db:
        if not report_orders.mailing(db, run.id, tries, now):
            raise _Wrong(UNSURE, surely_not_mailed=False)
    try:
        return office.send(letter(f"report-{run.id.hex[:20]}-{tries}", to, paper, now))
    except MailFault as fault:
        raise _Wrong(f"The mail server did not take it. {fault}") from None
    except MailUnsure as fault:
        raise _Wrong(f"{UNSURE} {fault}", surely_not_mailed=False) from None


def letter(name: str, to: Sequence[str], paper: Paper, now: datetime) -> Letter:
    """The message that brings a report."""
    body = (
        f"{paper.title}\n{paper.about}\n\nThe report is enclosed: {', '.join(one.name for one in paper.files)}.\n"
        "Each figure says in it what it counts, what is missing, and when it was drawn.\n\n"
        "Bluelamp sends this because somebody ordered it on the page Reports; it can be stopped there.\n"
    )
    return Letter(name, tuple(to), f"{paper.title}: {paper.about}", body, now, enclosed=paper.files)


def _not_brought(office: Office, run: ReportRun, tries: int, fault: Exception, files: Sequence[str]) -> None:
    """Write down what was wrong, and when it is tried again; never by itself when it may have been mailed."""
    says, sure = _said(fault), getattr(fault, "surely_not_mailed", True)
    log.warning("a report could not be brought to where it goes: %s", says, exc_info=not isinstance(fault, _Wrong))
    by_itself = sure and getattr(fault, "by_itself", True)
    again_at = office.now() + PAUSES[min(tries, len(PAUSES)) - 1] if by_itself else None
    with office.store.writing(durable=True) as db:
        report_orders.settle(
            db, run.id, tries, files=files, trouble=says, next_try_at=again_at, mailed=False if sure else None
        )


def _said(fault: Exception) -> str:
    match fault:
        case _Wrong() | PlaceFault():
            return str(fault)
        case OSError():
            return f"The folder did not take it: {fault.strerror or 'it cannot be written to'}."
        case _:
            return "It could not be written. The log of the watch says why."
