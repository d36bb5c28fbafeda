"""Pictures at the desk: kept clean, attached with their words in one transaction, asked for when they are missing."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from domain.posts import Attached, MediaKind, Outgoing
from domain.publication import Stage
from platforms import registry
from scheduler import cleaning, desk
from scheduler.desk import Refused, Rules
from scheduler.desk_media import GONE
from scheduler.housekeeping import let_go_of_media
from store import folder, media
from store.db import Store
from store.tables import Account, Attachment, Media, ScheduledPost
from tests.conftest import Ticking
from tests.films import film, jpeg, letter, saved
from tests.scheduler.conftest import Force

RULES = Rules(
    check=lambda account, message: registry.check(account.platform, message), capabilities=registry.capabilities
)


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return tmp_path / "media"


@pytest.fixture
def picture(force: Force, where: Path) -> Attached:
    return desk.keep_media(force.store, where, force.people["officer"], BytesIO(jpeg()), RULES, force.now)


@pytest.fixture
def other(force: Force, where: Path) -> Attached:
    plain = saved(letter(60, 60), "PNG")
    return desk.keep_media(force.store, where, force.people["officer"], BytesIO(plain), RULES, force.now)


def written(force: Force, *pictures: tuple[str, str], **more: object) -> UUID:
    words = force.words("Seen this bike?", "page", media=pictures, **more)
    return desk.draft(force.store, force.people["officer"], words, RULES, force.now).id


def attached(store: Store, which: UUID) -> list[tuple[str, str]]:
    with store.reading() as db:
        return [(one.digest, one.alt) for one in media.of_message(db, which)]


def refused(says: str) -> "pytest.RaisesContext[Refused]":  # type: ignore[name-defined]
    return pytest.raises(Refused, match=says)


def test_a_picture_is_kept_clean_by_its_content(force: Force, where: Path, picture: Attached) -> None:
    file = folder.checked(where, picture.digest, picture.mime)
    assert b"Acme" not in file.read_bytes() and picture.alt == "" and picture.kind is MediaKind.IMAGE
    with force.store.reading() as db:
        row = db.get_one(Media, picture.digest)
        assert (row.mime, row.size, row.width, row.height, row.kept_at) == (
            "image/jpeg", file.stat().st_size, 120, 80, force.now(),
        )  # fmt: skip
    assert [one.name for one in where.iterdir()] == [picture.digest[:2]]


def test_a_video_is_kept_with_its_length(force: Force, where: Path, tmp_path: Path) -> None:
    with film(tmp_path / "a.mp4").open("rb") as content:
        one = desk.keep_media(force.store, where, force.people["officer"], content, RULES, force.now)
    assert (one.kind, one.mime, one.seconds) == (MediaKind.VIDEO, "video/mp4", 1.0)
    with force.store.reading() as db:
        assert media.described(db, [(one.digest, "A bike")]) == [replace(one, alt="A bike")]


def test_what_is_no_picture_is_refused_and_leaves_nothing_behind(force: Force, where: Path) -> None:
    with refused("SVG"):
        desk.keep_media(force.store, where, force.people["officer"], BytesIO(b"<svg/>"), RULES, force.now)
    assert list(where.rglob("*")) == []
    with force.store.reading() as db:
        assert db.exec(select(Media)).all() == []


def test_a_disk_that_is_full_is_said_in_a_sentence(force: Force, where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(28, "No space left on device")

    with refused("could not be kept: No space left on device"):
        desk.keep_media(force.store, where, force.people["officer"], Full(), RULES, force.now)


def test_only_those_who_write_may_add_pictures(force: Force, where: Path) -> None:
    with refused("do not let you write posts"):
        desk.keep_media(force.store, where, force.people["administrator"], BytesIO(jpeg()), RULES, force.now)


def test_too_large_a_file_is_not_even_looked_at(force: Force, where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.media_kinds.INPUT_BYTES", 100)
    monkeypatch.setattr(cleaning, "_ask", lambda *a, **k: pytest.fail("it was opened"))
    with refused("larger than"):
        desk.keep_media(force.store, where, force.people["officer"], BytesIO(jpeg()), RULES, force.now)


def test_pictures_are_kept_with_their_words_and_replaced_with_them(
    force: Force, picture: Attached, other: Attached
) -> None:
    which = written(force, (other.digest, " A bike \x00"), (picture.digest, "A shed"))
    assert attached(force.store, which) == [(other.digest, "A bike"), (picture.digest, "A shed")]
    words = force.words("Seen this shed?", "page", media=((picture.digest, "A shed"),))
    desk.edit(force.store, force.people["officer"], which, RULES, force.now, words, 1)
    assert attached(force.store, which) == [(picture.digest, "A shed")]
    desk.edit(force.store, force.people["officer"], which, RULES, force.now)
    assert attached(force.store, which) == [(picture.digest, "A shed")]


def test_an_edit_that_is_refused_changes_no_picture(force: Force, picture: Attached, other: Attached) -> None:
    which = written(force, (picture.digest, "A shed"))
    words = force.words("Seen this bike?", "page", media=((other.digest, "A bike"),))
    with refused("Somebody was quicker"):
        desk.edit(force.store, force.people["officer"], which, RULES, force.now, words, 7)
    assert attached(force.store, which) == [(picture.digest, "A shed")]


def test_a_copy_has_the_same_pictures(force: Force, picture: Attached) -> None:
    which = written(force, (picture.digest, "A shed"))
    copied = desk.copy(force.store, force.people["officer"], which, [force["page"].id], RULES, force.now).id
    assert attached(force.store, copied) == [(picture.digest, "A shed")]


def test_without_alt_text_it_is_not_sent_and_says_so_once(force: Force, picture: Attached, other: Attached) -> None:
    pictures = ((picture.digest, "A shed"), (other.digest, "  "))
    words = force.words("Seen this bike?", "page", "ashby", media=pictures)
    who, sentence = force.people["officer"], "Image 2 has no alt text."
    said = desk.look_over(force.store, who, words, RULES, force.now)
    assert [one.startswith(sentence) for one in said] == [True]
    which = desk.draft(force.store, who, words, RULES, force.now).id
    with refused(sentence):
        desk.submit(force.store, who, which, RULES, force.now)
    with force.store.reading() as db:
        assert db.get_one(ScheduledPost, which).stage is Stage.DRAFT


def test_the_platforms_own_limits_are_asked_of_what_is_attached(force: Force, picture: Attached) -> None:
    seen: list[tuple[str, Outgoing]] = []

    def check(account: Account, message: Outgoing) -> list[str]:
        seen.append((account.handle, message))
        return registry.check(account.platform, message)

    words = force.words("Seen this bike?", "page", media=((picture.digest, "x" * 1_001),))
    said = desk.look_over(force.store, force.people["officer"], words, replace(RULES, check=check), force.now)
    assert len(said) == 1 and "alt text" in said[0] and "too long" in said[0]
    assert [(handle, one.media[0].digest) for handle, one in seen] == [("page", picture.digest)]


def test_a_picture_and_a_video_together_and_the_same_twice_are_refused(
    force: Force, where: Path, tmp_path: Path, picture: Attached
) -> None:
    with film(tmp_path / "a.mp4").open("rb") as content:
        moving = desk.keep_media(force.store, where, force.people["officer"], content, RULES, force.now)
    both = force.words("Bike", "ashby", media=((picture.digest, "A shed"), (moving.digest, "A bike")))
    assert any("not both" in one for one in desk.look_over(
        force.store, force.people["officer"], both, RULES, force.now
    ))  # fmt: skip
    twice = force.words("Bike", "ashby", media=((picture.digest, "A shed"), (picture.digest, "A shed")))
    assert any("twice" in one for one in desk.look_over(
        force.store, force.people["officer"], twice, RULES, force.now
    ))  # fmt: skip


def test_more_than_a_platform_takes_is_refused(force: Force, where: Path) -> None:
    who = force.people["officer"]
    several = [
        desk.keep_media(force.store, where, who, BytesIO(jpeg(letter(40 + n, 40))), RULES, force.now) for n in range(5)
    ]
    words = force.words("Bikes", "page", media=tuple((one.digest, "A bike") for one in several))
    with refused("at most 4 images"):
        desk.write_and_submit(force.store, who, words, RULES, force.now)


def test_a_picture_that_is_kept_no_more_is_asked_for_again_and_nothing_is_written(
    force: Force, where: Path, picture: Attached
) -> None:
    force.now.forward(days=2)
    assert let_go_of_media(force.store, where, force.now) == 1
    words = force.words("Seen this bike?", "page", media=((picture.digest, "A shed"),))
    assert GONE in desk.look_over(force.store, force.people["officer"], words, RULES, force.now)
    with refused("no longer kept"):
        desk.draft(force.store, force.people["officer"], words, RULES, force.now)
    with force.store.reading() as db:
        assert db.exec(select(ScheduledPost)).all() == [] and db.exec(select(Attachment)).all() == []


def test_an_answer_goes_out_in_words_only(force: Force, picture: Attached) -> None:
    asked = force.question()
    words = force.words("At ten.", "page", in_reply_to="c1", question_id=asked, media=((picture.digest, "A shed"),))
    who = force.people["officer"]
    assert any("words only" in one for one in desk.look_over(force.store, who, words, RULES, force.now))
    with refused("words only"):
        desk.draft(force.store, who, words, RULES, force.now)


def test_what_was_approved_with_a_picture_is_queued_with_it(force: Force, picture: Attached) -> None:
    which = written(force, (picture.digest, "A shed"))
    desk.submit(force.store, force.people["officer"], which, RULES, force.now)
    desk.approve(force.store, force.people["comms"], which, RULES, force.now)
    (one,) = force.publications(which)
    assert one.attachments == 1


def test_a_post_with_a_picture_stays_whole_however_long_it_waits(
    force: Force, where: Path, picture: Attached, now: Ticking
) -> None:
    written(force, (picture.digest, "A shed"))
    now.at += timedelta(days=400)
    assert let_go_of_media(force.store, where, now) == 0
    assert folder.checked(where, picture.digest, picture.mime)
