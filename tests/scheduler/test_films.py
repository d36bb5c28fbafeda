"""Videos: the same pictures and sounds in a new box, and nothing of who made them, when, where and with what."""

from io import BytesIO
from pathlib import Path

import av
import pytest
from PIL import Image, ImageCms

from domain.posts import MediaKind
from scheduler import cleaning, films, media_kinds
from scheduler.media_kinds import Fence, Unfit
from tests.films import SECRETS, boxes, film, trimmed, with_box, with_tail

FENCE = Fence(image_bytes=4_000_000, image_side=4_096, video_bytes=100_000_000, video_seconds=140)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PROFILE = (len(SRGB) + 16).to_bytes(4, "big") + SRGB[4:] + b"Pat's phone 51.5"  # a profile begins with its length


def decoded(path: Path) -> list[bytes]:
    """Every picture of a video, as pixels."""
    with av.open(str(path)) as box:
        return [bytes(plane) for frame in box.decode(video=0) for plane in frame.planes]


def test_where_it_was_filmed_when_and_by_what_is_nowhere_in_the_bytes(tmp_path: Path) -> None:
    given = film(tmp_path / "a.mp4", extras=True)
    before = given.read_bytes()
    assert all(secret in before for secret in (b"Acme", b"Fone 9", b"+51.5", b"Pat's phone", b"x264 - core"))
    out = tmp_path / "b.mp4"
    found = films.clean(given, out, FENCE)
    after = out.read_bytes()
    assert [secret for secret in (*SECRETS, b"x264", b"Lavf", b"ISO6709", b"\xa9xyz", b"text") if secret in after] == []
    assert (found.kind, found.mime, found.size) == (MediaKind.VIDEO, "video/mp4", len(after))
    assert (found.width, found.height, found.seconds) == (64, 48, 1.0)
    assert decoded(out) == decoded(given)
    with av.open(str(out)) as box:
        assert [one.type for one in box.streams] == ["video", "audio"]
        assert not box.chapters() and "creation_time" not in {**box.metadata, **box.streams[0].metadata}


def test_it_can_be_played_before_all_of_it_is_there_and_comes_out_the_same_each_time(tmp_path: Path) -> None:
    given, one, two = film(tmp_path / "a.mp4"), tmp_path / "1.mp4", tmp_path / "2.mp4"
    films.clean(given, one, FENCE)
    films.clean(given, two, FENCE)
    assert one.read_bytes() == two.read_bytes()
    order = boxes(one.read_bytes())
    assert order.index("moov") < order.index("mdat")


def test_a_telephone_held_upright_stays_upright(tmp_path: Path) -> None:
    given, out = film(tmp_path / "a.mp4", turned=90), tmp_path / "b.mp4"
    found = films.clean(given, out, FENCE)
    assert (found.width, found.height) == (48, 64)
    with av.open(str(out)) as box:
        assert next(box.decode(video=0)).rotation == 90
    poster = Image.open(BytesIO(films.poster(out, 32)))
    assert poster.size == (24, 32)
    red = [poster.getpixel(at)[0] > 180 for at in ((4, 4), (20, 4), (4, 28), (20, 28))]  # type: ignore[index]
    assert red == [False, False, True, False]  # the top left corner, turned a quarter to the left


def test_a_video_without_sound_and_one_from_a_mac_are_taken(tmp_path: Path) -> None:
    assert films.clean(film(tmp_path / "a.mp4", sound=""), tmp_path / "b", FENCE).seconds == 1.0
    mac = film(tmp_path / "c.mov", kind="mov")
    assert media_kinds.kind_of(mac) is MediaKind.VIDEO
    assert films.clean(mac, tmp_path / "d", FENCE).mime == "video/mp4"


