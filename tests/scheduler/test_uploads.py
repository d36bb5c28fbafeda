"""Files of a post: given to the platform once, before the claim, and never a post without them."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import select

from config.prices import read_prices
from domain.errors import (
    Ambiguous,
    OutOfCredit,
    PlatformError,
    RateLimited,
    Rejected,
    TokenExpired,
    Transient,
    UploadLost,
)
from domain.posts import Attached, MediaKind, PlatformName
from domain.publication import State
from domain.purse import Limits
from platforms import registry
from platforms.port import Capabilities, Line, MediaLimits, Outlet
from sandbox.items import Item
from sandbox.server import Server
from sandbox.world import World
from scheduler import desk, desk_media, evidence, uploads
from scheduler.desk import Rules
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.publisher import publish
from scheduler.reconciler import reconcile
from store import folder, media, publications, turns
from store import uploads as uploads_kept
from store.budget import keep_prices
from store.tables import Account, Upload
from store.turns import Due
from tests.scheduler.board import Board, Killed, breaks, capabilities, raises
from tests.scheduler.conftest import Force

ALT = "Neuadd y pentref, â drws glas"
ONE, TWO = b"\xff\xd8\xff one", b"\xff\xd8\xff two"
FILM = b"\x00\x00\x00\x18ftypisom film"


def with_media(platform: PlatformName) -> Capabilities:
    """The board takes pictures, and charges for each on its strict half."""
    limits = MediaLimits(images=4, image_types=frozenset({"image/jpeg"}), image_bytes=5_000_000, alt=1_000)
    price = "media.metadata" if platform is PlatformName.X else ""
    return replace(capabilities(platform), media=limits, price_of_upload=lambda one: price)


@pytest.fixture
def where(tmp_path: Path) -> Path:
    made = tmp_path / "media"
    made.mkdir()
    return made


@pytest.fixture
def line(force: Force, means: Means, where: Path) -> Means:
    """The means of the line, with a media folder and prices."""
    with force.store.writing() as db:
        keep_prices(db, read_prices())
    force.rules = Rules(check=lambda account, message: [], capabilities=with_media)
    return replace(means, media=where, capabilities=with_media)


@pytest.fixture
def keep(force: Force, where: Path) -> Callable[..., tuple[str, str]]:
    """Puts a file into the media folder, as if a person had; its digest and alt text."""

    def put(raw: bytes = ONE, mime: str = "image/jpeg") -> tuple[str, str]:
        one = Attached(
            hashlib.sha256(raw).hexdigest(), MediaKind(mime.partition("/")[0]), mime, len(raw), 40, 30, "",
            seconds=3.0 if mime.startswith("video") else None,
        )  # fmt: skip
        with folder.rough(where) as here:
            rough = here / "clean"
            rough.write_bytes(raw)
            with force.store.writing() as db:
                media.keep(db, one, rough, where, force.now())
        return one.digest, ALT

    return put


def given(force: Force) -> list[Upload]:
    with force.store.reading() as db:
        return list(db.exec(select(Upload).order_by(Upload.place)))  # type: ignore[arg-type]


def due(force: Force, *files: tuple[str, str], name: str = "ashby") -> None:
    force.approved("Beat surgery at noon", name, media=files)
    force.now.forward(minutes=10)


def path(where: Path, raw: bytes = ONE) -> Path:
    return folder.place(where, hashlib.sha256(raw).hexdigest(), "image/jpeg")


Keep = Callable[..., tuple[str, str]]


# The straight way.


def test_files_are_given_in_their_order_and_named_by_the_post(
    force: Force, line: Means, board: Board, keep: Keep, where: Path
) -> None:
    due(force, keep(ONE), keep(TWO))
    assert force.the().attachments == 2
    assert publish_due(line) == {"published": 1}
    assert board.uploads == [path(where, ONE), path(where, TWO)]
    (out,) = board.public
    assert [(one.digest, one.alt) for one in out.message.media] == [keep(ONE), keep(TWO)]
    assert out.message.uploaded == ("m1", "m2")
    assert force.the().not_before == force.the().due_at


def test_a_post_without_files_asks_for_none(force: Force, line: Means, board: Board, where: Path) -> None:
    where.rmdir()
    force.due()
    assert publish_due(line) == {"published": 1}
    assert (board.uploads, given(force), force.the().attachments) == ([], [], 0)


def test_each_account_is_given_the_files_of_its_own(force: Force, line: Means, board: Board, keep: Keep) -> None:
    force.approved("Beat surgery at noon", "ashby", "page", media=(keep(),))
    force.now.forward(minutes=10)
    publish_due(line)
    assert (len(board.uploads), len(given(force)), len(board.public)) == (2, 2, 2)


# A retry uploads nothing twice.


@pytest.mark.parametrize("error", [Transient("no route"), RateLimited("429"), TokenExpired("401")])
def test_a_retry_of_the_post_uses_what_was_given(
    error: PlatformError, force: Force, line: Means, board: Board, keep: Keep
) -> None:
    due(force, keep(ONE), keep(TWO))
    board.faults.append(raises(error))
    publish_due(line)
    assert (force.the().state, len(board.uploads)) == (State.QUEUED, 2)
    force.now.forward(minutes=20)
    publish_due(line)
    assert (force.the().state, len(board.uploads)) == (State.PUBLISHED, 2)
    assert board.public[0].message.uploaded == ("m1", "m2")


def test_a_crash_between_upload_and_call_uploads_nothing_twice(
    force: Force, line: Means, board: Board, keep: Keep
) -> None:
    due(force, keep())
    board.faults.append(raises(Killed()))
    with pytest.raises(Killed):
        publish(line, _due(force))
    assert len(given(force)) == 1
    which = force.the().id
    with force.store.writing() as db:  # as after the window: looked for, and not there
        publications.move(db, which, State.PUBLISHING, State.UNKNOWN)
        publications.move(db, which, State.UNKNOWN, State.QUEUED)
    publish_due(line)
    assert (force.the().state, len(board.uploads), len(board.public)) == (State.PUBLISHED, 1, 1)


def test_a_crash_in_the_middle_of_uploading_goes_on_with_the_rest(
    force: Force, line: Means, board: Board, keep: Keep, where: Path
) -> None:
    due(force, keep(ONE), keep(TWO))
    board.while_uploading.extend([lambda: None, breaks(Killed())])
    with pytest.raises(Killed):
        publish(line, _due(force))
    assert len(given(force)) == 1
    board.uploads.clear()
    assert publish_due(line) == {"published": 1}
    assert board.uploads == [path(where, TWO)]


def test_a_worker_killed_while_uploading_leaves_the_post_to_others_before_long(
    force: Force, line: Means, board: Board, keep: Keep
) -> None:
    due(force, keep())
    which, until = force.the().id, force.now() + line.lease / 4
    with force.store.writing() as db:  # the last that a killed worker wrote
        assert uploads_kept.take(db, which, force.now(), until)
    assert publish_due(line) == {}
    force.now.at = until
    assert publish_due(line) == {"published": 1}


def _due(force: Force) -> Due:
    with force.store.reading() as db:
        (one,) = turns.due(db, force.now())
    return one


def test_two_workers_at_once_give_each_file_once(force: Force, line: Means, board: Board, keep: Keep) -> None:
    due(force, keep())
    first, second = _due(force), _due(force)
    came_second: list[bool | None] = []
    board.while_uploading.append(lambda: came_second.append(publish(line, second)))
    assert publish(line, first) is True
    assert came_second == [None]
    assert (len(board.uploads), len(board.public)) == (1, 1)


def test_a_worker_that_was_stopped_while_uploading_claims_nothing_when_it_wakes(
    force: Force, line: Means, board: Board, keep: Keep
) -> None:
    due(force, keep())

    def others_go_on() -> None:
        force.now.forward(minutes=5)
        publish_due(line)

    board.while_uploading.append(others_go_on)
    assert publish(line, _due(force)) is None
    assert (force.the().state, len(board.public)) == (State.PUBLISHED, 1)


# When a file cannot be given.


@pytest.mark.parametrize(
    ("error", "soonest"),
    [
        (RateLimited("429"), timedelta(minutes=15)),
        (TokenExpired("401"), timedelta(minutes=5)),
        (OutOfCredit("402"), timedelta(minutes=15)),
        (Transient("no route"), timedelta(seconds=5)),
    ],
)
def test_a_passing_fault_of_an_upload_waits_and_says_so(
    error: PlatformError, soonest: timedelta, force: Force, line: Means, board: Board, keep: Keep
) -> None:
    due(force, keep())
    board.while_uploading.append(breaks(error))
    publish_due(line)
    one = force.the()
    assert (one.state, one.trouble_kind, one.trouble) == (State.QUEUED, type(error).__name__, str(error))
    assert (one.not_before - force.now(), force.attempts()) == (soonest, [])
    force.now.forward(minutes=20)
    publish_due(line)
    assert (force.the().state, board.calls) == (State.PUBLISHED, 1)


def test_an_upload_that_fails_again_and_again_fails_the_post(
    force: Force, line: Means, board: Board, keep: Keep
) -> None:
    due(force, keep())
    board.while_uploading.extend(breaks(Transient("no route")) for _ in range(10))
    for _ in range(60):
        publish_due(line)
        force.now.forward(minutes=1)
    one = force.the()
    assert (one.state, one.trouble, board.calls) == (State.FAILED, "no route", 0)
    assert len(board.uploads) == 6


def test_a_refused_file_fails_the_post_with_the_reason(force: Force, line: Means, board: Board, keep: Keep) -> None:
    due(force, keep(ONE), keep(TWO))
    board.while_uploading.append(breaks(Rejected("The platform makes nothing of this file.")))
    publish_due(line)
    one = force.the()
    assert (one.state, one.trouble, board.calls) == (State.FAILED, "The platform makes nothing of this file.", 0)
    assert given(force) == []


def test_a_missing_file_fails_the_post_and_nothing_is_sent(
    force: Force, line: Means, board: Board, keep: Keep, where: Path
) -> None:
    due(force, keep())
    path(where).unlink()
    publish_due(line)
    one = force.the()
    assert (one.state, board.calls, board.uploads) == (State.FAILED, 0, [])
    assert "missing from the media folder" in one.trouble


def test_a_damaged_file_fails_the_post_and_nothing_is_sent(
    force: Force, line: Means, board: Board, keep: Keep, where: Path
) -> None:
    due(force, keep())
    path(where).write_bytes(b"something else")
    publish_due(line)
    assert (force.the().state, board.calls, board.uploads) == (State.FAILED, 0, [])
    assert "damaged" in force.the().trouble


def test_a_media_folder_that_is_away_is_waited_for(
    force: Force, line: Means, board: Board, keep: Keep, where: Path
) -> None:
    due(force, keep())
    away = where.rename(where.with_name("away"))
    publish_due(line)
    assert (force.the().state, force.the().trouble) == (State.QUEUED, uploads.NO_FOLDER)
    away.rename(where)
    force.now.forward(seconds=5)
    publish_due(line)
    assert force.the().state is State.PUBLISHED


def test_a_post_never_leaves_with_fewer_files_than_were_approved(
    force: Force, line: Means, board: Board, keep: Keep
) -> None:
    one = keep(ONE)
    due(force, one, keep(TWO))
    message = force.the().scheduled_post_id
    with force.store.writing() as db:
        media.attach(db, message, [one])
    publish_due(line)
    assert (force.the().state, force.the().trouble, board.calls) == (State.FAILED, uploads.FEWER, 0)


# What the platform forgets.


def test_what_is_about_to_be_forgotten_is_given_anew(force: Force, line: Means, board: Board, keep: Keep) -> None:
    due(force, keep())
    board.faults.append(raises(TokenExpired("401")))
    publish_due(line)
    with force.store.writing() as db:  # an earlier day, as far as the platform is concerned
        (one,) = db.exec(select(Upload))
        one.expires_at = force.now() + timedelta(minutes=14)
        db.add(one)
    force.now.forward(minutes=5)
    publish_due(line)
    assert (force.the().state, len(board.uploads)) == (State.PUBLISHED, 2)
    assert board.public[0].message.uploaded == ("m2",)


def test_a_file_that_the_platform_no_longer_takes_is_given_anew_and_the_post_goes(
    force: Force, line: Means, board: Board, keep: Keep
) -> None:
    due(force, keep())
    board.faults.append(raises(UploadLost("Your media IDs are invalid.")))
    publish_due(line)
    assert (force.the().state, given(force)) == (State.QUEUED, [])
    force.now.forward(seconds=5)
    publish_due(line)
    assert (force.the().state, len(board.uploads), len(board.public)) == (State.PUBLISHED, 2, 1)


def test_one_that_is_never_taken_fails_in_the_end(force: Force, line: Means, board: Board, keep: Keep) -> None:
    due(force, keep())
    board.faults.extend(raises(UploadLost("Your media IDs are invalid.")) for _ in range(10))
    for _ in range(60):
        publish_due(line)
        force.now.forward(minutes=1)
    assert (force.the().state, board.public) == (State.FAILED, [])


def test_other_content_in_the_same_place_is_given_anew(force: Force, line: Means, board: Board, keep: Keep) -> None:
    due(force, keep(ONE))
    board.faults.append(raises(Transient("no route")))
    publish_due(line)
    other, message = keep(TWO), force.the().scheduled_post_id
    with force.store.writing() as db:
        media.attach(db, message, [other])
    force.now.forward(seconds=5)
    publish_due(line)
    assert board.public[0].message.uploaded == ("m2",)


def test_what_was_given_and_never_used_is_forgotten_days_later(
    force: Force, line: Means, board: Board, keep: Keep
) -> None:
    due(force, keep())
    board.faults.append(raises(Transient("no line")))
    publish_due(line)
    force.now.forward(days=2)
    assert (uploads.tidy(line), len(given(force))) == (0, 1)
    force.now.forward(days=2)
    assert (uploads.tidy(line), given(force)) == (1, [])


def test_what_went_out_with_a_post_stays_in_its_story_and_its_sum(force: Force, line: Means, keep: Keep) -> None:
    due(force, keep())
    publish_due(line)
    comms, which = force.people["comms"], force.the().id
    before = evidence.export(force.store, comms, which, force.now)
    force.now.forward(days=30)
    assert uploads.tidy(line) == 0
    after = evidence.export(force.store, comms, which, force.now)
    assert after.document["evidence"]["pictures"][0]["upload"] == "m1"
    assert after.sum == before.sum


def test_what_giving_its_pictures_cost_stands_in_its_story_each_time_it_was_paid(
    force: Force, line: Means, board: Board, keep: Keep
) -> None:
    due(force, keep(), keep(TWO))
    board.faults.append(raises(UploadLost("it knows these no more")))
    publish_due(line)
    force.now.forward(minutes=5)
    publish_due(line)
    found = evidence.export(force.store, force.people["comms"], force.the().id, force.now).document["evidence"]
    assert (force.the().state, len(board.uploads)) == (State.PUBLISHED, 4)
    assert found["cost_usd"] == (15_000 + 4 * 5_000) / 1_000_000 == force.spent() / 1_000_000


def test_the_story_of_what_was_changed_since_tells_nothing_of_the_new_version(
    force: Force, line: Means, board: Board, keep: Keep
) -> None:
    due(force, keep())
    board.faults.append(raises(Ambiguous("no answer")))
    publish_due(line)
    old, comms, author = force.the(), force.people["comms"], force.people["officer"]
    desk.give_up(force.store, force.people["supervisor"], old.id, "Nobody can tell", force.now)
    other = force.words("Other words", media=[keep(TWO)])
    desk.edit(force.store, author, old.scheduled_post_id, force.rules, force.now, other)
    desk.submit(force.store, author, old.scheduled_post_id, force.rules, force.now)
    force.now.forward(minutes=1)
    desk.approve(force.store, force.people["supervisor"], old.scheduled_post_id, force.rules, force.now)
    facts = evidence.export(force.store, comms, old.id, force.now).document["evidence"]
    assert (facts["words"], facts["version"], facts["pictures"]) == ("Beat surgery at noon", 1, [])
    assert (facts["approved_by"], facts["approved_at"]) == (None, None)
    assert [(one["by"], one["detail"].partition(",")[0]) for one in facts["trail"] if one["act"] == "approve"] == [
        ("Comms", "version 1"), ("Supervisor", "version 2"),
    ]  # fmt: skip
    (new,) = (one for one in force.publications() if one.id != old.id)
    facts = evidence.export(force.store, comms, new.id, force.now).document["evidence"]
    assert (facts["version"], facts["approved_by"], len(facts["pictures"])) == (2, "Supervisor", 1)


# A video that is prepared for a while.


def test_a_video_is_waited_for_without_holding_a_seat(force: Force, line: Means, board: Board, keep: Keep) -> None:
    due(force, keep(FILM, "video/mp4"))
    board.prepares = timedelta(seconds=30)
    publish_due(line)
    one = force.the()
    assert (one.state, one.trouble, one.trouble_kind) == (State.QUEUED, uploads.PREPARES, "Preparing")
    assert (one.not_before, board.calls) == (force.now() + timedelta(seconds=30), 0)
    force.now.forward(seconds=30)
    publish_due(line)
    assert (force.the().state, len(board.uploads), board.asked) == (State.PUBLISHED, 1, 1)


# Money.


def test_the_alt_text_is_paid_for_once(force: Force, line: Means, board: Board, keep: Keep) -> None:
    due(force, keep(ONE), keep(TWO))
    board.faults.append(raises(Transient("no route")))
    publish_due(line)
    assert force.spent() == 2 * 5_000
    force.now.forward(seconds=5)
    publish_due(line)
    assert force.spent() == 2 * 5_000 + 15_000


def test_an_empty_purse_gives_nothing_away(force: Force, line: Means, board: Board, keep: Keep) -> None:
    due(force, keep())
    poor = replace(line, limits=lambda platform: Limits(day_micros=4_000))
    publish_due(poor)
    assert (force.the().state, force.the().trouble_kind) == (State.QUEUED, "OutOfCredit")
    assert (board.uploads, force.spent()) == ([], 0)


# Holds and time.


def test_a_hold_placed_while_a_file_is_given_stops_the_post(
    force: Force, line: Means, board: Board, keep: Keep
) -> None:
    due(force, keep())
    supervisor = force.people["supervisor"]
    board.while_uploading.append(lambda: desk.hold(force.store, supervisor, desk.Over(), "A major incident", force.now))
    publish_due(line)
    assert (board.calls, force.the().state) == (0, State.QUEUED)
    assert force.the().not_before == force.the().due_at


# Over real HTTP, with a picture as people have them.

NAMES = {PlatformName.X: "ashby", PlatformName.FACEBOOK: "page"}
ON_BOTH = pytest.mark.parametrize("platform", list(PlatformName))


@pytest.fixture
def real(force: Force, line: Means, server: Server) -> Means:
    """The line with the real adapters plugged into the sandbox."""
    addresses = {PlatformName.X: server.x_address, PlatformName.FACEBOOK: server.graph_address}
    plug = registry.connector(addresses, "v25.0", force.now)

    def connect(account: Account) -> Outlet:
        ident = account.external_id
        name = "bearer_token" if account.platform is PlatformName.X else "page_token"
        token = f"practice-x-{ident}-bearer" if name == "bearer_token" else f"practice-page-{ident}"
        return plug(Line(account.platform, ident, account.handle), {name: token})

    force.rules = Rules(lambda account, message: registry.check(account.platform, message), registry.capabilities)
    return replace(line, connect=connect, capabilities=registry.capabilities)


def photographed(force: Force, where: Path, colour: str = "blue") -> Attached:
    """A picture that a phone took, with where it was taken in it, kept as the composer keeps it."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 44.0, 0.0), 3: "E", 4: (0.0, 28.0, 0.0)})
    raw = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(raw, "JPEG", exif=exif.tobytes())
    assert b"Exif" in raw.getvalue()
    raw.seek(0)
    return desk_media.keep_media(force.store, where, force.people["officer"], raw, force.rules, force.now)


