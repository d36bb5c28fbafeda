"""Figures that people bring, at the desk and in the reports, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from domain.people import Scope
from domain.period import Period
from scheduler import desk
from scheduler.desk import Chosen, Refused
from store import reports
from store.db import Store
from store.reports import Basis
from store.tables import BroughtFigure, District, FigureFile, TownFollowers, Trail
from tests.brought.exports import CONTENT, RESULTS, X_DAYS, as_csv, content, utf16
from tests.conftest import Ticking
from tests.store.made_up import County, county

ESSEX = Path(__file__).parents[2] / "docs/examples/essex-likes-by-town.csv"
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))


@pytest.fixture
def here(store: Store, now: Ticking) -> Iterator[County]:
    with store.writing() as db:
        made = county(db, now())
    yield made


def x_days(*days: tuple[str, int], column: str = "Impressions") -> bytes:
    """An account overview of X with views only."""
    heads = [column if name == "Impressions" else name for name in X_DAYS]
    return as_csv([heads, *([day, str(views), *[""] * (len(X_DAYS) - 2)] for day, views in days)])


def refusal(store: Store, who: object, file: bytes, chosen: Chosen, now: Ticking) -> str:
    with pytest.raises(Refused) as no:
        desk.bring_figures(store, who, file, chosen, now)  # type: ignore[arg-type]
    return str(no.value)


def test_the_essex_paper_gives_its_own_shares(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        db.add(District(key="southend", name="Southend", population=180_000, towns=["Southend-on-Sea", "Southend"]))
        db.add(District(key="colchester", name="Colchester", towns=["Colchester, England, United Kingdom"]))
        here.force_page.handle = "Essex Police"
        db.merge(here.force_page)
    seen = desk.look_at_figures(store, here.comms, ESSEX.read_bytes(), Chosen(ESSEX.name), now)
    assert (seen.figures, seen.accounts, seen.faults, seen.stops) == (3, ("Essex Police",), (), "")
    assert (seen.first, seen.last, seen.counts) == (date(2017, 2, 1), date(2017, 2, 28), (("Page likes", 3),))
    with store.reading() as db:
        assert not db.exec(select(FigureFile)).first()  # looking keeps nothing
    desk.bring_figures(store, here.comms, ESSEX.read_bytes(), Chosen(ESSEX.name), now)
    with store.reading() as db:
        rows = {row.district: row for row in reports.brought_by_town(db, here.comms, date(2026, 1, 1))}
        assert not reports.followers_by_town(db, here.comms, date(2026, 1, 1))  # likes of a page are not followers
        assert not reports.brought_by_town(db, here.comms, date(2017, 2, 27))  # told for the month, so at its end
    southend, colchester = rows["Southend"], rows["Colchester"]
    assert (southend.value, southend.total, southend.share, southend.per_1000) == (9_000, 134_000, 6.7, 50)
    assert (colchester.value, colchester.share, colchester.per_1000) == (8_500, 6.3, None)
    assert (southend.file, southend.metric, southend.first) == (ESSEX.name, "page_likes", date(2017, 2, 1))
    assert rows["Ashvale"].value is None and rows["Not told"].value == 116_500


def test_of_several_files_the_newest_stands_until_it_is_withdrawn(store: Store, here: County, now: Ticking) -> None:
    of = here.on_x.id
    first = x_days(("2026-09-01", 10), ("2026-09-02", 20), ("2026-09-04", 40))
    newer = x_days(("2026-09-02", 25), ("2026-09-05", 50))
    older = as_csv([["Date", "Tweets published", "impressions"], ["2026-09-05", "1", "5"], ["2026-09-06", "1", "60"]])
    chief = here.comms
    desk.bring_figures(store, chief, first, Chosen("first.csv", of, date(2026, 10, 1)), now)
    seen = desk.look_at_figures(store, chief, newer, Chosen("newer.csv", of, date(2026, 10, 9)), now)
    assert seen.notes[-1] == (
        "1 figure stands in first.csv too (made on 1 October 2026, brought in by Pat Quill): "
        "this file is the newer one, and counts."
    )
    later = desk.bring_figures(store, chief, newer, Chosen("newer.csv", of, date(2026, 10, 9)), now).id
    desk.bring_figures(store, chief, older, Chosen("older.csv", of, date(2026, 10, 2)), now)

    def told() -> tuple[list[tuple[int, float]], list[int], float | None, int]:
        with store.reading() as db:
            found = reports.brought_series(db, chief, of, "views", SEPTEMBER)
            row = reports.brought_figures(db, chief, SEPTEMBER)[0]
        assert (row.metric, row.basis, row.account) == ("views", Basis.DAYS, "AshvaleTown")
        points = [(one.first.day, one.value) for one in found.points]
        return points, [one.day.day for one in found.breaks], row.value, row.told

    assert told() == ([(1, 10), (2, 25), (4, 40), (5, 50), (6, 60)], [6], 185, 5)
    again = refusal(store, chief, first, Chosen("copy.csv", of), now)
    assert (
        again == "This file is here already: Pat Quill brought it in on 24 November 2026 as first.csv. It counts once."
    )
    desk.withdraw_figures(store, chief, later, now)
    assert told() == ([(1, 10), (2, 20), (4, 40), (5, 5), (6, 60)], [5], 135, 5)
    with pytest.raises(Refused):
        desk.withdraw_figures(store, chief, later, now)
    now.forward(minutes=1)
    desk.bring_figures(store, chief, newer, Chosen("newer.csv", of, date(2026, 10, 9)), now)
    with store.reading() as db:
        files = reports.figure_files(db, here.officer)
        trail = [one.detail for one in db.exec(select(Trail).order_by(Trail.id))]  # type: ignore[arg-type]
        assert reports.figure_files(db, here.supervisor) == files and len(files) == 4
    assert sum(one.withdrawn_at is not None for one in files) == 1 and files[0].figures == 2
    assert "withdrawn: newer.csv" in trail and any("2 figures of AshvaleTown" in one for one in trail)


def test_a_town_in_other_letters_stands_once_and_the_rest_of_a_withdrawn_file_stands_again(
    store: Store, here: County, now: Ticking
) -> None:
    chief, head = here.comms, ["as of", "account", "town", "metric", "value"]

    def bring(name: str, day: date, *rows: tuple[str, str]) -> UUID:
        said = [["2026-09-30", f"facebook:{here.force_page.handle}", town, "page likes", value] for town, value in rows]
        return desk.bring_figures(store, chief, as_csv([head, *said]), Chosen(name, as_of=day), now).id

    def told() -> list[tuple[str, float]]:
        with store.reading() as db:
            found = reports.brought_by_town(db, chief, date(2026, 10, 31))
        return sorted(town for row in found for town in row.towns if town[0])

    bring("old.csv", date(2026, 10, 1), ("Ynys Môn", "100"), ("Llŷn", "20"))
    newer = bring("new.csv", date(2026, 10, 2), ("YNYS MÔN", "120"))
    assert told() == [("Llŷn", 20), ("YNYS MÔN", 120)]
    desk.withdraw_figures(store, chief, newer, now)
    assert told() == [("Llŷn", 20), ("Ynys Môn", 100)]


def test_people_are_never_added_up_and_posts_stand_apart_from_days(store: Store, here: County, now: Ticking) -> None:
    chief, page = here.comms, here.force_page.id
    posts = [content(**{"Post ID": str(one), "Publish time": "08/02/2026 10:00"}) for one in range(3)]
    desk.bring_figures(store, chief, as_csv([CONTENT, *posts]), Chosen("content.csv"), now)
    desk.bring_figures(store, chief, utf16(RESULTS), Chosen("results.csv", page), now)
    with store.reading() as db:
        rows = reports.brought_figures(db, chief, Period(date(2026, 8, 1), date(2026, 8, 31)))
        assert not reports.brought_figures(db, here.officer, Period(date(2026, 8, 1), date(2026, 8, 31)))
        towns = {row.district: row for row in reports.brought_by_town(db, chief, now().date())}
    found = {(row.metric, row.basis): (row.value, row.told) for row in rows}
    assert found == {
        ("views", Basis.POSTS): (3_081, 3), ("reach", Basis.POSTS): (None, 3), ("likes", Basis.POSTS): (120, 3),
        ("clicks", Basis.POSTS): (0, 3), ("account_reach_1", Basis.DAYS): (None, 2), ("follows", Basis.DAYS): (20, 1),
    }  # fmt: skip
    assert (towns["Ashvale"].share, towns["Ashvale"].value, towns["Other"].share) == (6.4, None, 3.2)


def test_a_file_of_somebody_else_is_told_apart(store: Store, here: County, now: Ticking) -> None:
    chief, theirs = here.comms, as_csv([CONTENT, content()])
    days = x_days(("2026-09-01", 10))
    wrong = [
        (chief, theirs, here.on_facebook.id, "Line 2: These figures are of Marlshire Police, and not of Ashvale Town"),
        (chief, theirs, here.on_x.id, "This is an export of Facebook, and AshvaleTown is an account on X."),
        (chief, days, None, "The file does not say whose figures these are. Choose the account."),
        (chief, as_csv([CONTENT, content(**{"Page ID": "77"})]), None, "There is no account “77” on the roster"),
        (here.officer, days, here.on_x.id, "Your role (officer) and area do not let you bring in figures"),
        (here.supervisor, days, here.mere_x.id, "do not let you bring in figures for ThornmereCops"),
        (here.supervisor, theirs, None, "do not let you bring in figures for Marlshire Police"),
        (chief, as_csv([["as of", "account", "town", "metric", "value"], ["2026-09-01", "x:Nobody", "", "views", "1"]]),
         None, "Line 2: There is no account “x:Nobody” on the roster"),
    ]  # fmt: skip
    for who, file, account_id, says in wrong:
        assert says in refusal(store, who, file, Chosen("a.csv", account_id), now), says
    assert "after today" in refusal(store, chief, days, Chosen("a.csv", here.on_x.id, date(2030, 1, 1)), now)
    unknown = as_csv([CONTENT, content(**{"Page ID": "77"})])
    seen = desk.look_at_figures(store, chief, unknown, Chosen("a.csv", here.force_page.id), now)
    assert seen.accounts == ("Marlshire Police",) and "you say that it is Marlshire Police" in seen.notes[-1]
    faulty = as_csv([CONTENT, content(), content(**{"Post ID": "183", "Views": "1.2K"})])
    assert "Line 4, Views" in refusal(store, chief, faulty, Chosen("a.csv"), now)
    done = desk.bring_figures(store, chief, faulty, Chosen("a.csv", but_faulty=True), now)
    assert done.says == "7 figures of Marlshire Police brought in from a.csv."
    with store.reading() as db:
        assert len(db.exec(select(BroughtFigure)).all()) == 7


def test_two_people_bring_the_same_file_at_once_and_it_counts_once(store: Store, here: County, now: Ticking) -> None:
    file = x_days(*((f"2026-09-{day:02d}", day) for day in range(1, 31)))

    def bring(name: str) -> str:
        try:
            return desk.bring_figures(store, here.comms, file, Chosen(name, here.on_x.id), now).says
        except Refused as no:
            return str(no)

    with ThreadPoolExecutor(4) as hands:
        said = list(hands.map(bring, ["a.csv", "b.csv", "c.csv", "d.csv"]))
    assert sorted(one.partition(" ")[0] for one in said) == ["30", "This", "This", "This"]


def test_a_town_is_placed_at_once_everywhere_and_taken_back(store: Store, here: County, now: Ticking) -> None:
    chief, today = here.comms, now().date()
    sallow, mere = "Upper  Sallow, Marlshire", here.thornmere
    with store.writing() as db:
        db.add(TownFollowers(account_id=here.force_page.id, day=today, town=sallow, followers=70))
        db.add(TownFollowers(account_id=here.force_page.id, day=today, town="Little Ashvale", followers=30))
    desk.bring_figures(store, chief, utf16(RESULTS), Chosen("results.csv", here.force_page.id), now)

    def where() -> tuple[int | None, float | None, list[str]]:
        with store.reading() as db:
            live = {row.district: row.followers for row in reports.followers_by_town(db, chief, today)}
            files = {row.district: row.share for row in reports.brought_by_town(db, chief, today)}
            waiting = reports.towns_to_place(db, chief)
        assert all(one.followers == 70 and len(one.pages) == 2 for one in waiting)
        return live["Thornmere"], files["Thornmere"], [one.town for one in waiting]

    assert where() == (None, None, [sallow])
    desk.place_town(store, chief, "upper sallow,  MARLSHIRE", mere.id, now)
    assert where() == (70, 3.2, [])
    with store.reading() as db:
        placed = reports.placed_towns(db)
    assert [(one.town, one.district, one.said_by) for one in placed] == [
        ("upper sallow, marlshire", "Thornmere", "Pat Quill")
    ]  # fmt: skip
    for district in (
        here.ashvale.id,
        None,
    ):  # it is another district's now, and the whole force's to say it is nobody's
        with pytest.raises(Refused):
            desk.place_town(store, here.supervisor, sallow, district, now)
    desk.place_town(store, chief, sallow, None, now)
    assert where() == (None, None, [])
    desk.forget_town(store, chief, sallow, now)
    assert where() == (None, None, [sallow])
    desk.place_town(store, here.supervisor, sallow, here.ashvale.id, now)
    with store.reading() as db:
        rows = reports.followers_by_town(db, chief, today, scope=Scope(here.ashvale.id))
    assert [row.followers for row in rows] == [100]