def test_what_anybody_may_write_between_the_pictures_is_left_out() -> None:
    caption, timing = b"\x06\x04\x09\xb5\x00\x31GA94\x03\xfc\x80", b"\x06\x01\x01\x04\x80"
    picture, notes = b"\x65 picture", (b"\x06\x05\x03\x01\x02\x03\x80", b"\x06\x01\x01\x04\x05\x01\xee\x80")
    vendor, unheard_of = b"\x06\x04\x06\xb5\x00\x3cN51.5\x80", b"\x06\xc8\x045\x31.5\x80"
    strange, filler, reserved = b"\x7e anything", b"\x0c\xff\xff", b"\x76 51.5"
    units = [picture, caption, timing, *notes, vendor, unheard_of, strange, filler, reserved]
    packet = b"".join(len(one).to_bytes(4, "big") + one for one in units)
    assert [one[4:] for one in films._units(packet, 4)] == [picture, caption, timing]
    with pytest.raises(Unfit):
        list(films._units(packet[:-1], 4))


WITHIN = {
    "behind what decoders are told": lambda content: with_tail(content, "avcC", b"Pat's phone 51.5"),
    "in a profile of its colours": lambda content: with_box(content, "avc1", b"colr", b"prof" + PROFILE),
    "in a box of anybody's": lambda content: with_box(content, "avc1", b"uuid", bytes(16) + b"Pat's phone 51.5"),
    "beside a track": lambda content: with_box(content, "trak", b"udta", b"\x00\x00\x00\x18namePat's phone 51.5"),
}


@pytest.mark.parametrize("name", WITHIN)
def test_what_stands_deeper_in_the_box_does_not_go_out_either(tmp_path: Path, name: str) -> None:
    given, strange, out = film(tmp_path / "a.mp4", sound=""), tmp_path / "b.mp4", tmp_path / "c.mp4"
    strange.write_bytes(WITHIN[name](given.read_bytes()))
    assert b"Pat's phone 51.5" in strange.read_bytes()
    films.clean(strange, out, FENCE)
    assert b"Pat's phone" not in out.read_bytes() and b"51.5" not in out.read_bytes()
    assert decoded(out) == decoded(given)


@pytest.mark.parametrize(("start", "seconds"), [(0, 1), (1, 1), (1, 2)])
def test_what_was_cut_away_but_only_hidden_never_goes_out(tmp_path: Path, start: float, seconds: float) -> None:
    given, cut = film(tmp_path / "a.mp4", 3), tmp_path / "b.mp4"
    cut.write_bytes(trimmed(given.read_bytes(), 0, start, seconds))
    assert len(decoded(cut)) == seconds * 25 * 3 and len(decoded(given)) == 3 * 25 * 3  # planes
    with pytest.raises(Unfit, match="only hidden"):
        films.clean(cut, tmp_path / "c.mp4", FENCE)


@pytest.mark.parametrize("start", [0, 1])
def test_nor_does_sound_that_was_cut_away_but_only_hidden(tmp_path: Path, start: float) -> None:
    given, cut, out = film(tmp_path / "a.mp4", 3), tmp_path / "b.mp4", tmp_path / "c.mp4"
    cut.write_bytes(trimmed(given.read_bytes(), 1, start, 1))
    films.clean(cut, out, FENCE)
    with av.open(str(out)) as box:
        sounds = [packet for packet in box.demux(audio=0) if packet.dts is not None]
    assert 42 <= len(sounds) <= 48  # of 1,024 samples: one second, and what the decoder begins with
    assert decoded(out) == decoded(given)


def test_what_decoders_need_beforehand_stays_as_it_was(tmp_path: Path) -> None:
    given, out = film(tmp_path / "a.mp4"), tmp_path / "b.mp4"
    films.clean(given, out, FENCE)
    told = []
    for path in (given, out):
        with av.open(str(path)) as box:
            told.append(box.streams.video[0].codec_context.extradata)
    assert told[0] == told[1]
    for broken in (b"", b"\x01d\x00\x0a\xff", b"\x01d\x00\x0a\xff\xe1\x00\x09\x67"):
        with pytest.raises(Unfit):
            films._told_beforehand(broken)


