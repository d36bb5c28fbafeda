"""Write, with pictures: cleaned as they are added, their alt texts beside them, and nothing of it is ever lost."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from domain.people import Scope
from domain.publication import Stage
from scheduler.housekeeping import let_go_of_media
from store import media
from store.db import Store
from store.tables import Attachment, Media, ScheduledPost
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, button, has, html, press, reads, well
from tests.films import film, jpeg, letter, saved
from tests.scheduler.test_desk_media import RULES
from tests.store.made_up import County, message

TEXT = "Is this your bike?"
PHOTO = ("bike.jpg", jpeg(), "image/jpeg")
OTHER = ("shed.png", saved(letter(60, 60), "PNG"), "image/png")


def add(at: AppTest, *files: tuple[str, bytes, str]) -> AppTest:
    """Put files into the box."""
    return well(at.file_uploader[0].set_value(list(files)).run())


def alt(at: AppTest, place: int, words: str) -> AppTest:
    """Say what a picture shows."""
    boxes = [one for one in at.text_area if one.label.startswith("Alt text")]
    return well(boxes[place].set_value(words).run())


def composed(at: AppTest, *accounts: Any) -> AppTest:
    at.text_area[0].set_value(TEXT)
    at.button_group[0].set_value([one.id for one in accounts])
    return well(at.run())


def attached(store: Store) -> list[str]:
    with store.reading() as db:
        return list(db.exec(select(Attachment.alt).order_by(Attachment.place)))  # type: ignore[arg-type]


def test_a_picture_is_shown_with_its_alt_text_beside_it_and_sent_for_approval(
    page: Open, here: County, store: Store
) -> None:
    at = add(composed(page("write", here.officer), here.on_x, here.on_facebook), PHOTO)
    assert html(at).count("data:image/jpeg;base64,") == 3  # beside its alt text, and in each preview
    assert reads(at).count("The image has no alt text.") == 1
    at = press(at, "Send for approval: 2 accounts")
    assert "The image has no alt text." in reads(at) and at.text_area[0].value == TEXT
    at = alt(at, 0, "A red bike against a wall")
    assert "Nothing stands against it." in reads(at)
    assert 'alt="A red bike against a wall"' in html(at)
    at = press(at, "Send for approval: 2 accounts")
    assert "Sent for approval: 2 accounts" in reads(at)
    assert attached(store) == ["A red bike against a wall"] and "data:image" not in html(at)


def test_pictures_can_be_moved_and_taken_out_and_keep_their_words(page: Open, here: County, store: Store) -> None:
    at = add(composed(page("write", here.officer), here.on_facebook), PHOTO, OTHER)
    at = alt(alt(at, 0, "A bike"), 1, "A shed")
    at = press(at, "Move forward")
    at = press(at, "Keep as a draft")
    assert attached(store) == ["A shed", "A bike"]
    at = add(composed(page("write", here.officer), here.on_facebook), PHOTO, OTHER)
    at = alt(at, 1, "Only a shed")
    at = press(press(at, "Take out"), "Keep as a draft")
    assert sorted(attached(store)) == ["A bike", "A shed", "Only a shed"]


def test_what_cannot_be_used_is_said_by_name_and_the_rest_is_kept(page: Open, here: County) -> None:
    trap = ("<b>cat</b>.jpg", b"<svg onload='alert(1)'/>", "image/jpeg")
    at = add(composed(page("write", here.officer), here.on_x), trap, PHOTO)
    assert "<b>cat</b>.jpg: It is an SVG drawing" in reads(at) and "<b>cat" not in html(at)
    assert len([one for one in at.text_area if one.label.startswith("Alt text")]) == 1
    assert at.text_area[0].value == TEXT


def test_the_same_picture_twice_is_one_and_four_are_enough(page: Open, here: County) -> None:
    several = [(f"{n}.jpg", jpeg(letter(40 + n, 40)), "image/jpeg") for n in range(4)]
    at = add(page("write", here.officer), PHOTO, PHOTO)
    assert len([one for one in at.text_area if one.label.startswith("Alt text")]) == 1
    at = add(at, *several[:3])
    assert not at.file_uploader
    at = press(at, "Take out")
    assert at.file_uploader


def test_a_video_is_shown_by_its_first_picture_and_played_when_asked(page: Open, here: County, tmp_path: Path) -> None:
    given = ("clip.mp4", film(tmp_path / "a.mp4", 2).read_bytes(), "video/mp4")
    at = alt(add(composed(page("write", here.officer), here.on_x), given), 0, "A bike is ridden away")
    assert "▶ Video" in html(at).replace("<bdi>", "") and "0:02" in html(at) and "data:image/jpeg" in html(at)
    assert "Nothing stands against it." in reads(at) and not at.file_uploader
    assert not at.get("video")
    switch = next(one for one in at.toggle if one.label == "Play the video")
    assert well(switch.set_value(True).run()).get("video")


def test_a_draft_keeps_its_pictures(page: Open, here: County, store: Store) -> None:
    at = alt(add(composed(page("write", here.officer), here.on_facebook), PHOTO), 0, "A bike")
    press(at, "Keep as a draft")
    at = page("write", here.officer)
    assert "with 1 picture" in reads(at)
    with store.reading() as db:
        which = str(db.exec(select(ScheduledPost.id)).one())
    at = page("write", here.officer, draft=which)
    assert [one.value for one in at.text_area] == [TEXT, "A bike"] and "data:image/jpeg" in html(at)
    at = press(alt(at, 0, "A red bike"), "Send for approval: 1 account")
    assert "Sent for approval" in reads(at) and attached(store) == ["A red bike"]


def test_a_file_that_was_let_go_meanwhile_is_said_and_nothing_typed_is_lost(
    page: Open, here: County, store: Store, now: Ticking, tmp_path: Path
) -> None:
    at = alt(add(composed(page("write", here.officer), here.on_facebook), PHOTO), 0, "A bike")
    now.forward(days=2)
    assert let_go_of_media(store, tmp_path / "media", now) == 1
    at = press(at, "Send for approval")
    assert "no longer kept" in reads(at)
    assert [one.value for one in at.text_area] == [TEXT, "A bike"]


def test_the_kind_the_urgency_and_what_if_late_go_with_it(page: Open, here: County, store: Store) -> None:
    at = composed(page("write", here.officer), here.on_facebook)
    next(one for one in at.selectbox if one.label == "Kind of post").set_value("appeal")
    at.number_input[0].set_value(15)
    at = well(next(one for one in at.toggle if one.label.startswith("Urgent")).set_value(True).run())
    assert "Say why it is urgent." in reads(at)
    at = well(next(one for one in at.text_input if one.label.startswith("Why")).set_value("A child is missing").run())
    assert "Nothing stands against it." in reads(at)
    at = press(at, "Keep as a draft")
    with store.reading() as db:
        (kept,) = db.exec(select(ScheduledPost))
    assert (kept.category, kept.urgent, kept.late_after_s) == ("appeal", "A child is missing", 900)
    at = page("write", here.officer, draft=str(kept.id))
    assert at.number_input[0].value == 15
    assert next(one for one in at.text_input if one.label.startswith("Why")).value == "A child is missing"
    press(at, "Keep as a draft")
    with store.reading() as db:
        (again,) = db.exec(select(ScheduledPost))
    assert (again.category, again.urgent, again.late_after_s) == ("appeal", "A child is missing", 900)


def test_unless_somebody_says_otherwise_the_forces_rule_stands(page: Open, here: County, store: Store) -> None:
    at = composed(page("write", here.officer), here.on_facebook)
    assert at.number_input[0].value is None
    press(at, "Keep as a draft")
    with store.reading() as db:
        (kept,) = db.exec(select(ScheduledPost))
    assert (kept.category, kept.urgent, kept.late_after_s) == ("", "", 7200)


Waiting = Callable[..., str]


@pytest.fixture
def waiting(store: Store, here: County, now: Ticking, tmp_path: Path) -> str:
    """A post with two pictures that awaits approval, urgent, and soon too late."""
    from io import BytesIO

    from scheduler import desk

    kept = [
        desk.keep_media(store, tmp_path / "media", here.officer, BytesIO(content), RULES, now)
        for _, content, _ in (PHOTO, OTHER)
    ]
    with store.writing() as db:
        of = message(
            db, here.officer, now() + timedelta(days=1), here.on_x, stage=Stage.AWAITING_APPROVAL,
            urgent="A child <b>is</b> missing", category="missing_person", late_after_s=1_800,
        )  # fmt: skip
        media.attach(db, of.id, [(kept[0].digest, 'A "red" <bike>'), (kept[1].digest, "A shed")])
        return str(of.id)


@pytest.mark.parametrize("name", ["approvals", "plan"])
def test_who_approves_and_who_plans_sees_the_pictures_and_what_is_said_of_them(
    page: Open, here: County, waiting: str, name: str
) -> None:
    at = page(name, here.comms)
    drawn, says = html(at), reads(at)
    assert drawn.count("data:image/jpeg;base64,") == 2
    assert 'alt="A &quot;red&quot; &lt;bike&gt;"' in drawn and "Alt text: A shed" in says
    assert "Urgent, it goes before all others: A child <b>is</b> missing" in says and "<b>is" not in drawn
    assert "Missing people" in says
    assert "If it is late by more than 30 minutes, it is not sent before somebody says so." in says


def test_a_file_that_is_missing_or_damaged_is_said_where_it_would_stand(
    page: Open, here: County, waiting: str, store: Store, tmp_path: Path
) -> None:
    with store.reading() as db:
        digest = db.exec(select(Media.digest)).first()
    next((tmp_path / "media").rglob(f"{digest}*")).write_bytes(b"something else")
    at = page("approvals", here.comms)
    assert "This file is missing from the media folder." in reads(at)
    assert html(at).count("data:image/jpeg;base64,") == 1


def test_nobody_without_the_right_to_write_is_shown_the_box(page: Open, here: County) -> None:
    at = page("write", here.supervisor, Scope(here.ashvale.id, here.rural.id))
    assert at.file_uploader and button(at, "Keep as a draft") and has(at, "Send for approval")
