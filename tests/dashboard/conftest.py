"""Pages drawn by Streamlit's own test runner on a small made-up county."""

from collections.abc import Callable, Iterator
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import kept
from domain.clock import utc_now
from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.db import Store
from store.tables import Price, Worker
from tests.conftest import Ticking
from tests.store.made_up import County, county


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[str]:
    """SQLite only: the reports and the desk are tested on both databases where they are."""
    path = tmp_path / "bluelamp.db"
    path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
    yield f"sqlite:///{path}"


@pytest.fixture
def now() -> Ticking:
    """The real time: pages ask the clock themselves."""
    return Ticking(utc_now())


@pytest.fixture
def here(store: Store, now: Ticking, database: str) -> Iterator[County]:
    """The county, a publisher that is alive, and a price for a post on X."""
    with store.writing() as db:
        made = county(db, now())
        db.add(Worker(name="publisher", kind="publisher", beat_at=now(), until=now().replace(year=now().year + 1)))
        db.add(Price(platform=PlatformName.X, operation="post.create", since=now().date(), micros=15_000))
    kept.forget()
    yield made
    kept._open(database).close()
    kept._open.clear()


def draw(name: str, url: str, email: str, district: object, team: object, second: str) -> None:
    """One page, as the frame draws it; imported here, for the runner takes this function out of its file."""
    from importlib import import_module
    from pathlib import Path

    from config.house_rules import read_house_rules
    from dashboard import acts, data, data_hidings, kept
    from domain.people import Scope

    kept.open_store(url)
    kept.use_media(Path(url.removeprefix("sqlite:///")).parent / "media")
    kept.use_boundaries(None)
    kept.use_public(False, "https://graph.example")
    acts.use_rules(second, 120)
    data_hidings.use_house_rules(read_house_rules())
    acts.flash()
    who = data.person(email)
    assert who
    import_module(f"dashboard.views.{name}").page(who, Scope(district, team) if district else None)


Open = Callable[..., AppTest]


@pytest.fixture
def page(here: County, database: str) -> Open:
    """Open a page as a person; keywords are what the address says."""

    def open_page(name: str, who: Signed, scope: Scope | None = None, second: str = "risk", **query: str) -> AppTest:
        part = (scope.district_id, scope.team_id) if scope else (None, None)
        at = AppTest.from_function(draw, args=(name, database, who.email, *part, second), default_timeout=20)
        for key, value in query.items():
            at.query_params[key] = value
        return well(at.run())

    return open_page


def well(at: AppTest) -> AppTest:
    """The page, drawn without an exception."""
    assert not at.exception, at.exception
    return at


def html(at: AppTest) -> str:
    """Everything of ours on the page that is drawn as HTML."""
    return "\n".join(str(element.proto.body) for element in at.get("html"))


def reads(at: AppTest) -> str:
    """What a person reads on the page, all in one."""
    shown = ("markdown", "caption", "title", "header", "subheader", "text")
    words = [html(at)]
    for kind in (*shown, "button", "text_area", "text_input", "toggle"):
        for element in at.get(kind):
            words += [str(getattr(element, name, "") or "") for name in ("value", "label")]
    return unescape("\n".join(words))


def button(at: AppTest, label: str) -> Any:
    """The first button that says so."""
    found = [one for one in at.button if one.label.startswith(label)]
    assert found, [one.label for one in at.button]
    return found[0]


def press(at: AppTest, label: str) -> AppTest:
    """Press a button."""
    return well(button(at, label).click().run())


def has(at: AppTest, label: str) -> bool:
    """Whether there is such a button."""
    return any(one.label.startswith(label) for one in at.button)


def minutes(now: datetime) -> datetime:
    """A moment without its seconds, as pages keep it."""
    return now.replace(second=0, microsecond=0)
