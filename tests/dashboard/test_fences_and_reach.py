"""The force's own fences for money reach the pages, and Overview tells what is withheld of a page."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from domain.clock import utc_now
from domain.people import Signed
from store.db import Store
from store.tables import Spending, Withheld
from tests.store.made_up import County, county


@pytest.fixture
def here(store: Store) -> County:
    with store.writing() as db:
        return county(db, utc_now())


def counted(url: str, who: "Signed", most: int | None) -> None:
    """What the pages count and list, with a limit of so many micros a day on X."""
    import streamlit as st

    from dashboard import data, kept
    from domain.posts import PlatformName
    from domain.purse import Limits

    kept.open_store(url)
    kept.use_limits({PlatformName.X: Limits(day_micros=most), PlatformName.FACEBOOK: Limits()})
    st.text(str(data.badges(who, None).attention))
    st.text(",".join(notice.kind for notice in data.attention(who, None)))


def overview(url: str, who: "Signed") -> None:
    """The page, for this person."""
    from dashboard import kept
    from dashboard.views import overview

    kept.open_store(url)
    overview.page(who, None)


def ran(page: Any, **told: Any) -> AppTest:
    app = AppTest.from_function(page, kwargs=told, default_timeout=30).run()
    assert not app.exception
    return app


@pytest.mark.parametrize(("most", "said"), [(None, ["0", ""]), (9_000, ["0", ""]), (1_000, ["1", "budget"])])
def test_a_fence_that_is_passed_is_counted_and_listed(
    store: Store, database: str, here: County, most: int | None, said: list[str]
) -> None:
    with store.writing() as db:
        spent: dict[str, Any] = {"platform": here.on_x.platform, "operation": "post.read", "units": 1, "micros": 2_000}
        db.add(Spending(day=utc_now().date(), account_id=here.on_x.id, **spent))
    assert [text.value for text in ran(counted, url=database, who=here.comms, most=most).text] == said


def test_overview_tells_what_is_withheld_of_a_page(store: Store, database: str, here: County) -> None:
    now = utc_now()
    with store.writing() as db:
        for metric in ("towns", "account_reach_7", "views"):
            db.add(Withheld(account_id=here.on_facebook.id, metric=metric, says="Too few follow it.", since=now))
    drawn = " ".join(piece.proto.body for piece in ran(overview, url=database, who=here.comms).get("html"))
    assert "Reach in 7 days, Followers by town, Views" in drawn
    assert drawn.count("Too few follow it.") == 1
