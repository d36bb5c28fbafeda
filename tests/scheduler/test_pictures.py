"""Pictures: whatever a camera wrote beside the pixels stays behind, and what is no picture is refused in words."""

import struct
import subprocess
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from domain.posts import MediaKind
from scheduler import cleaning, media_kinds, pictures
from scheduler.media_kinds import Clean, Fence, Unfit
from tests.films import SECRETS, jpeg, letter, saved

FENCE = Fence(image_bytes=4_000_000, image_side=4_096, video_bytes=0, video_seconds=0)


@pytest.fixture
def wash(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Clean a picture here, in this process: what comes out, its bytes, and the picture."""

    def clean(content: bytes, fence: Fence = FENCE) -> tuple[Clean, bytes, Image.Image]:
        source, target = tmp_path / "holiday.jpg", tmp_path / "clean"
        source.write_bytes(content)
        assert media_kinds.kind_of(source) is MediaKind.IMAGE
        found = pictures.clean(source, target, fence)
        out = target.read_bytes()
        return found, out, Image.open(BytesIO(out))

    return clean


def unlike(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures differ, 0 to 255."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


def test_where_it_was_taken_and_with_what_is_nowhere_in_the_bytes(wash) -> None:  # type: ignore[no-untyped-def]
    given = jpeg()
    assert all(secret in given for secret in (b"Acme", b"Fone 9", b"Exif", b"Pat's phone", b"51.5"))
    found, out, picture = wash(given)
    assert [secret for secret in SECRETS if secret in out] == []
    assert not picture.getexif() and not {"exif", "icc_profile", "comment", "xmp"} & picture.info.keys()
    assert (found.mime, found.width, found.height, found.size) == ("image/jpeg", 120, 80, len(out))
    assert unlike(picture, letter()) < 3


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_no_other_format_carries_anything_along_either(wash, kind: str) -> None:  # type: ignore[no-untyped-def]
    from tests.films import exif

    more = {"xmp": b"<x:xmpmeta>Acme 51.5</x:xmpmeta>"} if kind == "WEBP" else {}
    given = saved(letter(), kind, exif=exif(), **more)
    assert b"Acme" in given
    assert [secret for secret in SECRETS if secret in wash(given)[1]] == []


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_a_telephone_can_be_held_comes_out_looking_alike(wash, orientation: int) -> None:  # type: ignore[no-untyped-def]
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    held = letter().transpose(back[orientation]) if orientation in back else letter()
    _, _, picture = wash(jpeg(held, orientation))
    assert unlike(picture, letter()) < 3


def test_the_same_picture_comes_out_the_same_whoever_took_it(wash) -> None:  # type: ignore[no-untyped-def]
    bare = saved(letter(), "JPEG", quality=95)
    assert wash(jpeg())[1] == wash(jpeg())[1] == wash(bare)[1]


def test_what_is_transparent_stays_so_and_what_only_could_be_becomes_a_photo(wash) -> None:  # type: ignore[no-untyped-def]
    clear = letter().convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    found, _, picture = wash(saved(clear, "PNG"))
    assert found.mime == "image/png" and picture.mode == "RGBA"
    assert unlike(picture.getchannel("A"), clear.getchannel("A")) == 0
    full = letter().convert("RGBA")
    assert wash(saved(full, "PNG"))[0].mime == "image/jpeg"


def test_what_somebody_made_clear_is_not_there_under_it(wash) -> None:  # type: ignore[no-untyped-def]
    erased = letter().convert("RGBA")
    hole = Image.new("L", erased.size, 255)
    hole.paste(0, (0, 0, 60, 40))
    erased.putalpha(hole)
    assert erased.getpixel((10, 10)) == (255, 0, 0, 0)
    _, _, picture = wash(saved(erased, "PNG"))
    assert picture.crop((0, 0, 60, 40)).getcolors() == [(60 * 40, (0, 0, 0, 0))]
    assert unlike(picture.crop((60, 0, 120, 80)), letter().crop((60, 0, 120, 80))) == 0


def test_few_colours_stay_sharp_as_png(wash) -> None:  # type: ignore[no-untyped-def]
    drawn = Image.new("RGB", (300, 200), "white")
    drawn.paste("black", (20, 20, 90, 90))
    found, _, picture = wash(saved(drawn, "PNG"))
    assert found.mime == "image/png" and unlike(picture, drawn) == 0


def test_a_palette_with_a_clear_colour_and_grey_of_sixteen_bits_come_out_as_they_looked(wash) -> None:  # type: ignore[no-untyped-def]
    palette = Image.new("P", (20, 10), 0)
    palette.putpalette([200, 30, 30, 0, 0, 255])
    palette.paste(1, (10, 0, 20, 10))
    _, _, picture = wash(saved(palette, "PNG", transparency=1))
    assert picture.getpixel((2, 2)) == (200, 30, 30, 255)
    assert picture.getpixel((15, 2))[3] == 0
    _, _, grey = wash(saved(Image.new("I;16", (20, 10), 32_768), "PNG"))
    assert all(abs(value - 128) <= 1 for value in grey.convert("RGB").getpixel((2, 2)))


def test_colours_for_printing_and_of_other_profiles_become_those_of_screens(wash) -> None:  # type: ignore[no-untyped-def]
    _, _, printed = wash(saved(letter().convert("CMYK"), "JPEG", quality=95))
    assert printed.mode == "RGB" and unlike(printed, letter()) < 12
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    _, out, same = wash(saved(letter(), "JPEG", quality=95, icc_profile=lab))
    assert unlike(same, letter()) < 3 and b"ICC_PROFILE" not in out
    broken = saved(letter(), "JPEG", quality=95, icc_profile=b"no profile at all")
    assert unlike(wash(broken)[2], letter()) < 3


def test_a_large_picture_is_scaled_to_what_every_platform_takes(wash) -> None:  # type: ignore[no-untyped-def]
    found, _, _ = wash(saved(letter(900, 300), "JPEG"), Fence(4_000_000, 300, 0, 0))
    assert (found.width, found.height) == (300, 100)
    thin = wash(saved(Image.new("RGB", (6_000, 2), "red"), "PNG"))[0]
    assert (thin.width, thin.height) == (4_096, 1)


def test_a_heavy_picture_is_made_light_enough(wash) -> None:  # type: ignore[no-untyped-def]
    noise = Image.effect_noise((400, 400), 90).convert("RGB")
    found, out, picture = wash(saved(noise, "PNG"), Fence(20_000, 4_096, 0, 0))
    assert found.mime == "image/jpeg" and len(out) <= 20_000 and picture.size == (found.width, found.height)
    assert found.width < 400


def test_only_the_first_picture_of_a_telephones_pair_goes_out(wash) -> None:  # type: ignore[no-untyped-def]
    pair = saved(letter(), "MPO", save_all=True, append_images=[Image.new("RGB", (120, 80), "green")])
    _, out, picture = wash(pair)
    assert unlike(picture, letter()) < 8 and out.count(b"\xff\xd8\xff") == 1


MOVING = {"save_all": True, "append_images": [letter().convert("L").convert("RGB")]}


def bomb() -> bytes:
    """A PNG that says it is 20,000 by 20,000 pixels."""
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


REFUSED = {
    "cut short": (jpeg()[:-900], "damaged or only part"),
    "cut short, PNG": (saved(letter(), "PNG")[:900], "damaged or only part"),
    "a beginning only": (b"\xff\xd8\xff\xe0 and no more", "damaged or only part"),
    "a bomb": (bomb(), "more than 80 million pixels"),
    "moving, GIF": (saved(letter(), "GIF", **MOVING), "moves"),
    "moving, PNG": (saved(letter(), "PNG", **MOVING), "moves"),
    "moving, WebP": (saved(letter(), "WEBP", **MOVING), "moves"),
    "empty": (b"", "empty"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
    "a drawing with a head": (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "SVG"),
    "a page": (b"<!DOCTYPE html><img src=x onerror=alert(1)>", "web page"),
    "a document": (b"%PDF-1.7 ...", "PDF"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
    "TIFF": (saved(letter(), "TIFF"), "TIFF"),
    "WebM": (b"\x1aE\xdf\xa3 webm", "WebM"),
    "words": (b"Dear officer, please find attached", "no picture or video"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_and_says_what_to_do(tmp_path: Path, name: str) -> None:
    content, says = REFUSED[name]
    source = tmp_path / "renamed.jpg"
    source.write_bytes(content)
    with pytest.raises(Unfit, match=says):
        media_kinds.kind_of(source)
        pictures.clean(source, tmp_path / "out", FENCE)


def test_a_file_that_breaks_the_decoder_breaks_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.jpg"
    source.write_bytes(jpeg())
    fine = cleaning.clean(source, tmp_path / "b", FENCE)
    assert (fine.kind, fine.mime) == (MediaKind.IMAGE, "image/jpeg")
    assert Image.open(BytesIO(cleaning.thumbnail(tmp_path / "b", fine.kind, 40))).size == (40, 27)
    with pytest.raises(Unfit, match="damaged or only part"):
        source.write_bytes(jpeg()[:-900])
        cleaning.clean(source, tmp_path / "c", FENCE)
    with pytest.raises(Unfit, match="could not be read"):  # the child dies: nowhere to write
        source.write_bytes(jpeg())
        cleaning.clean(source, tmp_path / "no folder" / "d", FENCE)
    monkeypatch.setattr(cleaning, "SECONDS", 0.001)
    with pytest.raises(Unfit, match="too long"):
        cleaning.clean(source, tmp_path / "e", FENCE)


def test_the_process_that_reads_them_is_held_to_its_memory_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    asked: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda which, both: asked.append((which, both)))
    cleaning._keep_within()
    assert asked == [
        (resource.RLIMIT_CPU, (cleaning.SECONDS, cleaning.SECONDS)),
        (resource.RLIMIT_AS, (cleaning.MEMORY, cleaning.MEMORY)),
    ]


def test_the_process_that_reads_them_is_told_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, str]] = []
    run = subprocess.run

    def listen(*words: Any, **how: Any) -> Any:
        told.append(how["env"])
        return run(*words, **how)

    monkeypatch.setenv("BLUELAMP_TOKEN_ASHBY", "a secret")
    monkeypatch.setattr(subprocess, "run", listen)
    (tmp_path / "a.jpg").write_bytes(jpeg())
    assert cleaning.clean(tmp_path / "a.jpg", tmp_path / "b", FENCE).mime == "image/jpeg"
    assert "PATH" in told[0] and not [name for name in told[0] if "BLUELAMP" in name]
