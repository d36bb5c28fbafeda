"""What the sandbox does with images and video: taken, refused, forgotten and shown as X and Facebook do."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

import pytest
import requests

from sandbox.server import LONGEST_BODY, Server
from tests import contracts
from tests.conftest import Ticking
from tests.sandbox.conftest import ASHBY, BORLEY, PAGE, SMALL, Control, GraphCaller, XCaller

Json = dict[str, Any]

JPEG = b"\xff\xd8\xff\xe0" + b"a picture of the hall" * 40
PNG = b"\x89PNG\r\n\x1a\n" + b"a map" * 40
MP4 = b"\x00\x00\x00\x18ftypisom" + b"a film" * 1_000
ALT = "The village hall, with its blue door"


def sha(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def coded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def one_shot(x: XCaller, raw: bytes = JPEG, **more: Any) -> Json:
    return x("POST", "/2/media/upload", {"media": coded(raw), "media_category": "tweet_image"} | more)


def given(x: XCaller, raw: bytes = JPEG) -> str:
    ident: str = one_shot(x, raw)["data"]["id"]
    return ident


def begun(x: XCaller, raw: bytes = MP4, mime: str = "video/mp4", category: str = "tweet_video") -> str:
    about = {"media_type": mime, "total_bytes": len(raw), "media_category": category}
    ident: str = x("POST", "/2/media/upload/initialize", about)["data"]["id"]
    return ident


def append(x: XCaller, ident: str, index: int, raw: bytes, *, broken: bool = False) -> Json:
    sent = {"media": coded(raw), "segment_index": index}
    return x("POST", f"/2/media/upload/{ident}/append", sent, broken=broken)


def film(x: XCaller, raw: bytes = MP4) -> Json:
    """A whole film in two segments; what X says of it at the end."""
    ident = begun(x, raw)
    append(x, ident, 0, raw[:3_000])
    append(x, ident, 1, raw[3_000:])
    told: Json = x("POST", f"/2/media/upload/{ident}/finalize")["data"]
    return told


def post(x: XCaller, *idents: str, text: str = "Beat surgery at noon") -> int:
    x("POST", "/2/tweets", {"text": text, "media": {"media_ids": list(idents)}}, broken=True)
    return x.last.status_code


def status(x: XCaller, ident: str) -> Json:
    told: Json = x.get("/2/media/upload", command="STATUS", media_id=ident)["data"]["processing_info"]
    return told


# X.


def test_an_image_in_one_request_is_public_with_its_alt_text(x: XCaller, control: Control) -> None:
    ident = given(x)
    x("POST", "/2/media/metadata", {"id": ident, "metadata": {"alt_text": {"text": ALT}}})
    assert post(x, ident) == 201
    told = control.get("truth", platform="x", account=ASHBY)["accounts"][0]["posts"][-1]
    (shown,) = told["media"]
    assert (shown["digest"], shown["alt"], shown["mime"]) == (sha(JPEG), ALT, "image/jpeg")
    assert told["said"] == "Beat surgery at noon"


def test_the_link_to_the_pictures_stands_behind_the_words_as_x_puts_it_there(x: XCaller) -> None:
    post(x, given(x))
    made = x.get(f"/2/users/{ASHBY}/tweets", tweet__fields="entities,attachments,display_text_range")["data"][0]
    (link,) = made["entities"]["urls"]
    assert made["text"] == f"Beat surgery at noon {link['url']}"
    assert made["text"][link["start"] : link["end"]] == link["url"]
    assert made["attachments"]["media_keys"] == [link["media_key"]]
    assert made["display_text_range"] == [0, 20]


def test_pictures_do_not_make_a_post_dearer_and_alt_text_is_billed(x: XCaller, server: Server) -> None:
    ident = given(x)
    x("POST", "/2/media/metadata", {"id": ident, "metadata": {"alt_text": {"text": ALT}}})
    post(x, ident)
    (day,) = server.ledger.tell().values()
    assert day["writes"] == {"media.metadata": 1, "post.create": 1}


def test_up_to_four_images_go_with_one_post(x: XCaller) -> None:
    four = [given(x, JPEG + bytes([number])) for number in range(4)]
    assert post(x, *four) == 201
    assert post(x, *four, given(x, PNG), text="Five") == 400
    assert post(x, four[0], four[0], text="Twice the same") == 400


def test_a_video_is_prepared_for_a_while(x: XCaller, now: Ticking) -> None:
    told = film(x)
    ident = told["id"]
    assert told["processing_info"] == {"state": "pending", "check_after_secs": 5}
    assert post(x, ident) == 400
    now.forward(seconds=5)
    assert status(x, ident)["state"] == "in_progress"
    now.forward(seconds=5)
    assert status(x, ident)["state"] == "succeeded"
    assert post(x, ident) == 201
    assert post(x, ident, given(x), text="A film and a picture") == 400


def test_what_is_no_video_fails_while_it_is_prepared(x: XCaller, now: Ticking) -> None:
    ident = film(x, b"not a film at all" * 300)["id"]
    now.forward(seconds=10)
    assert status(x, ident) == {"state": "failed"}
    assert post(x, ident) == 400


@pytest.mark.parametrize("raw", [b"", b"GIF89a" + b"x" * 50, b"<svg></svg>", MP4, b"\xff\xd8\xff" + bytes(5_242_880)])
def test_what_x_does_not_take_as_an_image_is_refused(x: XCaller, raw: bytes) -> None:
    told = one_shot(x, raw)
    assert x.last.status_code == 400
    assert told["errors"][0]["message"]


def test_segments_must_come_in_order_and_add_up(x: XCaller) -> None:
    ident = begun(x)
    append(x, ident, 1, MP4[:100], broken=True)
    assert x.last.status_code == 400
    append(x, ident, 0, MP4[:100])
    x("POST", f"/2/media/upload/{ident}/finalize")
    assert x.last.status_code == 400
    append(x, ident, 1, MP4)
    assert x.last.status_code == 400  # more than was announced


def test_a_segment_and_an_image_may_come_as_a_form_too(session: requests.Session, server: Server, x: XCaller) -> None:
    ident = begun(x)
    headers = {"authorization": f"Bearer {x.bearer}"}
    address = f"{server.x_address}/2/media/upload"
    part = session.post(f"{address}/{ident}/append", headers=headers, files={"media": MP4}, data={"segment_index": "0"})
    assert part.status_code == 200
    whole = session.post(address, headers=headers, files={"media": JPEG}, data={"media_category": "tweet_image"})
    assert post(x, whole.json()["data"]["id"]) == 201


def test_a_file_belongs_to_the_account_that_gave_it(x: XCaller) -> None:
    ident = given(x)
    x.bearer = f"practice-x-{BORLEY}-bearer"
    assert post(x, ident) == 400
    assert x.last.json()["errors"][0]["message"] == "Your media IDs are invalid."
    x("POST", "/2/media/metadata", {"id": ident, "metadata": {"alt_text": {"text": ALT}}})
    assert x.last.status_code == 400


def test_x_forgets_what_is_not_used_within_a_day(x: XCaller, now: Ticking) -> None:
    told = one_shot(x)["data"]
    assert told["expires_after_secs"] == 86_400
    now.forward(hours=24)
    assert post(x, told["id"]) == 400


def test_only_a_user_may_give_files_and_odd_alt_texts_are_refused(x: XCaller) -> None:
    ident = given(x)
    for alt in ("", "a" * 1_001):
        x("POST", "/2/media/metadata", {"id": ident, "metadata": {"alt_text": {"text": alt}}}, broken=True)
        assert x.last.status_code == 400
    x.bearer = "practice-app-bearer"
    one_shot(x)
    assert x.last.status_code == 403


@pytest.mark.parametrize("operation", ["upload", "initialize", "append", "finalize", "metadata", "upload_status"])
def test_faults_strike_what_is_given_as_they_strike_all_else(x: XCaller, server: Server, operation: str) -> None:
    ident = given(x)
    server.faults.add("server_error_before", "x", operation=operation)
    one_shot(x)
    x("POST", "/2/media/metadata", {"id": ident, "metadata": {"alt_text": {"text": ALT}}})
    x(
        "POST",
        "/2/media/upload/initialize",
        {"media_type": "video/mp4", "total_bytes": 4, "media_category": "tweet_video"},
    )
    append(x, "5", 0, MP4, broken=True)
    x("POST", "/2/media/upload/5/finalize")
    x.get("/2/media/upload", command="STATUS", media_id=ident)
    struck = [call for call in server.calls if call["fault"]]
    assert [call["operation"] for call in struck] == [operation]


@pytest.mark.parametrize("vocabulary", ["tweet", "post"])
def test_every_answer_fits_both_of_xs_documents(server: Server, x: XCaller, now: Ticking, vocabulary: str) -> None:
    contracts.folder()
    server.sandbox.vocabulary = server.sandbox.x.vocabulary = vocabulary
    ident = given(x)
    x("POST", "/2/media/metadata", {"id": ident, "metadata": {"alt_text": {"text": ALT}}})
    told = film(x)
    for _ in range(3):
        status(x, told["id"])
        now.forward(seconds=5)
    x("POST", "/2/tweets", {"text": "With both", "media": {"media_ids": [ident]}})
    assert x.last.status_code == 201
    x("POST", "/2/tweets", {"text": "With none", "media": {"media_ids": ["5"]}})
    assert x.last.status_code == 400


def test_the_largest_image_fits_through_the_door() -> None:
    assert len(coded(bytes(5_242_880))) + 1_000 < LONGEST_BODY


# Facebook.


def photo(graph: GraphCaller, raw: bytes = JPEG, page: str = PAGE, **more: str) -> Json:
    sent = {"access_token": graph.token, "published": "false", "alt_text_custom": ALT} | more
    address = f"{graph.server.graph_address}{graph.version}/{page}/photos"
    graph.last = graph.session.post(address, data=sent, files={"source": ("photo.jpg", raw, "image/jpeg")}, timeout=10)
    told: Json = graph.last.json()
    return told


def naming(*idents: str) -> dict[str, str]:
    return {f"attached_media[{at}]": f'{{"media_fbid":"{ident}"}}' for at, ident in enumerate(idents)}


def test_several_photos_are_one_post_with_their_alt_texts(graph: GraphCaller, control: Control) -> None:
    first, second = photo(graph)["id"], photo(graph, PNG, alt_text_custom="A map of the beat")["id"]
    before = len(control.get("truth", platform="facebook", account=PAGE)["accounts"][0]["posts"])
    made = graph("POST", f"{PAGE}/feed", message="Beat surgery", **naming(first, second))
    posts = control.get("truth", platform="facebook", account=PAGE)["accounts"][0]["posts"]
    assert len(posts) == before + 1
    assert [(one["digest"], one["alt"]) for one in posts[-1]["media"]] == [
        (sha(JPEG), ALT),
        (sha(PNG), "A map of the beat"),
    ]
    told = graph.get(made["id"], fields="attachments,status_type")
    assert (told["status_type"], told["attachments"]["data"][0]["type"]) == ("added_photos", "album")


def test_a_photo_that_is_published_by_itself_is_a_post(graph: GraphCaller, control: Control) -> None:
    made = photo(graph, published="true", caption="The hall")
    posts = control.get("truth", platform="facebook", account=PAGE)["accounts"][0]["posts"]
    assert (posts[-1]["id"], posts[-1]["text"]) == (made["post_id"], "The hall")


@pytest.mark.parametrize("raw", [b"", b"<svg></svg>", MP4, b"\xff\xd8\xff" + bytes(4_194_304)])
def test_what_facebook_does_not_take_as_a_photo_is_refused(graph: GraphCaller, raw: bytes) -> None:
    assert photo(graph, raw)["error"]["code"] in (100, 324)


def test_a_photo_is_this_pages_and_lasts_a_day(graph: GraphCaller, now: Ticking) -> None:
    ident = photo(graph)["id"]
    graph.token = f"practice-page-{SMALL}"
    assert graph.error("POST", f"{SMALL}/feed", message="Not mine", **naming(ident))["code"] == 100
    assert photo(graph)["error"]["code"] == 100  # somebody else's page
    graph.token = f"practice-page-{PAGE}"
    now.at += timedelta(hours=24)
    assert graph.error("POST", f"{PAGE}/feed", message="Too late", **naming(ident))["code"] == 100


def test_what_facebook_is_sent_stands_in_metas_specs() -> None:
    contracts.folder()
    sent = ["published", "alt_text_custom", "temporary", "caption", "message"]
    assert contracts.graph_unknown_params("Page", "photos", "POST", sent) == []
    assert contracts.graph_unknown_params("Page", "feed", "POST", ["message", "attached_media"]) == []


# What the public sees.


def test_the_publics_page_shows_pictures_with_their_alt_texts(
    x: XCaller, session: requests.Session, server: Server
) -> None:
    ident = given(x)
    alt = 'The "old" hall <door>'
    x("POST", "/2/media/metadata", {"id": ident, "metadata": {"alt_text": {"text": alt}}})
    post(x, ident)
    page = session.get(f"{server.address}/public/x/AshbySNT", timeout=10).text
    assert 'alt="The &quot;old&quot; hall &lt;door&gt;"' in page
    shown = session.get(f"{server.address}/public/media/{sha(JPEG)}", timeout=10)
    assert (shown.headers["content-type"], shown.content) == ("image/jpeg", JPEG)
    assert session.get(f"{server.address}/public/media/{sha(PNG)}", timeout=10).status_code == 404