def said(world: World, platform: PlatformName) -> list[Item]:
    return [item for item in world.items.values() if item.platform == platform.value and item.by_us]


def uploaded(server: Server) -> int:
    return sum(call["operation"] in ("upload", "photos") for call in server.calls)


@ON_BOTH
def test_a_picture_with_a_position_goes_out_without_it_and_with_its_alt_text(
    platform: PlatformName, force: Force, real: Means, world: World, where: Path
) -> None:
    one = photographed(force, where)
    due(force, (one.digest, ALT), name=NAMES[platform])
    assert publish_due(real) == {"published": 1}
    (item,) = said(world, platform)
    (shown,) = item.media
    sent = world.files.pictures[one.digest][1]
    assert (shown["digest"], shown["alt"], item.said) == (one.digest, ALT, "Beat surgery at noon")
    assert (hashlib.sha256(sent).hexdigest(), b"Exif" in sent, b"GPS" in sent) == (one.digest, False, False)


@ON_BOTH
def test_a_crash_between_upload_and_publishing_uploads_nothing_twice_over_http(
    platform: PlatformName, force: Force, real: Means, world: World, server: Server, where: Path
) -> None:
    one, other = photographed(force, where), photographed(force, where, "red")
    due(force, (one.digest, ALT), (other.digest, ALT), name=NAMES[platform])
    server.faults.add("rate_limit", platform.value, operation="create" if platform is PlatformName.X else "publish")
    publish_due(real)
    assert (force.the().state, uploaded(server), said(world, platform)) == (State.QUEUED, 2, [])
    force.now.forward(minutes=61)
    publish_due(real)
    (item,) = said(world, platform)
    assert [shown["digest"] for shown in item.media] == [one.digest, other.digest]
    assert (force.the().state, uploaded(server)) == (State.PUBLISHED, 2)


