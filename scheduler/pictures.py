"""Images: decoded whole, turned upright, made sRGB, scaled down, and written anew with nothing but their pixels.

Run in a process of its own (scheduler/cleaning.py): whoever made these files may wish us ill.
"""

import struct
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import ExifTags, Image, ImageCms, MpoImagePlugin, WebPImagePlugin

from domain.posts import MediaKind
from scheduler.media_kinds import Clean, Fence, Unfit

PIXELS = 80_000_000
"""The most that is decoded: what is larger than any telephone's picture is refused before a pixel of it is read."""

Image.MAX_IMAGE_PIXELS = PIXELS
FORMATS = ("JPEG", "PNG", WebPImagePlugin.WebPImageFile.format, "GIF")
QUALITIES = (90, 82, 74)
SMALLEST = 64  # pixels on the longer side, below which no picture is scaled to meet a limit of bytes
FEW_COLOURS = 256
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each orientation that EXIF knows."""
SRGB = ImageCms.createProfile("sRGB")


def clean(source: Path, target: Path, fence: Fence) -> Clean:
    """Write the picture anew, the same bytes for the same picture. Raises Unfit."""
    with source.open("rb") as content:
        picture = _decoded(content, fence.image_side)
        turn = _turn(picture)
        picture = _plain(picture, fence.image_side)
    picture = _bare(picture if turn is None else picture.transpose(turn))
    written, mime, size = _written(picture, fence.image_bytes)
    target.write_bytes(written)
    return Clean(MediaKind.IMAGE, mime, len(written), *size)


def thumbnail(file: Path, side: int) -> bytes:
    """A small JPEG of a picture that was cleaned, for a page."""
    with Image.open(file, formats=("JPEG", "PNG")) as opened:
        opened.draft("RGB", (side, side))
        opened.thumbnail((side, side))
        return _jpeg(_on_white(opened.convert("RGBA")) if opened.mode == "RGBA" else opened.convert("RGB"), 80)


def _decoded(source: BinaryIO, side: int) -> Image.Image:
    try:
        picture = Image.open(source, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(TOO_MANY) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Unfit(DAMAGED) from None
    if picture.width * picture.height > PIXELS:
        raise Unfit(TOO_MANY)
    if min(picture.size) < 1:
        raise Unfit("The picture has no pixels. Choose another.")
    if not isinstance(picture, MpoImagePlugin.MpoImageFile) and getattr(picture, "is_animated", False):
        raise Unfit("The picture moves. Save one still picture of it as PNG, or save it as an MP4 video.")
    picture.draft(None, (side, side))  # a JPEG can be read smaller than it is: less memory for the largest
    try:
        picture.load()
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Unfit(DAMAGED) from None
    return picture


TOO_MANY = f"The picture has more than {PIXELS // 1_000_000} million pixels. Save it smaller and add that."
DAMAGED = "The picture is damaged or only part of a file. Open it, save it again as JPEG or PNG, and add that."


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """How it is turned upright; a camera's note that cannot be read is no reason to refuse the picture."""
    try:
        return TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, struct.error):
        return None


def _plain(picture: Image.Image, side: int) -> Image.Image:
    """Scaled down and in sRGB, as RGB, or as RGBA where some of it is transparent."""
    profile = picture.info.get("icc_profile")
    picture = _eight_bits(picture)
    if max(picture.size) > side:
        scale = side / max(picture.size)
        picture = picture.resize(
            (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))), Image.Resampling.LANCZOS
        )
    alpha = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
    if alpha and alpha.getextrema() == (255, 255):
        alpha = None
    base = picture.convert("RGB") if picture.mode in ("RGBA", "LA") else picture
    colours = _srgb(base, profile)
    if alpha:
        colours.putalpha(alpha)
    return colours


def _eight_bits(picture: Image.Image) -> Image.Image:
    """RGB, L, CMYK or RGBA, eight bits each."""
    if picture.mode.startswith("I"):  # sixteen bits of grey, which Pillow would clip
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in picture.info or picture.mode in ("PA", "La", "RGBa"):
        return picture.convert("RGBA")
    return picture if picture.mode in ("RGB", "L", "LA", "CMYK", "RGBA") else picture.convert("RGB")


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as they were meant; a profile that cannot be used is left aside."""
    if profile and picture.mode != "L":
        try:
            meant = ImageCms.ImageCmsProfile(BytesIO(profile))
            changed = ImageCms.profileToProfile(picture, meant, SRGB, outputMode="RGB")
            return changed or picture.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return picture.convert("RGB")


def _bare(picture: Image.Image) -> Image.Image:
    """The same pixels in a new picture, which knows nothing of where they came from, nor what was made clear."""
    bare = Image.new(picture.mode, picture.size)
    seen = picture.getchannel("A").point(lambda value: 255 if value else 0) if picture.mode == "RGBA" else None
    bare.paste(picture, mask=seen)  # of what nobody can see many editors leave the colours
    return bare


def _written(picture: Image.Image, most: int) -> tuple[bytes, str, tuple[int, int]]:
    """The file, its MIME type and its size in pixels: PNG where something is transparent or colours are few."""
    few = picture.getcolors(FEW_COLOURS) is not None
    if picture.mode == "RGBA" or few:
        png = _png(picture)
        if len(png) <= most and (picture.mode == "RGBA" or len(png) <= len(_jpeg(picture, QUALITIES[0]))):
            return png, "image/png", picture.size
    picture = _on_white(picture) if picture.mode == "RGBA" else picture
    while True:
        for quality in QUALITIES:
            if len(content := _jpeg(picture, quality)) <= most:
                return content, "image/jpeg", picture.size
        if max(picture.size) < SMALLEST:
            raise Unfit("The picture cannot be made small enough for the platforms. Choose another.")
        smaller = (max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4))
        picture = picture.resize(smaller, Image.Resampling.LANCZOS)


def _on_white(picture: Image.Image) -> Image.Image:
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    content = BytesIO()
    picture.save(content, "JPEG", quality=quality, subsampling=0, optimize=True)
    return content.getvalue()


def _png(picture: Image.Image) -> bytes:
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()
