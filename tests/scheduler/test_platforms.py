"""The publishing line over real adapters and real HTTP: what the platform is made to do wrong, once is once."""

import socket
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from urllib3.util import connection

from domain.posts import PlatformName
from domain.publication import State
from domain.questions import Outcome
from domain.steady import Steady
from sandbox.items import Item
from sandbox.server import Server
from sandbox.world import World
from scheduler import desk
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.metronome import tidy
from scheduler.reconciler import reconcile
from tests.scheduler.conftest import Force

NAMES = {PlatformName.X: "ashby", PlatformName.FACEBOOK: "page"}
ON_BOTH = pytest.mark.parametrize("platform", list(PlatformName))
AFTER = ("hang_up_after", "server_error_after", "html_502_after", "truncated", "cut")
BEFORE = ("hang_up_before", "server_error_before", "html_502")


def said(world: World, platform: PlatformName) -> list[Item]:
    """What our accounts there have really said."""
    return [item for item in world.items.values() if item.platform == platform.value and item.by_us]


def goes_wrong(server: Server, platform: PlatformName, kind: str, **more: Any) -> None:
    server.faults.add(kind, platform.value, operation="write", **more)


@ON_BOTH
def test_a_post_is_published_once_and_kept(platform: PlatformName, force: Force, line: Means, world: World) -> None:
    force.due("Surgery at noon & cake 🎂 http://surgery.example/a?b=1&c=2", NAMES[platform])
    assert publish_due(line) == {"published": 1}
    (item,) = said(world, platform)
    assert force.the().external_id == item.id


@ON_BOTH
@pytest.mark.parametrize("kind", AFTER)
def test_accepted_without_a_proper_answer_is_found_and_never_sent_twice(
    kind: str, platform: PlatformName, force: Force, line: Means, world: World, server: Server
) -> None:
    force.due("Surgery at noon & cake 🎂 http://surgery.example/a?b=1&c=2", NAMES[platform])
    goes_wrong(server, platform, kind)
    publish_due(line)
    assert force.the().state is State.UNKNOWN
    force.now.forward(minutes=1)
    assert reconcile(line) == 1
    (item,) = said(world, platform)
    assert (force.the().state, force.the().external_id) == (State.PUBLISHED, item.id)


@ON_BOTH
@pytest.mark.parametrize("kind", BEFORE)
def test_an_answer_that_says_nothing_is_unknown_though_nothing_happened(
    kind: str, platform: PlatformName, force: Force, line: Means, world: World, server: Server
) -> None:
    force.due("Surgery at noon", NAMES[platform])
    goes_wrong(server, platform, kind)
    publish_due(line)
    assert force.the().state is State.UNKNOWN
    force.now.forward(minutes=30)
    assert reconcile(line) == 0
    assert force.the().state is State.UNKNOWN
    force.now.forward(hours=1)
    reconcile(replace(line, resend_unknown=True))
    publish_due(line)
    assert (force.the().state, len(said(world, platform))) == (State.PUBLISHED, 1)


@ON_BOTH
def test_accepted_late_is_found_inside_the_window(
    platform: PlatformName, force: Force, line: Means, world: World, server: Server
) -> None:
    force.due("Surgery at noon", NAMES[platform])
    goes_wrong(server, platform, "late", delay=120.0)
    publish_due(line)
    brave = replace(line, resend_unknown=True)
    for _ in range(15):
        force.now.forward(minutes=1)
        reconcile(brave)
        publish_due(brave)
    assert (force.the().state, len(said(world, platform))) == (State.PUBLISHED, 1)


@ON_BOTH
@pytest.mark.parametrize("kind", ["rate_limit", "rate_limit_no_reset", "dead_token"])
def test_refused_before_it_happened_goes_out_later(
    kind: str, platform: PlatformName, force: Force, line: Means, world: World, server: Server
) -> None:
    force.due("Surgery at noon", NAMES[platform])
    goes_wrong(server, platform, kind)
    publish_due(line)
    one = force.the()
    assert (one.state, one.transients) == (State.QUEUED, 0)
    assert one.not_before > force.now()
    force.now.forward(minutes=61)
    publish_due(line)
    assert (force.the().state, len(said(world, platform))) == (State.PUBLISHED, 1)


