"""Images and videos on X: given beforehand, with their alt text, and named by the one call that cannot be undone."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

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
from domain.posts import Outgoing, Uploaded
from platforms import registry, wire, x, x_media
from tests.conftest import Ticking
from tests.platforms.conftest import KEYS, Place, Scripted, back
from tests.platforms.files import ALT, JPEG, MP4, PNG, attached, on_disk

SAYING = Outgoing("Beat surgery tonight at 6")
GIVEN = {"data": {"id": "123", "expires_after_secs": 86_400}}


def saying(*raws: bytes, given: tuple[str, ...] = (), text: str = SAYING.text, **more: Any) -> Outgoing:
    return Outgoing(text, media=tuple(map(attached, raws)), uploaded=given, **more)


@pytest.fixture
def there(on_x: Place, tmp_path: Path) -> Callable[[bytes], str]:
    """Gives a file to X; tells what X calls it."""
    return lambda raw: on_x.adapter().upload(attached(raw), on_disk(tmp_path, raw)).external_id


def test_an_image_goes_out_with_its_very_bytes_and_its_alt_text(on_x: Place, there: Callable[[bytes], str]) -> None:
    ident = there(JPEG)
    out = on_x.adapter().publish(saying(JPEG, given=(ident,)), "key")
    item = on_x.public(out.external_id)
    assert item is not None
    (shown,) = item.media
    assert (shown["digest"], shown["alt"], shown["mime"]) == (attached(JPEG).digest, ALT, "image/jpeg")
    assert item.said == SAYING.text


def test_an_upload_makes_nothing_public_and_says_how_long_it_lasts(on_x: Place, tmp_path: Path) -> None:
    given = on_x.adapter().upload(attached(), on_disk(tmp_path))
    assert given.expires_at == on_x.now() + timedelta(hours=24)
    assert given.ask_again_at is None
    assert on_x.ours() == []
    assert [sent.path for sent in on_x.sent] == ["/2/media/upload", "/2/media/metadata"]


def test_the_largest_image_goes_in_one_request(on_x: Place, tmp_path: Path) -> None:
    raw = JPEG + bytes(x_media.LIMITS.image_bytes - len(JPEG))
    assert on_x.adapter().upload(attached(raw), on_disk(tmp_path, raw)).external_id


def test_four_images_keep_their_order(on_x: Place, there: Callable[[bytes], str]) -> None:
    raws = [JPEG + bytes([number]) for number in range(3)] + [PNG]
    out = on_x.adapter().publish(saying(*raws, given=tuple(map(there, raws))), "key")
    item = on_x.public(out.external_id)
    assert item is not None
    assert [one["digest"] for one in item.media] == [attached(raw).digest for raw in raws]


def test_a_video_goes_in_segments_and_is_asked_about_until_it_is_ready(
    on_x: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(x_media, "SEGMENT", 4_000)
    one, line = attached(MP4), on_x.adapter()
    given = line.upload(one, on_disk(tmp_path, MP4))
    sent = [sent.path.rpartition("/")[2] for sent in on_x.sent]
    assert sent == ["initialize", "append", "append", "append", "finalize"]
    assert given.ask_again_at == on_x.now() + timedelta(seconds=5)
    on_x.now.forward(seconds=5)
    given = on_x.adapter().prepared(one, given)
    assert given.ask_again_at == on_x.now() + timedelta(seconds=5)
    on_x.now.forward(seconds=5)
    given = on_x.adapter().prepared(one, given)
    assert given.ask_again_at is None
    item = on_x.public(line.publish(saying(MP4, given=(given.external_id,)), "key").external_id)
    assert item is not None
    assert (item.media[0]["digest"], item.media[0]["alt"]) == (one.digest, ALT)


def test_what_x_makes_nothing_of_is_refused_for_good(on_x: Place, tmp_path: Path) -> None:
    raw = b"\x00\x00\x00 no film at all" * 50
    given = on_x.adapter().upload(attached(raw, mime="video/mp4", kind=attached(MP4).kind), on_disk(tmp_path, raw))
    on_x.now.forward(seconds=30)
    with pytest.raises(Rejected, match="another form"):
        on_x.adapter().prepared(attached(MP4), given)


def test_a_video_that_x_knows_no_more_is_given_anew(on_x: Place, tmp_path: Path) -> None:
    given = on_x.adapter().upload(attached(MP4), on_disk(tmp_path, MP4))
    on_x.now.forward(hours=24)
    with pytest.raises(UploadLost):
        on_x.adapter().prepared(attached(MP4), given)


def test_a_video_to_which_x_takes_no_alt_text_goes_all_the_same(on_x: Place, tmp_path: Path) -> None:
    given = on_x.adapter().upload(attached(MP4), on_disk(tmp_path, MP4))
    on_x.now.forward(seconds=10)
    on_x.goes_wrong("forbidden", operation="metadata")
    assert on_x.adapter().prepared(attached(MP4), given).ask_again_at is None


def test_an_image_never_goes_without_its_alt_text(on_x: Place, tmp_path: Path) -> None:
    on_x.goes_wrong("forbidden", operation="metadata")
    with pytest.raises(Rejected):
        on_x.adapter().upload(attached(), on_disk(tmp_path))


@pytest.mark.parametrize(
    "kind", ["hang_up_after", "hang_up_before", "server_error_before", "html_502_after", "truncated"]
)
@pytest.mark.parametrize("operation", ["upload", "initialize", "append", "finalize"])
def test_no_answer_to_an_upload_is_transient_for_nothing_is_public(
    on_x: Place, tmp_path: Path, kind: str, operation: str
) -> None:
    on_x.goes_wrong(kind, operation=operation)
    raw = JPEG if operation == "upload" else MP4
    with pytest.raises(Transient):
        on_x.adapter().upload(attached(raw), on_disk(tmp_path, raw))
    assert on_x.ours() == []


@pytest.mark.parametrize("kind", ["hang_up_before", "server_error_before", "html_502_after", "rate_limit"])
def test_an_image_is_not_given_again_because_its_alt_text_did_not_arrive(
    on_x: Place, tmp_path: Path, kind: str
) -> None:
    on_x.goes_wrong(kind, operation="metadata")
    given = on_x.adapter().upload(attached(), on_disk(tmp_path))
    assert given.ask_again_at and given.ask_again_at > on_x.now()
    on_x.now.at = given.ask_again_at
    there = on_x.adapter().prepared(attached(), given)
    assert (there.external_id, there.ask_again_at) == (given.external_id, None)
    item = on_x.public(on_x.adapter().publish(saying(JPEG, given=(there.external_id,)), "key").external_id)
    assert item is not None and item.media[0]["alt"] == ALT
    assert [sent.path for sent in on_x.sent].count("/2/media/upload") == 1


@pytest.mark.parametrize(
    ("kind", "name"),
    [("rate_limit", RateLimited), ("dead_token", TokenExpired), ("credits", OutOfCredit), ("forbidden", Rejected)],
)
def test_a_refused_upload_has_its_name(on_x: Place, tmp_path: Path, kind: str, name: type[PlatformError]) -> None:
    on_x.goes_wrong(kind, operation="upload")
    with pytest.raises(name):
        on_x.adapter().upload(attached(), on_disk(tmp_path))


@pytest.mark.parametrize(
    "body", [{"data": {}}, {"data": []}, {}, {"data": {"id": 5}}, {"data": {"id": "x1"}}, "[]", "<html>"]
)
def test_an_odd_answer_to_an_upload_is_transient(scripted: Scripted, told_x: x.X, tmp_path: Path, body: Any) -> None:
    scripted.says(body)
    with pytest.raises(Transient):
        told_x.upload(attached(), on_disk(tmp_path))


@pytest.mark.parametrize("seconds", [None, "soon", -5, 0, 10**12, True])
def test_an_odd_time_to_wait_is_not_believed(
    scripted: Scripted, told_x: x.X, tmp_path: Path, now: Ticking, seconds: Any
) -> None:
    info = {"state": "pending", "check_after_secs": seconds}
    scripted.says({"data": {"id": "123", "expires_after_secs": seconds, "processing_info": info}})
    given = told_x.upload(attached(MP4), on_disk(tmp_path, MP4))
    assert given.ask_again_at is not None
    assert now() < given.ask_again_at <= now() + timedelta(hours=1)


def test_a_picture_never_reaches_the_debug_log(
    scripted: Scripted, told_x: x.X, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    scripted.says(GIVEN)
    caplog.set_level(logging.DEBUG, logger="tweepy")
    told_x.upload(attached(), on_disk(tmp_path))
    assert "/9j/" not in caplog.text  # a JPEG in base64
    assert len(scripted.asked[0].body["media"]) > 1_000  # type: ignore[index]  # a body was sent


# Publishing with files.


def test_a_file_that_x_no_longer_takes_is_given_anew(on_x: Place, there: Callable[[bytes], str]) -> None:
    ident = there(JPEG)
    on_x.now.forward(hours=24)
    with pytest.raises(UploadLost):
        on_x.adapter().publish(saying(JPEG, given=(ident,)), "key")
    assert on_x.ours() == []


def test_other_refusals_of_a_post_with_files_stay_what_they_are(on_x: Place, there: Callable[[bytes], str]) -> None:
    message = saying(JPEG, given=(there(JPEG),))
    on_x.adapter().publish(message, "key")
    with pytest.raises(Rejected) as refused:
        on_x.adapter().publish(message, "key")
    assert refused.value.duplicate


def test_no_post_leaves_without_its_pictures(on_x: Place, there: Callable[[bytes], str]) -> None:
    for given in ((), (there(JPEG),)):
        with pytest.raises(UploadLost):
            on_x.adapter().publish(saying(JPEG, PNG, given=given), "key")
    assert on_x.ours() == []


def test_an_accepted_post_with_pictures_is_ambiguous_and_found_by_its_words(
    on_x: Place, there: Callable[[bytes], str], now: Ticking
) -> None:
    message = saying(JPEG, given=(there(JPEG),), text="Beat surgery http://surgery.example/a & more")
    on_x.goes_wrong("hang_up_after", operation="create")
    with pytest.raises(Ambiguous):
        on_x.adapter().publish(message, "key")
    found = on_x.adapter().find(message, now(), frozenset())
    assert found is not None
    bare = replace(message, media=(), uploaded=())  # as the reconciler asks
    assert on_x.adapter().find(bare, now(), frozenset()) == found


def test_an_answer_may_carry_a_picture(on_x: Place, there: Callable[[bytes], str]) -> None:
    ours = on_x.we_say("Surgery tonight")
    asked = on_x.they_answer(ours, "Where is the hall?")
    message = saying(JPEG, given=(there(JPEG),), in_reply_to=asked.id, thread=ours.id)
    assert on_x.adapter().check(message) == []
    out = on_x.public(on_x.adapter().publish(message, "key").external_id)
    assert out is not None
    assert (out.parent, len(out.media)) == (asked.id, 1)


def test_what_x_said_is_kept_short_and_without_secrets(on_x: Place) -> None:
    out = on_x.adapter().publish(replace(SAYING, text="Beat " + "surgery " * 30), "key")
    assert out.answer.startswith("201 ")
    assert out.external_id in out.answer
    assert len(out.answer) <= 500
    assert not any(str(secret) in out.answer for secret in KEYS[on_x.platform].values())


def test_pictures_leave_the_price_of_a_post_alone() -> None:
    price = registry.capabilities(on_platform()).price_of
    assert price(saying(JPEG)) == price(SAYING) == "post.create"
    assert registry.capabilities(on_platform()).price_of_upload(attached()) == "media.metadata"


def on_platform() -> Any:
    return next(iter(KEYS))


def test_the_collector_reads_back_a_post_with_pictures(on_x: Place, there: Callable[[bytes], str]) -> None:
    out = on_x.adapter().publish(saying(JPEG, given=(there(JPEG),)), "key")
    page = on_x.adapter().fetch_posts("", back(on_x.now))
    assert [one.external_id for one in page.items] == [out.external_id]
    assert page.items[0].text.startswith(SAYING.text)


# What is wrong with files, before anything is sent.


@pytest.mark.parametrize(
    ("message", "says"),
    [
        (saying(*[JPEG + bytes([n]) for n in range(5)]), "X takes at most 4 images in one post; this one has 5."),
        (saying(MP4, MP4 + b"2"), "X takes at most 1 video in one post; this one has 2."),
        (saying(JPEG, MP4), "X takes either images or a video in one post, not both. Choose one of them."),
        (
            Outgoing("Words", media=(attached(mime="image/tiff"),)),
            "The image is of a type that X does not take (image/tiff). Attach it as JPEG or PNG or WebP.",
        ),
        (
            Outgoing("Words", media=(attached(), attached(size=6_100_000))),
            "Image 2 is too large for X: 6.1 MB, and it takes 5.0 MB.",
        ),
        (
            Outgoing("Words", media=(attached(width=9_000),)),
            "The image is too large for X: 9,000 by 800 pixels, and it takes 8,192 on the longer side.",
        ),
        (
            Outgoing("Words", media=(replace(attached(MP4), seconds=141.0),)),
            "The video is too long for X: 141 seconds, and it takes 140.",
        ),
        (
            Outgoing("Words", media=(attached(alt=" "),)),
            "The image has no alt text. Say in words what it shows, for people who cannot see it.",
        ),
        (
            Outgoing("Words", media=(attached(alt="ŵ" * 1_001),)),
            "The alt text of the image is too long for X by 1 characters.",
        ),
    ],
)
def test_each_fault_of_a_file_has_its_sentence(message: Outgoing, says: str) -> None:
    assert x.faults(message) == [says]


def test_good_files_have_no_faults() -> None:
    assert x.faults(saying(JPEG, PNG)) == x.faults(saying(MP4)) == []
    assert x.faults(Outgoing("", media=(attached(),))) == ["There is nothing to publish: the text is empty."]


def test_a_video_needs_no_asking_twice(on_x: Place) -> None:
    with pytest.raises(UploadLost):
        on_x.adapter().prepared(attached(MP4), Uploaded("77"))


def test_a_large_file_leaves_piece_by_piece_so_that_a_slow_line_can_carry_it(
    scripted: Scripted, told_x: x.X, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces: list[int] = []
    send = wire._InTime.send

    def counted(connection: Any, data: Any) -> None:
        pieces.append(len(data))
        send(connection, data)

    monkeypatch.setattr(wire._InTime, "send", counted)
    scripted.says(GIVEN)
    raw = JPEG + bytes(1_000_000)
    told_x.upload(attached(raw), on_disk(tmp_path, raw))
    assert sum(pieces) > len(raw)
    assert max(pieces) <= wire.LARGE
