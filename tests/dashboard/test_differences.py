"""What differs from the last version: who approves for the second time reads what was changed, and nothing else."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlmodel import select

from dashboard.differences import marked
from domain.clock import utc_now
from scheduler import desk
from scheduler.desk import Words
from store.db import Store
from store.tables import ScheduledPost
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, html, reads
from tests.films import jpeg, letter
from tests.scheduler.test_desk_media import RULES
from tests.store.made_up import County


@pytest.fixture
def pictures(store: Store, here: County, now: Ticking, tmp_path: Path) -> list[str]:
    several = [BytesIO(jpeg(letter(40 + n, 40))) for n in range(2)]
    return [desk.keep_media(store, tmp_path / "media", here.officer, one, RULES, now).digest for one in several]


def test_words_are_marked_one_by_one_and_nothing_of_them_is_interpreted() -> None:
    drawn = marked("Come on Tuesday\nto the <b>market</b>", "Come on Wednesday\nto the <i>market</i> & hall")
    assert drawn == (
        "Come on <del>Tuesday</del><ins>Wednesday</ins>\nto the "
        "<del>&lt;b&gt;market&lt;/b&gt;</del><ins>&lt;i&gt;market&lt;/i&gt; &amp; hall</ins>"
    )


def test_a_post_that_is_new_to_everybody_shows_no_differences(page: Open, here: County, store: Store) -> None:
    words = Words("Bike marking", {here.on_x.id: None}, utc_now() + timedelta(hours=2))
    desk.write_and_submit(store, here.officer, words, RULES, utc_now)
    assert "bl-changes" not in html(page("approvals", here.comms))


def test_what_was_changed_after_it_was_returned_is_read_before_it_is_approved(
    page: Open, here: County, store: Store, pictures: list[str]
) -> None:
    due = utc_now() + timedelta(hours=2)
    one, two = pictures
    words = Words("Bike marking on Tuesday", {here.on_x.id: None}, due, media=((one, "A bike"),))
    which = desk.write_and_submit(store, here.officer, words, RULES, utc_now).id
    desk.return_(store, here.comms, which, "Which Tuesday?", utc_now)
    desk.submit(store, here.officer, which, RULES, utc_now)
    assert "Nothing was changed since it came back." in reads(page("approvals", here.comms))
    desk.return_(store, here.comms, which, "Which Tuesday?", utc_now)
    better = Words(
        "Bike marking on Tuesday the 1st", {here.on_facebook.id: None}, due + timedelta(hours=1),
        media=((one, "A red bike"), (two, "A shed")), category="event", urgent="It rains",
    )  # fmt: skip
    desk.edit(store, here.officer, which, RULES, utc_now, better)
    desk.edit(store, here.officer, which, RULES, utc_now, better)  # twice: the last that was read still counts
    desk.submit(store, here.officer, which, RULES, utc_now)
    at = page("approvals", here.comms)
    says = reads(at)
    assert "Bike marking on Tuesday<ins> the 1st</ins>" in html(at)
    assert "Its time was" in says and "Its kind was: none." in says and "It was not urgent." in says
    assert "Added: Ashvale Town Police." in says and "Taken out: AshvaleTown." in says
    assert "1 picture or video was added." in says and "A <ins>red </ins>bike" in html(at)


def test_own_words_and_a_new_order_of_pictures_are_differences_too(
    page: Open, here: County, store: Store, pictures: list[str]
) -> None:
    due, (one, two) = utc_now() + timedelta(hours=2), pictures
    words = Words("Bikes", {here.on_x.id: "Bikes on X"}, due, media=((one, "A"), (two, "B")))
    which = desk.write_and_submit(store, here.officer, words, RULES, utc_now).id
    again = Words("Bikes", {here.on_x.id: "Bikes here"}, due, media=((two, "B"), (one, "A")))
    desk.edit(store, here.officer, which, RULES, utc_now, again)  # taken back by its author while it waited
    desk.submit(store, here.officer, which, RULES, utc_now)
    at = page("approvals", here.comms)
    assert "The pictures are in another order." in reads(at)
    assert "Bikes <del>on X</del><ins>here</ins>" in html(at)
    with store.reading() as db:
        assert db.exec(select(ScheduledPost.version)).one() == 2