@ON_BOTH
@pytest.mark.parametrize("kind", ["hang_up_after", "server_error_after", "truncated"])
def test_accepted_with_pictures_but_without_an_answer_is_found(
    kind: str, platform: PlatformName, force: Force, real: Means, world: World, server: Server, where: Path
) -> None:
    due(force, (photographed(force, where).digest, ALT), name=NAMES[platform])
    server.faults.add(kind, platform.value, operation="create" if platform is PlatformName.X else "publish")
    publish_due(real)
    assert force.the().state is State.UNKNOWN
    force.now.forward(minutes=1)
    assert reconcile(real) == 1
    (item,) = said(world, platform)
    assert (force.the().external_id, len(item.media)) == (item.id, 1)


@ON_BOTH
def test_a_picture_that_the_platform_forgot_meanwhile_is_given_anew_over_http(
    platform: PlatformName, force: Force, real: Means, world: World, server: Server, where: Path
) -> None:
    due(force, (photographed(force, where).digest, ALT), name=NAMES[platform])
    server.faults.add("rate_limit", platform.value, operation="create" if platform is PlatformName.X else "publish")
    publish_due(real)
    world.files.given.clear()
    for _ in range(2):
        force.now.forward(minutes=30)
        publish_due(real)
    (item,) = said(world, platform)
    assert (force.the().state, uploaded(server), len(item.media)) == (State.PUBLISHED, 2, 1)


