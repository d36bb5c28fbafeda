"""Real posts through the whole line: what stands in the files is what the store and every report tell."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from collector.cycle import run_cycle
from config.roster import read_roster
from dashboard import kept
from domain.clock import london_day, utc_now
from domain.people import Role, Scope, Signed
from domain.period import last_days
from domain.posts import PlatformName
from domain.purse import Limits
from platforms import registry
from platforms.port import Line
from sandbox import practice
from sandbox.server import serve
from sandbox.world import World
from store import reports, rosters
from store.db import Store
from store.tables import Account, Post, PostNumbers
from tests import real_posts
from tests.conftest import Ticking
from tests.dashboard.conftest import draw, reads, well

LONG_AGO = 4_000  # days
COMMS = "comms@example.org"


@pytest.fixture
def now() -> Ticking:
    """Real time, two minutes ago: the pages reckon from the last full minute."""
    return Ticking(utc_now().replace(microsecond=0) - timedelta(minutes=2))


@pytest.fixture
def collected(store: Store, now: Ticking, tmp_path: Path) -> dict[str, dict[str, str]]:
    """The real posts, run from a world file through sandbox, tweepy and collector into the store."""
    posts = real_posts.rows()
    file = tmp_path / "world.jsonl"
    real_posts.write_world(posts, file)
    world = World.from_file(file, now)
    practice.write(world, tmp_path / "roster.toml", tmp_path / "secrets", {})
    with store.writing() as db:
        rosters.bring_in_line(db, read_roster(tmp_path / "roster.toml"), now())
    server = serve(world, caps=False, windows=False)
    try:
        plug = registry.connector(
            {PlatformName.X: server.x_address, PlatformName.FACEBOOK: server.graph_address}, "v25.0", now
        )

        def connect(account: Account) -> object:
            secret = {"bearer_token": f"practice-x-{account.external_id}-bearer"}
            return plug(Line(account.platform, account.external_id, account.handle), secret)

        while run_cycle(
            store, connect, now, lambda _: Limits(), 2, capabilities=registry.capabilities, back_days=LONG_AGO
        )["posts"]:
            now.forward(hours=3)
    finally:
        server.close()
    return {key: dict(row) for key, row in posts.items()}


def test_real_posts_arrive_complete_and_unharmed(
    store: Store, now: Ticking, collected: dict[str, dict[str, str]]
) -> None:
    with store.reading() as db:
        kept = {post.external_id: post.text for post in db.exec(select(Post))}
        likes = Counter[str]()
        told = select(Account.external_id, PostNumbers.likes).select_from(PostNumbers).join(Post).join(Account)
        for external_id, number in db.exec(told):
            likes[external_id] += number or 0
    assert len(kept) == len(collected) == 5_835
    assert kept == {key: row["text"] for key, row in collected.items()}
    in_files = Counter[str]()
    for row in collected.values():
        in_files[row["author_id"]] += int(row["like_count"])
    assert likes == in_files


def test_reports_add_real_posts_up_to_what_the_files_say(
    store: Store, now: Ticking, collected: dict[str, dict[str, str]]
) -> None:
    who = Signed(uuid4(), "tester@example.org", "A tester", Role.COMMS, Scope())
    period = last_days(LONG_AGO, london_day(now()))
    with store.reading() as db:
        by_district = reports.likes_by_district(db, who, period)
        by_account = reports.numbers_by(db, who, reports.Part.ACCOUNT, period)
    likes = sum(int(row["like_count"]) for row in collected.values())
    assert sum(row.likes or 0 for row in by_district) == likes
    assert sum(row.likes or 0 for row in by_account) == likes
    assert sum(row.posts for row in by_account) == len(collected)


def test_every_page_draws_real_posts_and_the_overview_counts_them(
    database: str, store: Store, now: Ticking, collected: dict[str, dict[str, str]]
) -> None:
    try:
        for name in ("questions", "write", "plan", "approvals", "attention"):
            opened = AppTest.from_function(draw, args=(name, database, COMMS, None, None, "risk"), default_timeout=60)
            well(opened.run())
        overview = AppTest.from_function(
            draw, args=("overview", database, COMMS, None, None, "risk"), default_timeout=60
        )
        words = reads(well(overview.run()))
    finally:
        kept._open(database).close()
        kept._open.clear()
        kept.forget()
    week = last_days(7, london_day(now()))
    with store.reading() as db:
        lately = db.exec(select(Post).where(col(Post.created_at) >= week.since)).all()
    assert f'<div class="bl-figure">{len(lately):,}</div>' in words
