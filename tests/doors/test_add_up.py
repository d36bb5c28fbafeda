"""`bluelamp add-up`: numbers by day that do not agree with their posts are said, fail a check, and are mended."""

from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from config.settings import read_settings
from domain.clock import london_day, utc_now
from doors.check import check
from doors.check_findings import Standing
from doors.wiring import inside
from store import rollups
from store.tables import Account, AccountNumbers, DistrictDay, Post, PostNumbers
from tests.doors.conftest import Told


def test_numbers_that_do_not_agree_are_said_and_mended(settled: Path, told: Told) -> None:
    assert told("roster").exit_code == 0
    with inside(read_settings()) as house, house.store.writing() as db:
        account = db.exec(select(Account)).first()
        assert account
        at = utc_now() - timedelta(days=2)
        row = Post(account_id=account.id, external_id="1", text="Lock.", url="", created_at=at, day=london_day(at))
        db.add(row)
        db.flush()
        db.add(PostNumbers(post_id=row.id, taken_at=at, likes=7))
        rollups.later(db, account.id, [row.day])
    assert "Every number" in (well := told("add-up")).stdout and well.exit_code == 0
    with inside(read_settings()) as house, house.store.writing() as db:
        db.exec(select(DistrictDay)).one().likes = 70
        db.add(AccountNumbers(account_id=account.id, day=at.date(), followers=9, taken_at=at))
    wrong = told("add-up")
    assert wrong.exit_code == 1
    assert "days of districts differ" in wrong.stdout and "days of districts' followers" in wrong.stdout
    (found,) = [one for one in check(offline=True) if one.check == "sums"]
    assert (found.state, found.do) == (Standing.FAIL, "Run: bluelamp add-up --mend")
    assert told("add-up", "--mend").exit_code == 0
    assert told("add-up").exit_code == 0
    (found,) = [one for one in check(offline=True) if one.check == "sums"]
    assert found.state is Standing.OK
