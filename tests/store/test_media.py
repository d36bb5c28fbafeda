"""The media folder and its rows: a file is there whenever its row is, and goes when no post needs it."""

import os
import threading
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import select

from domain.posts import Attached, MediaKind
from domain.publication import Stage, State
from scheduler.housekeeping import let_go_of_media
from store import folder, media
from store.db import Store
from store.tables import Attachment, Media, ScheduledPost
from tests.conftest import Ticking
from tests.store.made_up import County, county, message, publication


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return tmp_path / "media"


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        return county(db, now())


def kept(store: Store, where: Path, now: Ticking, content: bytes = b"a picture") -> Attached:
    """A file and its row, as the desk keeps them."""
    with folder.rough(where) as rough:
        file = rough / "clean"
        file.write_bytes(content)
        one = Attached(folder.settle(file), MediaKind.IMAGE, "image/jpeg", len(content), 4, 3, "")
        with store.writing() as db:
            media.keep(db, one, file, where, now())
    return one


def a_post(store: Store, here: County, now: Ticking, *files: Attached, stage: Stage = Stage.DRAFT) -> ScheduledPost:
    with store.writing() as db:
        of = message(db, here.officer, now(), here.on_x, stage=stage)
        media.attach(db, of.id, [(one.digest, f"Alt {n}") for n, one in enumerate(files)])
        return of


def files(where: Path) -> list[str]:
    return sorted(file.name for file in where.rglob("*") if file.is_file())


def old(where: Path, now: Ticking) -> None:
    """Give every file the age that the clock says."""
    for file in where.rglob("*"):
        os.utime(file, (now().timestamp() - 100_000,) * 2)


def test_a_file_goes_by_its_content_and_is_its_owners_only(store: Store, where: Path, now: Ticking) -> None:
    one = kept(store, where, now)
    file = folder.place(where, one.digest, one.mime)
    assert file == where / one.digest[:2] / f"{one.digest}.jpg" and file.read_bytes() == b"a picture"
    assert file.stat().st_mode & 0o777 == 0o600
    assert {one.stat().st_mode & 0o777 for one in (where, file.parent)} == {0o700}
    assert folder.checked(where, one.digest, one.mime) == file


def test_the_same_content_twice_is_one_file_and_one_row(store: Store, where: Path, now: Ticking) -> None:
    first = kept(store, where, now)
    assert kept(store, where, now) == first and len(files(where)) == 1
    with store.reading() as db:
        assert len(db.exec(select(Media)).all()) == 1


def test_a_missing_and_a_damaged_file_are_found_and_kept_again_they_are_whole(
    store: Store, where: Path, now: Ticking
) -> None:
    one = kept(store, where, now)
    file = folder.place(where, one.digest, one.mime)
    file.write_bytes(b"a picturE")
    with pytest.raises(folder.MediaFault, match="damaged"):
        folder.checked(where, one.digest, one.mime)
    file.unlink()
    with pytest.raises(folder.MediaFault, match="missing from the media folder"):
        folder.checked(where, one.digest, one.mime)
    kept(store, where, now)
    assert folder.checked(where, one.digest, one.mime) == file


def test_no_name_leads_out_of_the_folder(where: Path) -> None:
    for digest in ("../../etc/passwd", "a" * 63, "A" * 64, "a" * 63 + "/"):
        with pytest.raises(ValueError):
            folder.place(where, digest, "image/jpeg")


def test_pictures_come_back_in_their_order_with_their_words(
    store: Store, where: Path, now: Ticking, here: County
) -> None:
    one, two = kept(store, where, now), kept(store, where, now, b"another")
    of, bare = a_post(store, here, now, two, one), a_post(store, here, now)
    with store.reading() as db:
        found = media.of_message(db, of.id)
        assert [(file.digest, file.alt) for file in found] == [(two.digest, "Alt 0"), (one.digest, "Alt 1")]
        assert (found[0].kind, found[0].mime, found[0].width, found[0].seconds) == (MediaKind.IMAGE, two.mime, 4, None)
        assert media.of_messages(db, [of.id, bare.id, uuid4()]).keys() == {of.id}
    with store.writing() as db:
        media.attach(db, of.id, [(one.digest, "New")])
        assert [file.alt for file in media.of_message(db, of.id)] == ["New"]


def test_what_belongs_to_no_post_goes_after_a_day_and_not_before(
    store: Store, where: Path, now: Ticking, here: County
) -> None:
    used, unused = kept(store, where, now), kept(store, where, now, b"another")
    a_post(store, here, now, used)
    a_post(store, here, now, used)
    now.forward(hours=23)
    old(where, now)
    assert let_go_of_media(store, where, now) == 0
    now.forward(hours=2)
    assert let_go_of_media(store, where, now) == 1
    assert files(where) == [f"{used.digest}.jpg"]
    assert let_go_of_media(store, where, now) == 0
    with store.reading() as db:
        assert db.get(Media, unused.digest) is None


def test_whoever_uploads_it_again_has_another_day(store: Store, where: Path, now: Ticking) -> None:
    kept(store, where, now)
    now.forward(hours=23)
    kept(store, where, now)
    now.forward(hours=23)
    assert let_go_of_media(store, where, now) == 0
    now.forward(hours=2)
    assert let_go_of_media(store, where, now) == 1 and files(where) == []


