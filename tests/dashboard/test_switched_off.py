"""One insights metric after another is switched off at Facebook: only that figure is not told, on the whole line.

Sandbox, real SDKs, collector, store, reports, pages: nothing else moves, and nothing turns into zero.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import requests
from streamlit.testing.v1 import AppTest

from collector.cycle import run_cycle
from dashboard import kept
from domain.clock import london_day
from domain.metrics import METRICS
from domain.people import Signed
from domain.period import Grain, last_days
from domain.posts import PlatformName
from domain.purse import Limits
from platforms import registry
from platforms.port import Line, Source
from sandbox.server import Server, serve
from sandbox.world import World
from store import numbers, reports, rollups_anew
from store.db import Store
from store.tables import Account
from tests.collector.test_county import secret
from tests.conftest import Ticking
from tests.dashboard.conftest import draw, html, reads, well
from tests.sandbox.conftest import Control
from tests.store.made_up import County, county

Figures = dict[tuple[str, ...], Any]

OFF = {
    "post_media_view": {"views"},
    "post_total_media_view_unique": {"reach"},
    "post_clicks": {"clicks", "engagement"},
    "page_follows_city": {"towns"},
    "page_total_media_view_unique": {"account_reach_7", "account_reach_28"},
}
"""What is switched off, and which of our figures may then be told no more, or be made of less."""

ALIVE = {
    source.name
    for one in METRICS.values()
    for source in one.sources
    if source.period and source.until is None and source.platform is PlatformName.FACEBOOK
}
TOWNS = {"Ashvale, England, United Kingdom": 700, "Thornmere-on-Sea, England, United Kingdom": 300, "Farpool": 40}
OF_DAY = {"as_of", "id", "account_id", "district_id", "posted_at", "first", "last", "before_of", "on"}


@pytest.fixture
def facebook(now: Ticking) -> Iterator[Server]:
    """A page with towns and posts, one too small for insights, and three accounts on X, where nothing grows."""
    said: list[dict[str, Any]] = []
    pages = {"900": ("facebook", 1200), "901": ("facebook", 60), "11": ("x", 500), "12": ("x", 400), "13": ("x", 90)}
    for ident, (platform, followers) in pages.items():
        of = {"platform": platform, "account": ident}
        place = {"handle": f"page{ident}", "name": "A page", "team": "", "district": ""}
        said.append({"type": "account", "id": ident, **of, **place})
        said.append({"type": "followers", **of, "count": followers, "towns": TOWNS if ident == "900" else None})
        for at in range(1, 4):
            key = f"900{ident}{at}" if platform == "x" else f"{ident}_{at}"
            made = (now() - timedelta(days=at, hours=int(ident) % 7)).isoformat()
            views = None if ident == "901" else 900 + at
            told = {"likes": 7 + at, "replies": 0, "shares": at, "views": views, "text": f"Post {key}"}
            said.append({"type": "post", "id": key, "at": made, **of, **told})
    running = serve(World.from_lines(said, now), windows=False)
    yield running
    running.close()


@pytest.fixture
def houses(
    tmp_path: Path, sqlite_template: Path, facebook: Server, now: Ticking
) -> Iterator[dict[str, tuple[Store, County]]]:
    """A house for each switch, and one where everything is told: each collected once, with that one switched off."""
    made: dict[str, tuple[Store, County]] = {}
    for off in ("", *OFF):
        path = tmp_path / f"{off or 'all'}.db"
        path.write_bytes(sqlite_template.read_bytes())
        made[off] = (store := Store(f"sqlite:///{path}"), _settle(store, now))
        switch(facebook, off)
        collect(store, facebook, now)
        switch(facebook, off, told=True)
    yield made
    for store, _ in made.values():
        store.close()


def _settle(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        here = county(db, now())
        on = (here.force_page, here.on_facebook, here.on_x, here.rural_x, here.mere_x)
        for account, ident in zip(on, ("900", "901", "11", "12", "13"), strict=True):
            account.external_id = ident
    return here


def switch(server: Server, name: str, told: bool = False) -> None:
    """Facebook tells this insight no more, or again."""
    if name:
        with requests.Session() as session:
            Control(session, server).post("insight", name=name, told=told)


def collect(store: Store, server: Server, now: Ticking) -> None:
    """One visit to every account that is due."""
    plug = registry.connector(
        {PlatformName.X: server.x_address, PlatformName.FACEBOOK: server.graph_address}, "v25.0", now
    )

    def plugged(account: Account) -> Source:
        with store.reading() as db:
            dead = numbers.dead(db, now())[account.platform]
        return plug(Line(account.platform, account.external_id, account.handle, dead_metrics=dead), secret(account))

    came = run_cycle(store, plugged, now, lambda _: Limits(), capabilities=registry.capabilities)
    assert (came["accounts"], came["troubled"]) == (5, 0)


def figures(store: Store, who: Signed, now: Ticking) -> Figures:
    """Every figure that the reports tell, by report, row and name."""
    today = london_day(now())
    period = last_days(28, today)
    with store.reading() as db:
        assert rollups_anew.wrong(db) == {}
        told: dict[str, Any] = {
            "headline": {one.name: {one.name: one.value, f"{one.name}_told": one.told, f"{one.name}_change": one.change}
                         for one in reports.headline(db, who, period)},
            "districts": {row.district: asdict(row) for row in reports.likes_by_district(db, who, period)},
            "accounts": {row.name: asdict(row) for row in reports.numbers_by(db, who, reports.Part.ACCOUNT, period)},
            "posts": {row.url: asdict(row) for row in reports.posts_in(db, who, period, limit=100)},
            "reach": {},
            "series": {str(at.first): asdict(at.sums) for at in reports.series(db, who, period, Grain.DAY)},
            "followers": {row.district: asdict(row) for row in reports.followers_by_district(db, who, today)},
            "towns": {f"{row.account} {row.district}": {"towns": row.followers, "towns_share": row.share}
                      for row in reports.followers_by_town(db, who, today)},
        }  # fmt: skip
        for row in reports.reach_by_account(db, who):
            told["reach"].setdefault(row.account, {})[f"account_reach_{row.days}"] = row.people
    return {
        (report, key, name): value
        for report, rows in told.items()
        for key, row in rows.items()
        for name, value in row.items()
        if name not in OF_DAY and value not in (None, [], ())
    }


def shown(page: str, store: Store, who: Signed, **query: str) -> tuple[str, dict[str, str]]:
    """What a page reads, and its headline figures by their labels."""
    kept.forget()
    at = AppTest.from_function(
        draw, args=(page, str(store.engine.url), who.email, None, None, "risk"), default_timeout=20
    )
    for key, value in {"time": "28d", **query}.items():
        at.query_params[key] = value
    drawn = html(well(at.run()))
    found = re.findall(r'<div class="bl-meta">([^<]*)</div><div class="bl-figure">([^<]*)</div>', drawn)
    return reads(at), {unescape(label): value for label, value in found}


def test_only_the_figure_that_is_switched_off_is_not_told_and_nothing_turns_into_zero(
    houses: dict[str, tuple[Store, County]], now: Ticking
) -> None:
    assert set(OFF) == ALIVE
    whole, here = houses[""]
    everything = figures(whole, here.comms, now)
    for off, may in OFF.items():
        store, there = houses[off]
        left = figures(store, there.comms, now)
        moved = {key for key in everything.keys() | left.keys() if everything.get(key) != left.get(key)}
        assert moved, off
        for report, key, name in moved:
            assert any(name.startswith(one) for one in may), (off, report, key, name)
            after, before = left.get((report, key, name)), everything.get((report, key, name))
            assert after is None or after or name.endswith("_told"), (off, report, key, name, before, after)
        with store.reading() as db:
            gaps = [one for one in reports.missing(db, there.comms, now()) if one.kind == "metric"]
        assert {one.metric for one in gaps} == may - {"engagement"}
        assert all(f"Not available from Facebook since {now():%d %B %Y}" in one.says for one in gaps)


def test_small_pages_and_x_are_told_to_lack_what_they_lack(
    houses: dict[str, tuple[Store, County]], now: Ticking
) -> None:
    store, here = houses[""]
    told = figures(store, here.comms, now)
    small = {one for one in told if one[:2] == ("accounts", here.on_facebook.handle)}
    assert {name for _, _, name in small} >= {"likes", "engagement", "posts"}
    assert not {name for _, _, name in small} & {"views", "reach"}
    assert {key for report, key, _ in told if report == "reach"} == {here.force_page.handle}
    assert {key.partition(" A")[0] for report, key, _ in told if report == "towns"}
    with store.reading() as db:
        gaps = reports.missing(db, here.comms, now())
    assert {(one.kind, one.account) for one in gaps} == {("withheld", here.on_facebook.handle)}
    assert {one.metric for one in gaps} == {"views", "reach", "clicks", "towns", "account_reach_7", "account_reach_28"}
    assert all("fewer than 100 followers" in one.says for one in gaps)


def test_the_pages_say_it_and_keep_their_other_figures(houses: dict[str, tuple[Store, County]], now: Ticking) -> None:
    whole, here = houses[""]
    pages = {page: shown(page, whole, here.comms)[1] for page in ("overview", "reach")}
    for off, page, mark in (
        ("post_clicks", "overview", ""),
        ("post_clicks", "reach", "Clicks"),  # the line of engagement is made of them
        ("post_media_view", "reach", "Views"),
        ("page_total_media_view_unique", "reach", ""),
    ):
        store, there = houses[off]
        words, left = shown(page, store, there.comms, measure="Engagement" if mark == "Clicks" else "Views")
        changed = {label for label, value in pages[page].items() if left.get(label) != value}
        assert changed == {METRICS[name].label for name in OFF[off]} & pages[page].keys(), (off, left)
        assert "0" not in {left[label] for label in changed}
        assert f"Not available from Facebook since {now():%d %B %Y}" in words
        assert bool(mark) == (f"Facebook does not tell {mark} since" in words), (off, page)


def test_what_was_told_before_stays_as_it_was_and_comes_back_when_it_is_told_again(
    houses: dict[str, tuple[Store, County]], facebook: Server, now: Ticking
) -> None:
    store, here = houses[""]
    before = figures(store, here.comms, now)
    for off in OFF:
        switch(facebook, off)
    now.forward(days=7, hours=1)
    collect(store, facebook, now)
    with store.reading() as db:
        gaps = {one.metric: one.since for one in reports.missing(db, here.comms, now()) if one.kind == "metric"}
    assert set(gaps) == {name for names in OFF.values() for name in names} - {"engagement"}
    now.forward(days=-7, hours=-1)  # the same period again, with what was collected since
    assert figures(store, here.comms, now) == before
    for off in OFF:
        switch(facebook, off, told=True)
    now.forward(days=30)  # every post is looked at for the last time
    collect(store, facebook, now)
    with store.reading() as db:
        assert not [one for one in reports.missing(db, here.comms, now()) if one.kind == "metric"]
