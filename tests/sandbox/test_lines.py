"""World files: read whole or refused whole, every fault at once."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.lines import WrongWorld
from sandbox.world import World
from tests.conftest import Ticking
from tests.sandbox.conftest import ASHBY, PAGE, Json, account, place, post, reply


def written(path: Path, lines: list[Json | str]) -> Path:
    told = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(told) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "world.jsonl"


def test_a_world_file_is_moved_so_that_its_newest_is_now(file: Path, now: Ticking) -> None:
    long_ago = now() - timedelta(days=2000)
    world = World.from_file(written(file, place(long_ago)), now)
    newest = max(item.at for item in world.items.values())
    assert newest == now()
    assert world.items["x", "2001"].at == now() - timedelta(hours=3)
    assert world.items["x", "1054"].likes == 7
    assert not world.items["x", "1054"].growing


def test_texts_arrive_unharmed(file: Path, now: Ticking) -> None:
    text = "Diolch 👮🏽‍♀️ &amp; more <b>\nzażółć\t“quoted” \u2028 https://t.co/abc"
    lines = [account("x", ASHBY, "AshbySNT"), post("x", ASHBY, "5", now(), text=text)]
    assert World.from_file(written(file, lines), now).items["x", "5"].text == text


def test_every_faulty_line_is_named_at_once(file: Path, now: Ticking) -> None:
    lines = [
        account("x", ASHBY, "AshbySNT"),
        "{not json",
        "[1]",
        {"type": "poem"},
        post("mastodon", ASHBY, "1", now()),
        post("x", ASHBY, "abc", now()),
        {**post("x", ASHBY, "2", now()), "likes": -1},
        {**post("x", ASHBY, "3", now()), "at": "2026-11-20 nine o'clock"},
        {**post("x", ASHBY, "4", now()), "at": "2026-11-20T09:00:00"},
        post("x", "999", "5", now()),
        reply("x", "6", now(), post="77"),
        reply("x", "7", now()),
        reply("facebook", "8", now(), account=PAGE),
        {k: v for k, v in post("x", ASHBY, "9", now()).items() if k != "shares"},
        {"type": "followers", "platform": "x", "account": ASHBY, "count": "many"},
    ]
    with pytest.raises(WrongWorld) as refused:
        World.from_file(written(file, lines), now)
    named = [fault.partition(":")[0] for fault in refused.value.faults]
    assert named == [f"line {at}" for at in range(2, 16)]
    assert "`likes` must be a whole number, 0 or more, not -1" in refused.value.faults[5]
    assert refused.value.faults[8] == "line 10: `account` 999 is not in this file (x)"


def test_an_id_that_stands_twice_is_kept_once_and_reported(file: Path, now: Ticking) -> None:
    lines = [
        account("x", ASHBY, "AshbySNT"),
        post("x", ASHBY, "5", now(), text="First"),
        post("x", ASHBY, "5", now(), text="Second"),
        account("x", ASHBY, "Other"),
        account("facebook", ASHBY, "Same number elsewhere"),
    ]
    world = World.from_file(written(file, lines), now)
    assert world.items["x", "5"].text == "First"
    assert world.repeated == [(3, "x", "5"), (4, "x", ASHBY)]
    assert world.accounts["x", ASHBY].handle == "AshbySNT"
    assert len(world.accounts) == 2


def test_lines_may_stand_in_any_order_and_blank_ones_do_no_harm(file: Path, now: Ticking) -> None:
    lines = [json.dumps(line) for line in reversed(place(now()))]
    world = World.from_file(written(file, ["", *lines, "  "]), now)
    assert len(world.items) == len([line for line in place(now()) if line["type"] in ("post", "reply")])


def test_ids_may_be_numbers_and_a_file_may_begin_with_a_mark(file: Path, now: Ticking) -> None:
    lines = [{**account("x", ASHBY, "A"), "id": 111}, {**post("x", ASHBY, "5", now()), "id": 5, "account": 111}]
    file.write_text("\ufeff" + "\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert World.from_file(file, now).items["x", "5"].account == "111"


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path, now: Ticking) -> None:
    with pytest.raises(WrongWorld, match="cannot be read"):
        World.from_file(tmp_path / "none.jsonl", now)


def test_a_handle_that_x_would_not_allow_is_made_to_fit(now: Ticking) -> None:
    lines = [account("x", "1", "@Nether Borley Police"), account("x", "2", "NetherBorleyPolice")]
    world = World.from_lines(lines, now)
    handles = [account.handle for account in world.accounts.values()]
    assert handles[0] == "NetherBorleyPol"
    assert len(set(handles)) == 2 and all(len(handle) <= 15 for handle in handles)


def test_what_came_later_becomes_public_later(now: Ticking) -> None:
    lines = [*place(now()), reply("x", "4000", now() + timedelta(minutes=10), post="2001")]
    world = World.from_lines(lines, now)
    assert world.item("x", "4000") is None
    now.forward(minutes=10)
    assert world.item("x", "4000") is not None


def test_a_grown_place_grows_and_a_file_does_not(now: Ticking) -> None:
    still = World.from_lines(place(now()), now)
    alive = World.from_lines(place(now()), now, lifelike=True)
    young, page = alive.items["x", "2001"], alive.accounts["facebook", PAGE]
    assert still.replies_to(still.items["x", "2001"], now()) == 2
    before = alive.followers(page)
    now.forward(days=30)
    assert alive.followers(page) > before
    assert still.followers(still.accounts["facebook", PAGE]) == 1200
    assert alive.replies_to(young, now()) == 3
