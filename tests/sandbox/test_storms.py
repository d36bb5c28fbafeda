"""A storm strikes the shares that it was given, from its seed, and is told in full by the sandbox."""

import pytest
import requests

from sandbox.server import Server
from sandbox.storms import Storm, from_order
from sandbox.world import World
from tests.sandbox.conftest import ASHBY, PAGE

BEARER = {"authorization": f"Bearer practice-x-{ASHBY}-bearer"}


def order(server: Server, session: requests.Session, **said: object) -> requests.Response:
    return session.post(f"{server.address}/_sandbox/storm", json=said, timeout=10)


def send(server: Server, session: requests.Session, text: str) -> int:
    return session.post(f"{server.x_address}/2/tweets", json={"text": text}, headers=BEARER, timeout=10).status_code


def struck(seed: int, calls: int = 2_000) -> list[str | None]:
    storm = Storm("x", write={"hang_up_after": 0.1, "late": 0.06}, seed=seed)
    found = [storm.strike(True, ASHBY) for _ in range(calls)]
    return [fault.kind if fault else None for fault in found]


def test_each_kind_strikes_its_share_and_the_same_seed_strikes_the_same_calls() -> None:
    kinds = struck(7)
    assert 150 < kinds.count("hang_up_after") < 250
    assert 80 < kinds.count("late") < 160
    assert kinds == struck(7) != struck(8)


def test_reads_and_writes_have_shares_of_their_own() -> None:
    storm = Storm("facebook", write={"late": 1.0}, read={"lag": 1.0}, delay={"lag": (2.0, 3.0)})
    writing, reading = storm.strike(True, PAGE), storm.strike(False, PAGE)
    assert writing and reading
    assert (writing.kind, reading.kind) == ("late", "lag")
    assert 2.0 <= reading.delay <= 3.0
    assert storm.tell()["counted"] == {"write calls": 1, "write late": 1, "read calls": 1, "read lag": 1}


def test_a_dead_token_stays_dead_for_a_while_and_comes_back() -> None:
    time = [0.0]
    storm = Storm("x", write={"dead_token": 0.5}, dead_for=5.0, seed=1, clock=lambda: time[0])
    while not storm.strike(True, ASHBY):
        pass
    assert [fault.kind for fault in [storm.strike(False, ASHBY)] if fault] == ["dead_token"]
    assert storm.strike(False, "another") is None
    time[0] = 5.0
    assert storm.strike(False, ASHBY) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"platform": "x", "write": {"earthquake": 0.1}},
        {"platform": "nowhere", "write": {"late": 0.1}},
        {"platform": "x", "write": {"late": 0.6, "slow": 0.6}},
        {"platform": "x", "write": {"late": -0.1}},
        {"platform": "x", "wrote": {"late": 0.1}},
    ],
)
def test_an_order_that_makes_no_sense_is_refused(
    server: Server, session: requests.Session, wrong: dict[str, object]
) -> None:
    assert order(server, session, **wrong).status_code == 400
    assert session.get(f"{server.address}/_sandbox/storms", timeout=10).json() == {"storms": []}
    with pytest.raises(ValueError):
        from_order(wrong)


def test_it_blows_on_its_own_platform_until_it_is_cleared(server: Server, session: requests.Session) -> None:
    assert order(server, session, platform="x", write={"server_error_before": 1.0}).status_code == 200
    assert send(server, session, "Lost") == 503
    page = session.post(f"{server.graph_address}/{PAGE}/feed", params={"access_token": f"practice-page-{PAGE}"},
                        json={"message": "Kept"}, timeout=10)  # fmt: skip
    assert page.status_code == 200
    session.delete(f"{server.address}/_sandbox/fault", timeout=10)
    assert send(server, session, "Kept") == 201


def test_a_call_may_take_time_to_arrive_and_to_be_answered(server: Server, session: requests.Session) -> None:
    order(server, session, platform="x", way=[0.01, 0.02], answers=[0.01, 0.02])
    assert send(server, session, "Late but well") == 201
    (storm,) = session.get(f"{server.address}/_sandbox/storms", timeout=10).json()["storms"]
    assert storm["counted"] == {"write calls": 1}


def test_the_same_words_are_taken_twice_where_that_is_asked_for(
    server: Server, session: requests.Session, world: World
) -> None:
    assert [send(server, session, "Again"), send(server, session, "Again")] == [201, 403]
    world.same_words = True
    assert send(server, session, "Again") == 201
    told = session.get(f"{server.address}/_sandbox/accepted", timeout=10).json()["accepted"]
    assert [one["said"] for one in told].count("Again") == 2


def test_what_was_taken_is_told_also_when_it_is_gone_again(server: Server, session: requests.Session) -> None:
    send(server, session, "Gone")
    (ident,) = [one["id"] for one in _accepted(server, session) if one["said"] == "Gone"]
    session.post(f"{server.address}/_sandbox/delete", json={"platform": "x", "id": ident}, timeout=10)
    assert "Gone" in [one["said"] for one in _accepted(server, session)]


def _accepted(server: Server, session: requests.Session) -> list[dict[str, str]]:
    return list(session.get(f"{server.address}/_sandbox/accepted", timeout=10).json()["accepted"])
