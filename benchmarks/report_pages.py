"""What each page asks of the store when it is drawn: written down once, so that it can be asked again and timed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from streamlit.testing.v1 import AppTest

PAGES = ("overview", "reach", "compare", "what_works", "accounts", "campaigns", "spending", "publications", "answering")


@dataclass(frozen=True)
class Asked:
    """One report with what it was asked."""

    report: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.report.__name__


def asked_by_pages(url: str, email: str) -> dict[str, list[Asked]]:
    """By page, everything that it asks for this person, in order; pages that are not there are left out."""
    return {name: _asked(name, url, email) for name in PAGES if find_spec(f"dashboard.views.{name}")}


def _asked(name: str, url: str, email: str) -> list[Asked]:
    found: list[Asked] = []
    with _written_down(name, found):
        at = AppTest.from_function(_draw, args=(name, url, email), default_timeout=120)
        at.run()
        if at.exception:
            raise RuntimeError(f"The page {name} cannot be drawn: {at.exception[0].message}")
    return found


def _draw(name: str, url: str, email: str) -> None:
    """One page as the frame draws it; imported here, for the runner takes this function out of its file."""
    from importlib import import_module
    from pathlib import Path

    from config.house_rules import read_house_rules
    from dashboard import acts, data, data_hidings, frame, kept

    kept.open_store(url)
    kept.use_media(Path("media"))
    kept.use_boundaries(None)
    kept.use_public(False, "https://graph.example")
    acts.use_rules("risk", 120)
    data_hidings.use_house_rules(read_house_rules())
    who = data.person(email)
    assert who
    scope = frame.scope_picker(who)
    data.badges(who, scope)
    frame.banners(who, scope, name)
    import_module(f"dashboard.views.{name}").page(who, scope)


@contextmanager
def _written_down(name: str, found: list[Asked]) -> Iterator[None]:
    """Every module that asks the store tells here first what it asks."""
    from dashboard import kept

    import_module(f"dashboard.views.{name}")
    asks = (kept.ask, kept.ask_kept, kept.ask_lately)
    straight = kept.ask

    def ask(report: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        found.append(Asked(report, args, kwargs))
        return straight(report, *args, **kwargs)

    places = [
        (module, word)
        for path, module in list(sys.modules.items())
        if path.startswith("dashboard.") and module is not kept
        for word in ("ask", "ask_kept", "ask_lately")
        if getattr(module, word, None) in asks
    ]
    before = [getattr(module, word) for module, word in places]
    for module, word in places:
        setattr(module, word, ask)
    try:
        yield
    finally:
        for (module, word), old in zip(places, before, strict=True):
            setattr(module, word, old)
