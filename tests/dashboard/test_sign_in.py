"""Who may come in: practice, a sign-in service, one named person on this machine, and otherwise nobody."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from dashboard import who
from dashboard.who import Way, way_in
from store.db import Store
from store.tables import Person
from tests.conftest import Ticking
from tests.dashboard.conftest import has, press, reads, well
from tests.store.made_up import County, question, reply

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
HOSTS = {"127.0.0.1": True, "127.0.0.53": True, "::1": True, "localhost": True, "": False, "0.0.0.0": False,
         "::": False, "192.0.2.7": False, "dashboard.example": False, "localhost.example": False}  # fmt: skip


@pytest.mark.parametrize("only", [None, "reed@marlshire.example"])
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("service", [False, True])
@pytest.mark.parametrize("practice", [False, True])
def test_every_way_in(practice: bool, service: bool, host: str, only: str | None) -> None:
    way = way_in(practice, service, host, only)
    if practice:
        assert way is Way.PRACTICE
    elif service:
        assert way is Way.SERVICE
    else:
        assert way is (Way.ONE_PERSON if only and HOSTS[host] else Way.CLOSED)


@pytest.fixture
def started(here: County, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    """The environment of a dashboard that is not practising, listening on this machine only."""
    told = {"BLUELAMP_DATABASE": database, "BLUELAMP_PRACTICE": "false"}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    before = config.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    yield told
    config.set_option("server.address", before)


def opened() -> AppTest:
    return well(AppTest.from_file(str(APP), default_timeout=20).run())


def practise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELAMP_PRACTICE", "true")
    for name in ("X", "GRAPH"):
        monkeypatch.setenv(f"BLUELAMP_{name}_ADDRESS", "http://127.0.0.1:9")


def test_outside_practice_without_a_service_nobody_comes_in(started: Mapping[str, str]) -> None:
    at = opened()
    assert "Nobody can sign in: no sign-in service is set up." in reads(at)
    assert not at.title and not at.button and not at.sidebar.children


def test_one_named_person_comes_in_on_this_machine(started: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELAMP_DASHBOARD_PERSON", "Reed@Marlshire.example")
    at = opened()
    assert at.title[0].value == "Questions" and "Sam Reed" in reads(at)
    assert "Practice" not in reads(at) and not has(at, "Sign out")


def test_the_named_person_does_not_come_in_where_others_can_reach_it(
    started: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLUELAMP_DASHBOARD_PERSON", "reed@marlshire.example")
    for address in ("0.0.0.0", None):  # told nothing, Streamlit listens to everybody
        config.set_option("server.address", address)
        assert "Nobody can sign in" in reads(opened())


def test_a_person_who_is_not_in_the_roster_stays_outside(
    started: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, store: Store, now: Ticking
) -> None:
    monkeypatch.setenv("BLUELAMP_DASHBOARD_PERSON", "nobody@marlshire.example")
    at = opened()
    assert "nobody@marlshire.example is not in the roster." in reads(at) and not at.title
    with store.writing() as db:
        db.add(Person(email="gone@marlshire.example", name="Gone", role="officer", retired_at=now()))
    monkeypatch.setenv("BLUELAMP_DASHBOARD_PERSON", "gone@marlshire.example")
    assert "gone@marlshire.example is not in the roster." in reads(opened())


class User(dict[str, Any]):
    """What Streamlit tells of who is signed in at the service."""


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"is_logged_in": False}, "Sign in"),
        ({"is_logged_in": True, "email": "REED@marlshire.example"}, "Sam Reed"),
        ({"is_logged_in": True, "email": "reed@marlshire.example", "email_verified": True}, "Sam Reed"),
        ({"is_logged_in": True, "email": "reed@marlshire.example", "email_verified": False}, "vouches for no e-mail"),
        ({"is_logged_in": True}, "vouches for no e-mail"),
        ({"is_logged_in": True, "email": "nobody@marlshire.example"}, "is not in the roster"),
    ],
)
def test_the_sign_in_service_says_who_it_is(
    started: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, told: dict[str, Any], says: str
) -> None:
    monkeypatch.setattr(who, "service_is_set_up", lambda: True)
    monkeypatch.setattr(st, "user", User(told))
    monkeypatch.setenv("BLUELAMP_DASHBOARD_PERSON", "quill@marlshire.example")  # never instead of the service
    at = opened()
    assert says in reads(at)
    assert "Pat Quill" not in reads(at)
    assert ("Sam Reed" in reads(at)) is (says == "Sam Reed")


def test_practice_offers_the_made_up_people_and_says_that_it_is_practice(
    started: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, store: Store, here: County, now: Ticking
) -> None:
    practise(monkeypatch)
    with store.writing() as db:
        question(db, reply(db, here.on_x, "1", now(), text="When is the surgery?"))
    at = opened()
    assert "Practice: nothing is public" in reads(at)
    assert at.selectbox[0].options == [
        "Jo Marsh · supervisor · Ashvale", "Pat Quill · comms · whole force", "Sam Reed · officer · Ashvale Town",
    ]  # fmt: skip
    at = press(at, "Sign in")
    assert "Choose who you are first." in reads(at)
    at.selectbox[0].set_value("reed@marlshire.example")
    at = press(at, "Sign in")
    assert at.title[0].value == "Questions" and "When is the surgery?" in reads(at)
    assert "Practice: nothing is public" in reads(at)
    at = press(at, "Sign out")
    assert "Who are you today?" in reads(at) and "When is the surgery?" not in reads(at)


def test_wrong_settings_are_said_instead_of_a_page(started: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELAMP_WORKERS", "many")
    at = opened()
    assert "BLUELAMP_WORKERS" in reads(at) and not at.title