REFUSED = {
    "HEVC": ({"codec": "libx265"}, "HEVC"),
    "an old codec": ({"codec": "mpeg4"}, "MPEG4"),
    "another sound": ({"sound": "libmp3lame"}, "sound as MP3"),
    "too long": ({"seconds": 3}, "too long: 3 s, and 2 s"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_not_every_platform_takes_is_refused_and_says_what_to_do(tmp_path: Path, name: str) -> None:
    how, says = REFUSED[name]
    given = film(tmp_path / "a.mp4", **how)  # type: ignore[arg-type]
    with pytest.raises(Unfit, match=says):
        films.clean(given, tmp_path / "b.mp4", Fence(0, 4_096, 100_000_000, 2))


def test_too_large_a_video_and_one_where_no_platform_takes_any_are_refused(tmp_path: Path) -> None:
    given = film(tmp_path / "a.mp4")
    with pytest.raises(Unfit, match="too large"):
        films.clean(given, tmp_path / "b.mp4", Fence(0, 4_096, 1_000, 140))
    with pytest.raises(Unfit, match="None of the platforms"):
        films.clean(given, tmp_path / "b.mp4", Fence(0, 4_096, 0, 0))


@pytest.mark.parametrize("part", [0.02, 0.5, 0.9])
def test_half_a_video_is_refused(tmp_path: Path, part: float) -> None:
    fine = tmp_path / "fine.mp4"
    films.clean(film(tmp_path / "a.mp4", 2), fine, FENCE)
    content, short = fine.read_bytes(), tmp_path / "short.mp4"
    short.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(Unfit, match="damaged or only part"):
        films.clean(short, tmp_path / "b.mp4", FENCE)


def test_rubbish_in_place_of_pictures_is_refused(tmp_path: Path) -> None:
    fine = tmp_path / "fine.mp4"
    films.clean(film(tmp_path / "a.mp4", 2, sound=""), fine, FENCE)
    content = bytearray(fine.read_bytes())
    start = content.index(b"mdat") + 4
    content[start:] = bytes(len(content) - start)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(content)
    with pytest.raises(Unfit, match="damaged or only part"):
        films.clean(broken, tmp_path / "b.mp4", FENCE)


def test_a_list_of_addresses_dressed_up_as_a_video_is_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.mp4"
    film(secret)
    trap = tmp_path / "trap.mp4"
    trap.write_text(f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n")
    with pytest.raises(Unfit, match="no picture or video"):
        media_kinds.kind_of(trap)
    with pytest.raises(Unfit, match="damaged"):
        films.clean(trap, tmp_path / "b.mp4", FENCE)


def test_a_song_with_a_cover_is_no_video(tmp_path: Path) -> None:
    song = tmp_path / "song.mp4"
    with av.open(str(song), "w", format="mp4") as out:
        heard = out.add_stream("aac", rate=44100, layout="mono")
        for number in range(10):
            quiet = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            quiet.sample_rate, quiet.pts = 44100, number * 1024
            for plane in quiet.planes:
                plane.update(bytes(plane.buffer_size))
            out.mux(heard.encode(quiet))
        out.mux(heard.encode())
    with pytest.raises(Unfit, match="no moving pictures"):
        films.clean(song, tmp_path / "b.mp4", FENCE)


def test_in_the_house_it_is_done_by_a_process_of_its_own(tmp_path: Path) -> None:
    found = cleaning.clean(film(tmp_path / "a.mp4"), tmp_path / "b.mp4", FENCE)
    assert (found.kind, found.seconds) == (MediaKind.VIDEO, 1.0)
    assert Image.open(BytesIO(cleaning.thumbnail(tmp_path / "b.mp4", MediaKind.VIDEO, 32))).size == (32, 24)