def test_a_file_of_two_posts_stays_until_the_last_of_them_lets_go(
    store: Store, where: Path, now: Ticking, here: County
) -> None:
    one = kept(store, where, now)
    first, second = a_post(store, here, now, one), a_post(store, here, now, one)
    for of, stays in ((first, True), (second, False)):
        with store.writing() as db:
            media.want(db, [one.digest], now())
            media.attach(db, of.id, [])
        now.forward(days=2)
        let_go_of_media(store, where, now)
        assert bool(files(where)) is stays


def test_a_withdrawn_post_keeps_its_files_for_a_month_and_one_that_was_tried_for_good(
    store: Store, where: Path, now: Ticking, here: County
) -> None:
    one, two = kept(store, where, now), kept(store, where, now, b"another")
    a_post(store, here, now, one, stage=Stage.WITHDRAWN)
    tried = a_post(store, here, now, two, stage=Stage.WITHDRAWN)
    with store.writing() as db:
        publication(db, tried, here.on_x, State.FAILED, attempts=1)
    now.forward(days=29)
    assert let_go_of_media(store, where, now) == 0
    now.forward(days=2)
    assert let_go_of_media(store, where, now) == 1
    with store.reading() as db:
        assert [row.digest for row in db.exec(select(Attachment))] == [two.digest]


def test_files_without_a_row_and_half_done_ones_are_swept_up_after_a_day(
    store: Store, where: Path, now: Ticking, here: County
) -> None:
    one, other = kept(store, where, now), kept(store, where, now, b"another")
    a_post(store, here, now, other)
    with store.writing() as db:
        db.delete(db.get_one(Media, one.digest))
    left = where / "rough-abc"
    left.mkdir()
    (left / "given").write_bytes(b"half")
    now.at = now.at.fromtimestamp(folder.place(where, one.digest, one.mime).stat().st_mtime, now.at.tzinfo)
    assert let_go_of_media(store, where, now) == 0 and left.exists()
    now.forward(hours=25)
    assert let_go_of_media(store, where, now) == 1
    assert files(where) == [f"{other.digest}.jpg"] and not left.exists()


def test_a_folder_of_another_house_is_left_alone(
    store: Store, where: Path, now: Ticking, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(30):
        kept(store, where, now, f"theirs {number}".encode())
    with store.writing() as db:
        for row in db.exec(select(Media)):
            db.delete(row)
    now.forward(days=400)
    assert let_go_of_media(store, where, now) == 0 and len(files(where)) == 30
    assert "30 of 30 files" in caplog.text


def test_a_file_that_is_just_being_attached_is_not_swept_away(
    store: Store, where: Path, now: Ticking, here: County
) -> None:
    one = kept(store, where, now)
    of = a_post(store, here, now)
    now.forward(days=2)
    attached, go_on = threading.Event(), threading.Event()

    def attach() -> None:
        with store.writing() as db:
            assert media.want(db, [one.digest], now()) == {one.digest}
            media.attach(db, of.id, [(one.digest, "Alt")])
            attached.set()
            go_on.wait(10)

    def sweep() -> None:
        attached.wait(10)
        let_go_of_media(store, where, now)

    threads = [threading.Thread(target=act) for act in (attach, sweep)]
    for thread in threads:
        thread.start()
    attached.wait(10)
    threads[1].join(0.3 if store.sqlite else 5)
    assert threads[1].is_alive() is store.sqlite  # on PostgreSQL it passes the locked row by, on SQLite it waits
    go_on.set()
    for thread in threads:
        thread.join()
    assert folder.checked(where, one.digest, one.mime)


def test_a_file_that_is_just_being_swept_away_is_no_longer_wanted_in_vain(
    store: Store, where: Path, now: Ticking, here: County
) -> None:
    one = kept(store, where, now)
    now.forward(days=2)
    swept, go_on, wanted = threading.Event(), threading.Event(), list[set[str]]()

    def sweep() -> None:
        with store.writing() as db:
            assert media.let_go(db, where, now()) == 1
            swept.set()
            go_on.wait(10)

    def want() -> None:
        swept.wait(10)
        with store.writing() as db:
            wanted.append(media.want(db, [one.digest], now()))

    threads = [threading.Thread(target=act) for act in (sweep, want)]
    for thread in threads:
        thread.start()
    swept.wait(10)
    threads[1].join(0.2)
    go_on.set()
    for thread in threads:
        thread.join()
    assert wanted == [set()]


def test_what_is_kept_again_while_it_is_swept_away_is_there_afterwards(store: Store, where: Path, now: Ticking) -> None:
    one = kept(store, where, now)
    now.forward(days=2)
    swept, go_on = threading.Event(), threading.Event()

    def sweep() -> None:
        with store.writing() as db:
            assert media.let_go(db, where, now()) == 1
            swept.set()
            go_on.wait(10)

    def keep() -> None:
        swept.wait(10)
        kept(store, where, now)

    threads = [threading.Thread(target=act) for act in (sweep, keep)]
    for thread in threads:
        thread.start()
    swept.wait(10)
    threads[1].join(0.2)
    go_on.set()
    for thread in threads:
        thread.join()
    assert folder.checked(where, one.digest, one.mime)
    with store.reading() as db:
        assert db.get_one(Media, one.digest).kept_at == now()


def test_age_is_counted_from_when_it_was_last_wanted(store: Store, where: Path, now: Ticking) -> None:
    one = kept(store, where, now)
    now.forward(hours=20)
    with store.writing() as db:
        assert media.want(db, [one.digest, "0" * 64], now()) == {one.digest}
    now.at += timedelta(hours=20)
    assert let_go_of_media(store, where, now) == 0
