"""Photos on a Facebook page: given unpublished, with their alt text, and named by one post."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Ambiguous, PlatformError, RateLimited, Rejected, TokenExpired, Transient, UploadLost
from domain.posts import Outgoing, PlatformName
from platforms import facebook
from sandbox.server import Server
from sandbox.world import World
from tests.conftest import Ticking
from tests.platforms.conftest import KEYS, Place, back
from tests.platforms.files import ALT, JPEG, MP4, PNG, attached, on_disk

SAYING = Outgoing("Beat surgery tonight at 6")


def saying(*raws: bytes, given: tuple[str, ...] = (), **more: Any) -> Outgoing:
    return Outgoing(SAYING.text, media=tuple(map(attached, raws)), uploaded=given, **more)


@pytest.fixture
def page(world: World, server: Server, now: Ticking) -> Place:
    return Place(PlatformName.FACEBOOK, world, server, now)


@pytest.fixture
def there(page: Place, tmp_path: Path) -> Callable[[bytes], str]:
    """Gives a photo to Facebook; tells what it is called there."""
    return lambda raw: page.adapter().upload(attached(raw), on_disk(tmp_path, raw)).external_id


def test_several_photos_go_out_as_one_post_with_bytes_and_alt_texts(page: Place, there: Callable[[bytes], str]) -> None:
    out = page.adapter().publish(saying(JPEG, PNG, given=(there(JPEG), there(PNG))), "key")
    item = page.public(out.external_id)
    assert item is not None
    assert [(one["digest"], one["alt"]) for one in item.media] == [
        (attached(JPEG).digest, ALT),
        (attached(PNG).digest, ALT),
    ]
    assert page.ours() == [SAYING.text]


def test_a_photo_given_beforehand_is_seen_by_nobody(page: Place, tmp_path: Path) -> None:
    given = page.adapter().upload(attached(), on_disk(tmp_path))
    assert page.ours() == []
    assert page.now() + timedelta(hours=12) < (given.expires_at or page.now()) < page.now() + timedelta(hours=24)
    assert page.adapter().prepared(attached(), given) == given


def test_the_largest_photo_goes_through(page: Place, tmp_path: Path) -> None:
    raw = JPEG + bytes(4_000_000 - len(JPEG))
    assert page.adapter().upload(attached(raw), on_disk(tmp_path, raw)).external_id


@pytest.mark.parametrize(
    "kind", ["hang_up_after", "hang_up_before", "server_error_before", "html_502_after", "truncated"]
)
def test_no_answer_to_a_photo_is_transient_for_nothing_is_public(page: Place, tmp_path: Path, kind: str) -> None:
    page.goes_wrong(kind, operation="photos")
    with pytest.raises(Transient):
        page.adapter().upload(attached(), on_disk(tmp_path))
    assert page.ours() == []


@pytest.mark.parametrize(
    ("kind", "name"), [("rate_limit", RateLimited), ("dead_token", TokenExpired), ("forbidden", Rejected)]
)
def test_a_refused_photo_has_its_name(page: Place, tmp_path: Path, kind: str, name: type[PlatformError]) -> None:
    page.goes_wrong(kind, operation="photos")
    with pytest.raises(name):
        page.adapter().upload(attached(), on_disk(tmp_path))


def test_what_is_no_photo_is_refused_for_good(page: Place, tmp_path: Path) -> None:
    with pytest.raises(Rejected) as refused:
        page.adapter().upload(attached(b"<svg></svg>"), on_disk(tmp_path, b"<svg></svg>"))
    assert not isinstance(refused.value, UploadLost)


def test_a_photo_that_facebook_knows_no_more_is_given_anew(page: Place, there: Callable[[bytes], str]) -> None:
    ident = there(JPEG)
    page.now.forward(hours=24)
    with pytest.raises(UploadLost):
        page.adapter().publish(saying(JPEG, given=(ident,)), "key")
    assert page.ours() == []


def test_other_refusals_of_a_post_with_photos_stay_what_they_are(page: Place, there: Callable[[bytes], str]) -> None:
    message = saying(JPEG, given=(there(JPEG),))
    page.adapter().publish(message, "key")
    with pytest.raises(Rejected) as refused:
        page.adapter().publish(message, "key")
    assert refused.value.duplicate


def test_no_post_leaves_without_its_photos(page: Place, there: Callable[[bytes], str]) -> None:
    for given in ((), (there(JPEG),)):
        with pytest.raises(UploadLost):
            page.adapter().publish(saying(JPEG, PNG, given=given), "key")
    assert page.ours() == []


def test_an_accepted_post_with_photos_is_ambiguous_and_found_by_its_words(
    page: Place, there: Callable[[bytes], str], now: Ticking
) -> None:
    message = saying(JPEG, given=(there(JPEG),))
    page.goes_wrong("hang_up_after", operation="publish")
    with pytest.raises(Ambiguous):
        page.adapter().publish(message, "key")
    assert page.adapter().find(SAYING, now(), frozenset()) is not None


def test_what_facebook_said_is_kept_short_and_without_secrets(page: Place) -> None:
    out = page.adapter().publish(SAYING, "key")
    assert out.answer.startswith("200 ")
    assert out.external_id in out.answer
    assert str(KEYS[page.platform]["page_token"]) not in out.answer


def test_the_collector_reads_back_a_post_with_photos(page: Place, there: Callable[[bytes], str]) -> None:
    out = page.adapter().publish(saying(JPEG, given=(there(JPEG),)), "key")
    told = page.adapter().fetch_posts("", back(page.now))
    assert [(one.external_id, one.text) for one in told.items] == [(out.external_id, SAYING.text)]


@pytest.mark.parametrize(
    ("message", "says"),
    [
        (saying(MP4), "Bluelamp cannot put videos on Facebook. Take the video away."),
        (
            saying(*[JPEG + bytes([n]) for n in range(5)]),
            "Facebook takes at most 4 images in one post; this one has 5.",
        ),
        (
            Outgoing("Words", media=(attached(mime="image/webp"),)),
            "The image is of a type that Facebook does not take (image/webp). Attach it as JPEG or PNG.",
        ),
        (
            Outgoing("Words", media=(attached(size=4_100_000),)),
            "The image is too large for Facebook: 4.1 MB, and it takes 4.0 MB.",
        ),
        (
            Outgoing("Words", in_reply_to="5_1", media=(attached(),)),
            "On Facebook an answer goes out without images. Take them away, or publish them as a post.",
        ),
        (
            Outgoing("Words", media=(attached(alt=""),)),
            "The image has no alt text. Say in words what it shows, for people who cannot see it.",
        ),
    ],
)
def test_each_fault_of_a_photo_has_its_sentence(message: Outgoing, says: str) -> None:
    assert facebook.faults(message) == [says]


def test_good_photos_have_no_faults() -> None:
    assert facebook.faults(saying(JPEG, PNG)) == []
