"""What a browser's session was told of its surroundings, and answers of the store that are kept for a while."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

import streamlit as st
from sqlmodel import Session

from domain.clock import utc_now
from domain.posts import PlatformName
from domain.purse import Limits
from store.db import Store

P = ParamSpec("P")
R = TypeVar("R")


@st.cache_resource
def _open(url: str) -> Store:
    return Store(url)


def open_store(url: str) -> None:
    """Say once a run which store the pages read and write."""
    st.session_state["_database"] = url


def store() -> Store:
    """The store of this dashboard."""
    return _open(st.session_state["_database"])


def now() -> datetime:
    """This minute, in UTC: what pages reckon from, so that answers can be kept for a minute."""
    return utc_now().replace(second=0, microsecond=0)


@st.cache_data(ttl="1m", max_entries=500, show_spinner=False)
def _kept(url: str, name: str, args: Any, kwargs: Any, _report: Callable[[], Any]) -> Any:
    return _report()


@st.cache_data(ttl="10s", max_entries=500, show_spinner=False)
def _lately(url: str, name: str, args: Any, kwargs: Any, _report: Callable[[], Any]) -> Any:
    return _report()


def ask(report: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Ask one report now: for what people work on, where a minute is too long."""
    with store().reading() as db:
        return report(db, *args, **kwargs)


def ask_kept(report: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Ask one report, and keep its answer for a minute: for numbers."""
    answer: R = _kept(
        str(st.session_state["_database"]), report.__name__, args, kwargs, lambda: ask(report, *args, **kwargs)
    )
    return answer


def ask_lately(report: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Ask one report, and keep its answer for ten seconds: for the frame, which every change on a page draws anew."""
    answer: R = _lately(
        str(st.session_state["_database"]), report.__name__, args, kwargs, lambda: ask(report, *args, **kwargs)
    )
    return answer


def forget() -> None:
    """After an act: what was kept may be true no longer."""
    _kept.clear()
    _lately.clear()


def use_boundaries(path: Path | None) -> None:
    """Say once a run where the shapes of the districts lie."""
    st.session_state["_boundaries"] = str(path) if path else ""


def boundaries_file() -> Path | None:
    """Where the shapes of the districts lie; None where there are none."""
    path = Path(str(st.session_state.get("_boundaries", "")))
    return path if path.is_file() else None


def use_media(folder: Path) -> None:
    """Say once a run where the pictures and videos of posts lie."""
    st.session_state["_media"] = str(folder)


def media() -> Path:
    """The media folder."""
    return Path(str(st.session_state["_media"]))


def use_answering(signposts: Path | None, answers_anyone: Collection[PlatformName]) -> None:
    """Say once a run where people are sent in answers, and on which platforms anybody may be answered."""
    st.session_state["_answering"] = (str(signposts) if signposts else "", [one.value for one in answers_anyone])


def signposts_file() -> Path | None:
    """The force's own file of signposts; None: as Bluelamp comes."""
    path = st.session_state.get("_answering", ("", []))[0]
    return Path(path) if path else None


def answers_anyone(platform: PlatformName) -> bool:
    """Whether a platform lets us answer people who did not name us."""
    return platform.value in st.session_state.get("_answering", ("", []))[1]


def use_limits(limits: Mapping[PlatformName, Limits]) -> None:
    """Say once a run what the force would spend on each platform at most."""
    st.session_state["_limits"] = {platform.value: asdict(own) for platform, own in limits.items()}


def limits() -> dict[PlatformName, Limits]:
    """The force's own fences for money, by platform."""
    told: dict[str, dict[str, Any]] = st.session_state.get("_limits", {})
    return {PlatformName(platform): Limits(**own) for platform, own in told.items()}


def use_public(practice: bool, address: str) -> None:
    """Say once a run where practice's public can be seen; outside practice posts are where the platform says."""
    parts = urlsplit(address)
    st.session_state["_public"] = f"{parts.scheme}://{parts.netloc}/public" if practice else ""


def public_address() -> str:
    """Where practice's public can be seen; "" outside practice."""
    return str(st.session_state.get("_public", ""))
