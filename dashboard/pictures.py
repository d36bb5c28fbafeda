"""Pictures and videos on a page: shown from the cleaned file only, and the box in which people add them."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import acts, kept
from dashboard.boxes import text_box
from dashboard.parts import draw, meta, say
from dashboard.words import _, counted
from domain.people import Signed
from domain.posts import Attached, MediaKind
from scheduler import cleaning, media_kinds, pictures
from store import folder

SIDE = 640  # pixels of a small picture on a page
TYPES = ["jpg", "jpeg", "png", "webp", "gif", "mp4", "mov", "m4v"]  # without HEIC telephones send JPEG in its place
MOST = 4  # images that any platform takes


def figures(media: Sequence[Attached], *, alts: bool = True, small: bool = False) -> str:
    """Pictures as the public will see them, or `small`; with `alts` the words for who cannot see them stand below."""
    if not media:
        return ""
    listed = "".join(_figure(one, alts) for one in media)
    return f'<div class="bl-pictures bl-pictures-{"small" if small else min(len(media), MOST)}">{listed}</div>'


def play(media: Sequence[Attached], key: str) -> None:
    """A switch for each video that shows it with its sound, for it is large and few need it."""
    for one in media:
        if one.kind is MediaKind.VIDEO and st.toggle(_("Play the video"), key=f"{key}-{one.digest[:12]}"):
            file = folder.place(kept.media(), one.digest, one.mime)
            if file.is_file():
                st.video(str(file), width=480)


def choose(who: Signed, key: str, before: Sequence[Attached]) -> tuple[Attached, ...]:
    """The pictures of a post with their alt texts beside them, and the box to add more; all stays on a refusal."""
    held: list[Attached] = st.session_state.setdefault(f"{key}-held", list(before))
    found = tuple(_beside(one, place, held, key) for place, one in enumerate(list(held)))
    if len(held) < MOST and not any(one.kind is MediaKind.VIDEO for one in held):
        _add(who, held, key)
    for says in st.session_state.get(f"{key}-refused", ()):
        say(says, "danger")
    return found


def _beside(one: Attached, place: int, held: list[Attached], key: str) -> Attached:
    """One picture, the box for its alt text beside it, and what can be done with it."""
    with st.container(border=True, key=f"{key}-at-{place}", gap="xsmall"):
        picture, words = st.columns([1, 2])
        with picture:
            draw(figures([one], alts=False))
            play([one], f"{key}-play")
        with words:
            name = _("Alt text: what the picture shows, for people who cannot see it")
            if one.kind is MediaKind.VIDEO:
                name = _("Alt text: what the video shows, for people who cannot see it")
            alt = text_box(name, f"{key}-alt-{one.digest[:16]}", one.alt, height=96)
            with st.container(horizontal=True, key=f"{key}-moves-{place}"):
                _moves(one, place, held, key)
    return Attached(**{**vars(one), "alt": alt})


def _moves(one: Attached, place: int, held: list[Attached], key: str) -> None:
    if place and st.button(_("Move forward"), key=f"{key}-up-{place}", icon=":material/arrow_upward:", type="tertiary"):
        held.insert(place - 1, held.pop(place))
        st.rerun()
    if st.button(_("Take out"), key=f"{key}-out-{place}", icon=":material/close:", type="tertiary"):
        held.remove(one)
        st.rerun()


def _add(who: Signed, held: list[Attached], key: str) -> None:
    """The box; what was put into it is cleaned and kept, and the box is empty again."""
    times = int(st.session_state.get(f"{key}-times", 0))
    label = _("Add up to four pictures, or a video") if not held else _("Add another picture")
    given = st.file_uploader(
        label, TYPES, accept_multiple_files=True, key=f"{key}-box-{times}",
        max_upload_size=media_kinds.INPUT_BYTES // 1_000_000,
        help=_("Where and with what it was taken is removed before it is kept."),
    )  # fmt: skip
    if not given:
        return
    refused = []
    with st.spinner(counted("Looking at {n} file…", "Looking at {n} files…", len(given))):
        for file in given:
            found = acts.keep_media(who, file)
            if isinstance(found, str):
                refused.append(f"{file.name}: {found}")
            elif all(one.digest != found.digest for one in held):
                held.append(found)
    st.session_state[f"{key}-refused"] = refused
    st.session_state[f"{key}-times"] = times + 1
    st.rerun()


def _figure(one: Attached, alts: bool) -> str:
    small = _small(str(kept.media()), one.digest, one.mime, one.kind)
    alt = one.alt.strip() or _("No alt text yet")
    if small is None:
        words = escape(_("This file is missing from the media folder."))
        shown = f'<div class="bl-gone bl-danger">✗ {words}</div>'
    else:
        content = b64encode(small).decode()
        shown = f'<img src="data:image/jpeg;base64,{content}" alt="{escape(alt, quote=True)}">'
    length = meta(f"▶ {_('Video')}", _length(one.seconds or 0)) if one.kind is MediaKind.VIDEO else ""
    caption = f'<figcaption dir="auto">{meta(_("Alt text: {words}").format(words=alt))}</figcaption>' if alts else ""
    return f'<figure class="bl-figure-{one.kind}">{shown}{length}{caption}</figure>'


def _length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


@st.cache_data(max_entries=300, show_spinner=False)
def _small(where: str, digest: str, mime: str, kind: str) -> bytes | None:
    """A small picture of a file; None when it is missing or damaged. Only what we wrote ourselves is opened here."""
    try:
        file = folder.checked(Path(where), digest, mime)
        if kind == MediaKind.IMAGE:
            return pictures.thumbnail(file, SIDE)
        return cleaning.thumbnail(file, MediaKind.VIDEO, SIDE)
    except (folder.MediaFault, media_kinds.Unfit):
        return None
