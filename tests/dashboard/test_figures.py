"""The page "Figures from files": what a file would bring, what it told, towns, and the way back."""

from typing import Any

from sqlmodel import select

from domain.people import Scope
from store.db import Store
from store.tables import FigureFile, TownFollowers, TownHome
from tests.brought.exports import CONTENT, as_csv, content, utf16
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, button, has, press, reads, well
from tests.store.made_up import County

RESULTS = """\
sep=,
"Viewers"
"Date","Primary"
{days}

"Top cities"
"Little Ashvale, Marlshire","<b>Upper Sallow</b>"
"6.4","3.2"
"""


def put(at: Any, name: str, file: bytes) -> Any:
    at.file_uploader[0].set_value((name, file, "text/csv"))
    return well(at.run())


def choose(at: Any, label: str, value: Any) -> Any:
    return well(next(one for one in at.selectbox if one.label == label).set_value(value).run())


def test_a_file_says_what_it_would_bring_is_brought_and_withdrawn(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    faulty = as_csv([CONTENT, content(), content(**{"Post ID": "183", "Views": "1.2K"})])
    at = put(page("figures", here.comms), "content.csv", faulty)
    says = reads(at)
    assert "Nobody has brought in a file yet." in says and "It would bring 7 figures of Marlshire Police" in says
    assert "Line 4, Views: “1.2K” is rounded. Bring the exact number." in says and not has(at, "Bring it in")
    days = "\n".join(f'"{now():%Y-%m}-{day:02d}T00:00:00","{100 + day}"' for day in range(1, now().day) if day != 3)
    at = put(at, "results.csv", utf16(RESULTS.format(days=days)))
    assert "Choose the account." in reads(at)
    at = choose(at, "Whose figures", here.force_page.id)
    assert "It would bring" in reads(at)
    at = press(at, "Bring it in")
    says = reads(at)
    assert "brought in from results.csv." in says and "1 file tells" in says
    assert "Ashvale: 6.4 % of the followers of Marlshire Police." in says
    assert "brought in by Pat Quill" in says and "1 town belongs to no district yet." in says
    at = press(at, "Withdraw it")
    says = reads(at)
    assert "results.csv is withdrawn" in says and "withdrawn by Pat Quill" in says
    assert "Nobody has brought in a file yet." in says and "Every town that is named belongs somewhere." in says
    with store.reading() as db:
        assert db.exec(select(FigureFile)).one().withdrawn_at


def test_towns_are_placed_one_after_the_other_and_taken_back(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    with store.writing() as db:
        for town, followers in (("Upper Sallow", 70), ("Far Away", 90), ("Ashvale", 900)):
            day = now().date()
            db.add(TownFollowers(account_id=here.force_page.id, day=day, town=town, followers=followers))
    at = page("figures", here.comms)
    assert "2 towns belong to no district yet." in reads(at) and button(at, "Place it").disabled
    at = press(at, "It is outside our area")  # the largest: Far Away
    assert "Far Away belongs to none of ours." in reads(at)
    at = press(choose(at, "Belongs to", here.thornmere.id), "Place it")
    assert "Upper Sallow belongs to Thornmere." in reads(at) and "Every town that is named" in reads(at)
    at = press(at, "Take back")
    with store.reading() as db:
        assert [one.town for one in db.exec(select(TownHome))] == ["upper sallow"]
    looking = page("figures", here.officer, Scope(here.ashvale.id, here.town.id))
    assert not looking.file_uploader and not has(looking, "Take back") and not has(looking, "Place it")