@ON_BOTH
@pytest.mark.parametrize("kind", ["hang_up_after", "hang_up_before", "server_error_before", "html_502", "rate_limit"])
def test_a_fault_while_uploading_is_over_soon_and_the_post_goes_once(
    kind: str, platform: PlatformName, force: Force, real: Means, world: World, server: Server, where: Path
) -> None:
    due(force, (photographed(force, where).digest, ALT), name=NAMES[platform])
    server.faults.add(kind, platform.value, operation="upload" if platform is PlatformName.X else "photos")
    publish_due(real)
    assert (force.the().state, said(world, platform)) == (State.QUEUED, [])
    force.now.forward(minutes=61)
    publish_due(real)
    assert (force.the().state, len(said(world, platform))) == (State.PUBLISHED, 1)


def test_a_video_is_prepared_by_x_and_goes_out_by_itself(
    force: Force, real: Means, world: World, server: Server, keep: Keep
) -> None:
    due(force, keep(FILM * 100, "video/mp4"))
    for _ in range(4):
        publish_due(real)
        force.now.forward(seconds=5)
    (item,) = said(world, PlatformName.X)
    assert (force.the().state, item.media[0]["kind"], item.media[0]["alt"]) == (State.PUBLISHED, "video", ALT)
    assert sum(call["operation"] == "finalize" for call in server.calls) == 1


def test_what_x_bills_for_a_picture_is_what_we_wrote_down(
    force: Force, real: Means, server: Server, where: Path
) -> None:
    due(force, (photographed(force, where).digest, ALT))
    publish_due(real)
    (day,) = server.ledger.tell().values()
    assert force.spent() == day["micros"] == 15_000 + 5_000
