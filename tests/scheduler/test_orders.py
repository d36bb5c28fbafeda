"""Ordered reports: made on the day they are due, once, brought to where they go, and seen when they are not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from domain.clock import london_day
from domain.handed_out import Every, Form, ReportKind, about, first_after, next_after
from domain.people import Role, Scope
from domain.period import Period
from scheduler.desk_orders import Wish, make_now, order_report, stop_order, try_again
from scheduler.desk_rules import Refused
from scheduler.letters import Enclosure, Letter, MailFault, MailUnsure
from scheduler.order_places import Places
from scheduler.orders import Asked, Office, Paper, begin, tick
from store import report_orders
from store.db import Store
from store.reports.ordered import Became, RunRow, report_runs
from store.reports.ordered import report_orders as listed
from store.tables import Person, ReportOrder, Trail
from tests.conftest import Ticking
from tests.store.made_up import County, county

WISH = Wish(
    ReportKind.PANEL, Scope(), Every.MONTH, date(2026, 12, 5), (Form.PDF, Form.XLSX), mail_to=("pcp@marlshire.example",)
)


class Post:
    """A mail server and a writer that do as they are told."""

    def __init__(self) -> None:
        self.sent: list[Letter] = []
        self.asked: list[Asked] = []
        self.wrong: Exception | None = None

    def write(self, asked: Asked) -> Paper:
        self.asked.append(asked)
        if isinstance(self.wrong, ValueError):
            raise self.wrong
        files = tuple(Enclosure(f"panel-{asked.period.first}.{form}", "application/x", b"%PDF") for form in asked.forms)
        return Paper("Report", str(asked.period.first), files)

    def send(self, letter: Letter) -> str:
        if isinstance(self.wrong, MailFault | MailUnsure):
            raise self.wrong
        self.sent.append(letter)
        return ""


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        return county(db, now())


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def office(store: Store, now: Ticking, post: Post, tmp_path: Path) -> Office:
    (tmp_path / "out").mkdir()
    return Office(store, now, post.write, post.send, Places(tmp_path / "out"))


def runs(office: Office, here: County) -> list[RunRow]:
    with office.store.reading() as db:
        return report_runs(db, here.comms)


def test_spans_and_days_follow_each_other_as_the_force_counts_years() -> None:
    day = date(2026, 11, 24)
    assert about(Every.MONTH, day) == Period(date(2026, 10, 1), date(2026, 10, 31))
    assert about(Every.QUARTER, day) == Period(date(2026, 7, 1), date(2026, 9, 30))
    assert about(Every.YEAR, day) == Period(date(2025, 4, 1), date(2026, 3, 31))
    assert about(Every.YEAR, date(2026, 4, 1)).last == date(2026, 3, 31)
    assert next_after(Every.MONTH, date(2027, 1, 31)) == date(2027, 2, 28)
    assert next_after(Every.QUARTER, date(2026, 11, 30)) == date(2027, 3, 2)
    assert next_after(Every.YEAR, date(2027, 4, 6)) == date(2028, 4, 6)
    assert first_after(Every.YEAR, day) == date(2027, 4, 6)


def test_a_report_is_made_on_its_day_once_and_after_downtime_each_once(
    office: Office, here: County, post: Post, now: Ticking, tmp_path: Path
) -> None:
    done = order_report(office.store, here.comms, replace(WISH, folder="panel/2026"), office.places, now)
    assert done.says == "Ordered. It is made first on 5 December 2026."
    assert tick(office) == 0
    now.at = datetime(2026, 12, 4, 23, 59, tzinfo=UTC)
    assert tick(office) == 0
    now.forward(minutes=2)  # London's day begins
    with office.store.reading() as db:  # two watches see the same order due
        seen = report_orders.due(db, london_day(now()))[0]
    assert begin(office) == 1
    with office.store.writing() as db:
        assert not report_orders.begin(db, seen, about(Every.MONTH, seen.next_on), date(2027, 1, 5), now())
    with office.store.reading() as db:
        ((run, _order),) = report_orders.to_try(db, now())
    with office.store.writing() as db:
        assert report_orders.take(db, run, now() + timedelta(minutes=1))
        assert not report_orders.take(db, run, now() + timedelta(minutes=1))
    now.forward(minutes=2)
    assert tick(office) == 1
    assert tick(office) == 0
    assert post.asked[0].period == Period(date(2026, 11, 1), date(2026, 11, 30))
    (letter,) = post.sent
    assert letter.to == ("pcp@marlshire.example",)
    assert [one.name for one in letter.enclosed] == ["panel-2026-11-01.pdf", "panel-2026-11-01.xlsx"]
    assert (tmp_path / "out/panel/2026/panel-2026-11-01.pdf").read_bytes() == b"%PDF"
    assert [one.became for one in runs(office, here)] == [Became.DONE]
    assert runs(office, here)[0].files == ("panel/2026/panel-2026-11-01.pdf", "panel/2026/panel-2026-11-01.xlsx")

    now.at = datetime(2027, 2, 20, 9, tzinfo=UTC)  # nobody watched for eleven weeks
    assert tick(office) == 2
    assert [one.period.first for one in post.asked[1:]] == [date(2026, 12, 1), date(2027, 1, 1)]
    with office.store.reading() as db:
        assert [one.next_on for one in listed(db, here.comms)] == [date(2027, 3, 5)]
        assert not listed(db, here.supervisor)  # hers is a district
    stop_order(office.store, here.comms, done.id, now)
    now.forward(days=400)
    assert tick(office) == 0
    with office.store.reading() as db:
        assert [one.stopped_by for one in listed(db, here.comms, stopped=True)] == ["Pat Quill"]
        trail = [one.detail for one in db.exec(select(Trail).order_by(Trail.at)).all()]  # type: ignore[arg-type]
    assert trail == ["panel every month to pcp@marlshire.example, folder panel/2026", "stopped"]


def test_a_failure_is_shown_and_tried_again_and_nothing_is_knowingly_mailed_twice(
    office: Office, here: County, post: Post, now: Ticking
) -> None:
    order = order_report(office.store, here.comms, WISH, office.places, now).id
    make_now(office.store, here.comms, order, now)
    for wrong, says in (
        (ValueError("no font"), "It could not be written. The log of the watch says why."),
        (MailFault("550 full", whole=False), "The mail server did not take it. 550 full"),
    ):
        post.wrong = wrong
        assert tick(office) == 0
        (run,) = runs(office, here)
        assert (run.became, run.trouble, run.asked_by) == (Became.AGAIN, says, "Pat Quill")
        assert tick(office) == 0
        now.forward(minutes=6)
    assert tick(replace(office, send=None)) == 0
    assert runs(office, here)[0].trouble.startswith("There is no mail server.")

    post.wrong = MailUnsure("the line broke")
    now.forward(hours=4)
    tick(office)
    (run,) = runs(office, here)
    assert run.became is Became.STANDS
    assert "Look whether it has arrived" in run.trouble
    post.wrong = None
    now.forward(days=2)
    assert tick(office) == 0  # never by itself
    try_again(office.store, here.comms, run.id, now)
    assert tick(office) == 1
    assert len({one.name for one in post.sent}) == len(post.sent) == 1
    with pytest.raises(Refused, match="came to where it goes"):
        try_again(office.store, here.comms, run.id, now)

    make_now(office.store, here.comms, order, now)  # and a watch that dies while the mail server has it
    with office.store.writing() as db:
        ((dying, _order),) = report_orders.to_try(db, now())
        report_orders.take(db, dying, now() + timedelta(minutes=20))
        report_orders.mailing(db, dying.id, dying.tries + 1, now())
    with pytest.raises(Refused, match="being mailed"):
        try_again(office.store, here.comms, dying.id, now)
    now.forward(minutes=21)
    assert tick(office) == 0
    assert runs(office, here)[0].became is Became.STANDS
    assert len(post.sent) == 1


def test_a_report_goes_nowhere_it_may_not(office: Office, here: County, now: Ticking, tmp_path: Path) -> None:
    strict = Places(tmp_path / "out", ("marlshire.example",))
    (tmp_path / "out/away").symlink_to(tmp_path)
    refused: list[tuple[Wish, Places, str]] = [
        (replace(WISH, mail_to=()), strict, "Say where it goes"),
        (replace(WISH, mail_to=("a@elsewhere.example",)), strict, "outside the domains"),
        (replace(WISH, mail_to=("a@evilmarlshire.example",)), strict, "outside the domains"),
        (replace(WISH, mail_to=("a@b\nBcc: c@d.example",)), strict, "no e-mail address"),
        (replace(WISH, folder="../secrets"), strict, "no folder within"),
        (replace(WISH, folder="/etc"), strict, "no folder within"),
        (replace(WISH, folder="away/secrets"), strict, "leads out of the folder"),
        (replace(WISH, folder="panel"), Places(None), "No folder is set"),
        (replace(WISH, forms=()), strict, "Choose what it is written as"),
        (replace(WISH, next_on=date(2026, 11, 1)), strict, "first day from today on"),
    ]
    for wish, places, says in refused:
        with pytest.raises(Refused, match=says):
            order_report(office.store, here.comms, wish, places, now)
    for who, scope in ((here.officer, Scope(team_id=here.town.id)), (here.supervisor, Scope())):
        with pytest.raises(Refused):
            order_report(office.store, who, replace(WISH, scope=scope), strict, now)
    warned = order_report(office.store, here.comms, replace(WISH, mail_to=("a@else.example",)), office.places, now)
    assert "Look again at a@else.example" in warned.says
    own = order_report(office.store, here.supervisor, replace(WISH, scope=Scope(here.ashvale.id)), strict, now)
    with office.store.reading() as db:
        assert db.get_one(ReportOrder, own.id).district_id == here.ashvale.id
    with pytest.raises(Refused):
        stop_order(office.store, here.supervisor, warned.id, now)


def test_nothing_goes_out_in_the_name_of_who_may_no_longer_order_it(
    office: Office, here: County, post: Post, now: Ticking
) -> None:
    for_district = replace(WISH, scope=Scope(here.ashvale.id))
    orders = [
        order_report(office.store, here.comms, WISH, office.places, now).id,
        order_report(office.store, here.supervisor, for_district, office.places, now).id,
    ]
    for who, order in zip((here.comms, here.supervisor), orders, strict=True):
        make_now(office.store, who, order, now)
    with office.store.writing() as db:
        db.get_one(Person, here.comms.person_id).retired_at = now()  # has left
        db.get_one(Person, here.supervisor.person_id).role = Role.OFFICER
    assert tick(office) == 0
    assert not post.asked
    assert {one.became for one in runs(office, here)} == {Became.STANDS}
    says = sorted(one.trouble.partition(" asked")[0] for one in runs(office, here))
    assert says == sorted((here.comms.name, here.supervisor.name))
    with office.store.writing() as db:
        db.get_one(Person, here.comms.person_id).retired_at = None
    again = next(one for one in runs(office, here) if one.trouble.startswith(here.supervisor.name))
    try_again(office.store, here.comms, again.id, now)  # in her own name
    assert tick(office) == 1
    assert post.asked[0].scope.district_id == here.ashvale.id
