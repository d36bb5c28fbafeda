"""The page of reports: look, take along, order, have it made now, stop."""

from datetime import timedelta

from sqlmodel import select

from domain.clock import london_day, utc_now
from domain.handed_out import Every, about
from domain.period import DAY
from scheduler.orders import Office, tick
from store.db import Store
from store.tables import ReportOrder, ReportRun
from tests.dashboard.conftest import Open, has, press, reads
from tests.store import made_up
from tests.store.made_up import County


def test_a_report_is_looked_at_taken_along_ordered_and_stopped(page: Open, here: County, store: Store) -> None:
    with store.writing() as db:
        made_up.post(db, here.mere_x, utc_now() - timedelta(hours=2), utc_now(), views=4_321, likes=7)
    at = page("reports", here.comms)
    today = london_day(utc_now())
    at.selectbox[1].set_value(f"{about(Every.QUARTER, today).last + DAY}..{today}").run()
    shown = reads(at.toggle(key="report-look").set_value(True).run())
    at.toggle(key="report-look").set_value(False).run()
    assert "Report to the Police and Crime Panel" in shown
    assert "4,321" in shown
    assert [one.proto.label for one in at.get("download_button")][:4] == [
        "PDF", "Word (DOCX)", "Excel (XLSX)", "Web page (HTML)",
    ]  # fmt: skip

    press(at, "Order it")
    assert "Say where it goes" in reads(at)
    box = next(one for one in at.text_input if one.label.startswith("By e-mail"))
    box.set_value("pcp@marlshire.example").run()
    press(at, "Order it")
    assert "Police and Crime Panel · Whole force" in reads(at)
    assert "pcp@marlshire.example" in reads(at)
    press(at, "Make it now")
    assert "is made within minutes" in reads(at)

    def fails(asked: object) -> object:
        raise OSError(28, "No space left on device")

    tick(Office(store, utc_now, fails))  # type: ignore[arg-type]
    at = page("reports", here.comms)
    assert "The folder did not take it: No space left on device." in reads(at)
    assert has(at, "Try again")
    press(at, "Stop")
    assert "× not made: the order was stopped" in reads(at)
    assert not has(at, "Try again")
    with store.reading() as db:
        assert db.exec(select(ReportOrder)).one().stopped_by_id == here.comms.person_id
        assert db.exec(select(ReportRun)).one().tries == 1


def test_who_may_not_order_still_sees_and_takes_along(page: Open, here: County) -> None:
    at = page("reports", here.officer)
    assert not has(at, "Order it")
    assert at.get("download_button")