@ON_BOTH
def test_a_refusal_fails(platform: PlatformName, force: Force, line: Means, server: Server) -> None:
    force.due("Surgery at noon", NAMES[platform])
    goes_wrong(server, platform, "forbidden")
    publish_due(line)
    assert force.the().state is State.FAILED


def test_no_credit_waits(force: Force, line: Means, server: Server) -> None:
    force.due("Surgery at noon", "ashby")
    goes_wrong(server, PlatformName.X, "credits")
    publish_due(line)
    assert (force.the().state, force.the().trouble_kind, force.spent()) == (State.QUEUED, "OutOfCredit", 0)


@ON_BOTH
@pytest.mark.parametrize("kind", [None, "hang_up_after"])
def test_an_answer_goes_under_its_comment_and_closes_the_question(
    kind: str | None, platform: PlatformName, force: Force, line: Means, world: World, server: Server
) -> None:
    name = NAMES[platform]
    ours = world.publish(platform.value, world.accounts[platform.value, force[name].external_id], "Surgery tonight")
    asked = world.reply(ours, world.person(platform.value, "Pat Quill").id, "What time does it start?")
    question = force.question(name, ours.id, asked.id)
    force.now.forward(minutes=1)
    desk.answer(force.store, force.people["officer"], question, "At noon.", force.rules, force.now)
    if kind:
        goes_wrong(server, platform, kind)
    publish_due(line)
    force.now.forward(minutes=1)
    reconcile(line)
    answers = [item for item in said(world, platform) if item.parent == asked.id]
    assert len(answers) == 1
    assert (force.the().state, force.the().external_id) == (State.PUBLISHED, answers[0].id)
    assert force.asked(question).outcome is Outcome.ANSWERED


@ON_BOTH
def test_an_answer_to_a_comment_that_is_gone_does_not_leave(
    platform: PlatformName, force: Force, line: Means, world: World
) -> None:
    name = NAMES[platform]
    ours = world.publish(platform.value, world.accounts[platform.value, force[name].external_id], "Surgery tonight")
    asked = world.reply(ours, world.person(platform.value, "Pat Quill").id, "What time does it start?")
    question = force.question(name, ours.id, asked.id)
    force.now.forward(minutes=1)
    desk.answer(force.store, force.people["officer"], question, "At noon.", force.rules, force.now)
    world.remove(platform.value, asked.id)
    publish_due(line)
    assert len(said(world, platform)) == 1  # the post that was there
    assert force.the().state is not State.PUBLISHED
    assert timedelta(0) == force.now() - force.the().due_at


@ON_BOTH
def test_a_worker_that_wakes_long_after_its_lease_sends_nothing(
    platform: PlatformName, force: Force, line: Means, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    steady = Steady(force.now, lambda: force.now().timestamp(), lambda: [])
    steady.settle()
    brave = replace(line, resend_unknown=True, steady=steady)
    connect, stopped = connection.create_connection, []

    def stops(*args: Any, **ways: Any) -> socket.socket:
        if not stopped:  # after its claim, on the way to the platform; meanwhile another worker goes on
            stopped.append(force.the().state)
            for _ in range(25):
                force.now.forward(minutes=1)
                tidy(brave)
                publish_due(brave)
            stopped.append(force.the().state)
        return connect(*args, **ways)

    monkeypatch.setattr(connection, "create_connection", stops)
    force.due("Surgery at noon", NAMES[platform])
    publish_due(brave)
    assert stopped == [State.PUBLISHING, State.PUBLISHED]
    assert len(said(world, platform)) == 1
    assert [one.outcome for one in force.attempts()] == ["unknown", "published"]
