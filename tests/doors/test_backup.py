"""`bluelamp backup` and `bluelamp restore`: taken at work, put back whole, and nothing goes out a second time."""

import json
import tarfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from config.settings import read_settings
from domain.publication import State
from doors import archive, person, wiring
from doors import publish as publish_door
from doors.backup import backup, restore
from doors.wiring import DoorFault, House, open_house
from sandbox.server import Server, serve
from sandbox.world import World
from scheduler import desk, metronome
from scheduler.desk import Words
from scheduler.hands import publish_due
from store import holds, workers
from store.db import Store
from store.tables import Account, Hold, Publication, Trail
from tests.conftest import Ticking, admin, at_server
from tests.doors.conftest import Told

PICTURE = b"the cleaned content of a picture"


@pytest.fixture
def server(house: House, now: Ticking, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The pages of the small force, on the tests' own clock."""
    lines = [
        {
            "type": "account",
            "platform": "facebook",
            "id": ident,
            "handle": name,
            "name": name,
            "team": "Wexmoor Town",
            "district": "Wexmoor",
        }
        for ident, name in (("2001", "WexmoorPolice"), ("2002", "TarrenshirePolice"))
    ]
    running = serve(World.from_lines(lines, now))
    monkeypatch.setenv("BLUELAMP_GRAPH_ADDRESS", running.graph_address)
    monkeypatch.setenv("FB_WEXMOOR", 'page_token = "practice-page-2001"')
    monkeypatch.setenv("FB_FORCE", 'page_token = "practice-page-2002"')
    yield running
    running.close()


@pytest.fixture
def elsewhere(house: House, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database that is not there yet (SQLite) or empty (PostgreSQL)."""
    if house.store.sqlite:
        yield f"sqlite:///{folder / 'again' / 'bluelamp.db'}"
        return
    base, name = request.getfixturevalue("postgres_server"), f"bluelamp_{uuid4().hex[:12]}"
    with admin(base) as line:
        line.execute(f'CREATE DATABASE "{name}"'.encode())
    yield at_server(base, name)
    with admin(base) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def back(house: House, now: Ticking) -> Iterator[Callable[[Path, str], House]]:
    """Put a backup back into a database, and open the house there."""
    opened: list[House] = []

    def put(file: Path, database: str) -> House:
        settings = read_settings(database=database, media=Path("media-again"))
        restore(settings, file, clock=now)
        opened.append(open_house(settings, now))
        return opened[-1]

    yield put
    for one in opened:
        one.store.close()


def approved(house: House, text: str, handle: str, minutes: float) -> UUID:
    """The publication of a post that one wrote and another approved."""
    writer, reader = (person.person(house, f"{name}@example.org") for name in ("comms", "supervisor"))
    with house.store.reading() as db:
        account = db.exec(select(Account).where(Account.handle == handle)).one()
    words = Words(text, {account.id: None}, due_at=house.clock() + timedelta(minutes=minutes))
    rules = wiring.rules(house.settings)
    which = desk.write_and_submit(house.store, writer, words, rules, house.clock).id
    desk.approve(house.store, reader, which, rules, house.clock)
    with house.store.reading() as db:
        return db.exec(select(Publication).where(Publication.scheduled_post_id == which)).one().id


def work(house: House) -> None:
    """One minute of the publisher: tidy up, look for what is lost, publish what is due."""
    means = publish_door.means_of(replace(house, settings=read_settings(database=house.settings.database)))
    metronome.tidy(means)
    publish_due(means)


def one(house: House, which: UUID) -> Publication:
    with house.store.reading() as db:
        return db.get_one(Publication, which)


def public(server: Server) -> list[str]:
    return sorted(item.text for item in server.world.items.values())


def test_what_went_out_since_the_backup_is_found_and_not_sent_again(
    house: House, server: Server, now: Ticking, elsewhere: str, back: Callable[[Path, str], House], folder: Path
) -> None:
    sent = approved(house, "Surgery at noon", "WexmoorPolice", 10)
    missed = approved(house, "Lock your shed", "TarrenshirePolice", 10)
    later = approved(house, "Panel on Friday", "WexmoorPolice", 300)
    backup(house, folder / "all.tar")
    now.forward(minutes=10)
    desk.cancel(house.store, person.person(house, "supervisor@example.org"), missed, house.clock)
    work(house)
    assert public(server) == ["Surgery at noon"]

    again = back(folder / "all.tar", elsewhere)
    assert [one(again, which).state for which in (sent, missed, later)] == [State.UNKNOWN, State.UNKNOWN, State.QUEUED]
    work(again)
    assert one(again, sent).state is State.PUBLISHED
    assert one(again, missed).state is State.UNKNOWN
    for _ in range(5):
        now.forward(minutes=120)
        work(again)
    assert public(server) == ["Surgery at noon"]
    assert one(again, missed).state is State.UNKNOWN
    assert one(again, later).state is State.WAITING  # it fell due under the hold


def test_a_post_that_was_sent_early_after_the_backup_is_found_before_it_leaves_again(
    house: House, server: Server, now: Ticking, elsewhere: str, back: Callable[[Path, str], House], folder: Path
) -> None:
    which = approved(house, "Panel on Friday", "WexmoorPolice", 300)
    backup(house, folder / "all.tar")
    with house.store.writing() as db:  # somebody brought it forward, and it went out
        at = now.forward(minutes=5)
        db.get_one(Publication, which).not_before = at
    work(house)
    assert public(server) == ["Panel on Friday"]

    again = back(folder / "all.tar", elsewhere)
    lift_all(again)
    now.forward(minutes=295)
    work(again)
    assert public(server) == ["Panel on Friday"]
    assert one(again, which).state is State.PUBLISHED


def test_what_is_still_to_come_goes_out_once_the_hold_is_lifted(
    house: House, server: Server, now: Ticking, elsewhere: str, back: Callable[[Path, str], House], folder: Path
) -> None:
    which = approved(house, "Panel on Friday", "WexmoorPolice", 300)
    backup(house, folder / "all.tar")
    again = back(folder / "all.tar", elsewhere)
    with again.store.reading() as db:
        (hold,) = holds.standing(db)
    assert hold.placed_by_id is None and "Restored from the backup" in hold.reason
    lift_all(again)
    now.forward(minutes=300)
    work(again)
    assert public(server) == ["Panel on Friday"]
    assert one(again, which).state is State.PUBLISHED


def lift_all(house: House) -> None:
    who = person.person(house, "supervisor@example.org")
    with house.store.reading() as db:
        standing = [hold.id for hold in holds.standing(db)]
    for hold in standing:
        desk.lift(house.store, who, hold, house.clock)


def test_the_restored_database_is_the_same_but_for_what_is_doubted(
    house: House, now: Ticking, elsewhere: str, back: Callable[[Path, str], House], folder: Path
) -> None:
    approved(house, "Ffôn a ffŵl: 'd'oes', “ŵy” ☕\U0001f6a8", "WexmoorPolice", 300)
    rows = everything(house.store)
    backup(house, folder / "all.tar")
    found = everything(back(folder / "all.tar", elsewhere).store)
    assert set(rows) == set(found)
    for table in rows:
        if table not in ("hold", "trail", "publication", "scheduled_post"):
            assert rows[table] == found[table], table
    assert [len(found[table]) for table in ("scheduled_post", "publication", "hold")] == [1, 1, 1]
    assert len(found["trail"]) == len(rows["trail"]) + 1


def everything(store: Store) -> dict[str, list[str]]:
    from sqlmodel import SQLModel

    with store.reading() as db:
        return {
            name: sorted(str(tuple(row)) for row in db.execute(table.select()))
            for name, table in SQLModel.metadata.tables.items()
        }


def test_a_backup_is_taken_while_others_write_and_is_whole(house: House, folder: Path, now: Ticking) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with house.store.writing() as db:  # always in pairs
                db.add_all([Trail(at=now(), act="pair", subject="roster") for _ in range(2)])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            backup(house, folder / f"{number}.tar")
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        (folder / str(number)).mkdir()
        assert archive.unpack(folder / f"{number}.tar", folder / str(number)).form == archive.FORM


def test_media_come_along_and_damaged_ones_are_left_out_and_told(
    house: House, elsewhere: str, folder: Path, now: Ticking
) -> None:
    kept = folder / "var/media/ab"
    kept.mkdir(parents=True)
    (kept / "content").write_bytes(PICTURE)
    name = archive.digest(kept / "content")
    whole = folder / "var/media" / name[:2] / f"{name}.jpg"
    whole.parent.mkdir(exist_ok=True)
    (kept / "content").rename(whole)
    wrong = kept / f"ab{'0' * 62}.png"
    wrong.write_bytes(b"not what its name says")
    (kept / "notes.txt").write_text("nobody's business")
    backup(house, folder / "all.tar")
    said = restore(read_settings(database=elsewhere, media=folder / "again-media"), folder / "all.tar", clock=now)
    assert (folder / "again-media" / name[:2] / f"{name}.jpg").read_bytes() == PICTURE
    assert [file for file in (folder / "again-media").rglob("*") if file.is_file()] == [
        folder / "again-media" / name[:2] / f"{name}.jpg"
    ]
    assert "1 media files in the backup are damaged and were left out." in said


def test_a_backup_is_its_owners_only_and_never_overwrites(house: House, folder: Path) -> None:
    said = backup(house, folder)
    (file,) = folder.glob("bluelamp-*.tar")
    assert str(file) in said[0] and file.stat().st_mode & 0o777 == 0o600
    assert not list(folder.glob(".bluelamp-*")) and not list(folder.glob(".*.part"))
    with pytest.raises(DoorFault, match="is there already"):
        backup(house, file)
    with pytest.raises(DoorFault, match="There is no folder"):
        backup(house, folder / "nowhere" / "all.tar")


def test_what_is_no_backup_or_damaged_is_refused_and_nothing_is_made(
    house: House, elsewhere: str, folder: Path, now: Ticking
) -> None:
    settings = read_settings(database=elsewhere)
    backup(house, folder / "all.tar")
    (folder / "text.tar").write_text("hello")
    content = (folder / "all.tar").read_bytes()
    (folder / "short.tar").write_bytes(content[: len(content) // 2])
    with tarfile.open(folder / "all.tar") as tar, tarfile.open(folder / "other.tar", "w") as out:
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
        manifest["database"] = "0" * 64
        (folder / "manifest.json").write_text(json.dumps(manifest))
        out.add(folder / "manifest.json", "manifest.json")
        out.addfile(tar.getmember("database"), tar.extractfile("database"))
    for name in ("text.tar", "short.tar", "other.tar", "missing.tar"):
        with pytest.raises(DoorFault):
            restore(settings, folder / name, clock=now)
    if house.store.sqlite:
        assert not (folder / "again" / "bluelamp.db").exists()


def test_a_database_that_is_there_is_not_written_over(house: House, settled: Path, folder: Path, now: Ticking) -> None:
    backup(house, folder / "all.tar")
    with pytest.raises(DoorFault, match=r"already|not empty"):
        restore(house.settings, folder / "all.tar", clock=now)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_sqlite_file_is_kept_aside_when_asked_but_not_from_under_a_worker(
    house: House, folder: Path, now: Ticking
) -> None:
    backup(house, folder / "all.tar")
    with house.store.writing() as db:
        workers.beat(db, "one", "publisher", now(), now() + timedelta(seconds=30))
    with pytest.raises(DoorFault, match="Stop Bluelamp first"):
        restore(house.settings, folder / "all.tar", replace=True, clock=now)
    now.forward(minutes=1)
    said = restore(house.settings, folder / "all.tar", replace=True, clock=now)
    assert "is kept as" in said[0]
    reopened = Store(house.settings.database)
    with reopened.reading() as db:
        assert len(db.exec(select(Hold)).all()) == 1
    reopened.close()


def test_the_commands_say_what_they_did(house: House, folder: Path, told: Told, elsewhere: str) -> None:
    said = told("backup", folder / "all.tar")
    assert said.exit_code == 0 and "all.tar" in said.stdout and "Secrets" in said.stdout
    refused = told("restore", folder / "all.tar")
    assert refused.exit_code == 1 and "Traceback" not in refused.stderr and refused.stderr.count("\n") == 1
