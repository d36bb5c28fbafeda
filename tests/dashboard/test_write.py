"""Write: the composer refuses with a reason, loses nothing, and says exactly what it will do."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from domain.people import Scope
from domain.posts import fingerprint
from domain.publication import Stage
from store.db import Store
from store.tables import ScheduledPost, Version
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, has, html, press, reads, well
from tests.store.made_up import County, message, publication

TEXT = "Bring your bike to the market on Saturday."


def composed(at: AppTest, text: str, *accounts: Any) -> AppTest:
    """The page with these words and accounts in it."""
    at.text_area[0].set_value(text)
    picker = at.multiselect[0] if at.multiselect else at.button_group[0]
    picker.set_value([one.id for one in accounts])
    return well(at.run())


def test_the_button_says_exactly_what_it_will_do(page: Open, here: County, store: Store) -> None:
    at = composed(page("write", here.officer), TEXT, here.on_x, here.on_facebook)
    says = reads(at)
    assert "Nothing stands against it." in says
    assert "X · AshvaleTown" in html(at).replace("<bdi>", "").replace("</bdi>", "")
    assert f"{len(TEXT)} / 280" in says and "Sending this costs US$" in says
    assert has(at, "Send for approval: 2 accounts, ")
    at = press(at, "Send for approval: 2 accounts")
    assert "Sent for approval: 2 accounts" in reads(at)
    assert at.text_area[0].value == ""
    with store.reading() as db:
        assert db.exec(select(ScheduledPost.text, ScheduledPost.stage)).all() == [(TEXT, Stage.AWAITING_APPROVAL)]


def test_without_an_account_it_is_refused_and_every_word_stays(page: Open, here: County) -> None:
    at = press(composed(page("write", here.officer), TEXT), "Send for approval")
    assert "No account is chosen." in reads(at)
    assert at.text_area[0].value == TEXT


def test_too_long_for_one_platform_is_said_in_its_card_and_refused(page: Open, here: County) -> None:
    long = "word " * 70
    at = composed(page("write", here.officer), long, here.on_x, here.on_facebook)
    assert "too many" in reads(at)
    at = press(at, "Send for approval: 2 accounts")
    assert "✗" in reads(at) and at.text_area[0].value == long


def test_the_same_words_on_two_x_accounts_are_refused_and_varied_ones_go(
    page: Open, here: County, store: Store
) -> None:
    at = composed(page("write", here.comms), TEXT, here.on_x, here.rural_x)
    assert "does not allow the same words on several accounts" in reads(at)
    at = press(at, "Send for approval: 2 accounts")
    assert at.text_area[0].value == TEXT
    at = well(at.toggle[1].set_value(True).run())
    own = next(area for area in at.text_area if area.label == "Words for AshvaleRural")
    assert own.value == TEXT
    at = well(own.set_value("In the villages too: bring your bike.").run())
    assert "Nothing stands against it." in reads(at)
    assert "Sent for approval" in reads(press(at, "Send for approval: 2 accounts"))
    with store.reading() as db:
        assert set(db.exec(select(Version.text)).all()) == {None, "In the villages too: bring your bike."}


def test_only_a_supervisor_may_insist_on_the_same_words_again(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    with store.writing() as db:
        of = message(db, here.officer, now() + timedelta(days=1), here.on_facebook, stage=Stage.APPROVED, text=TEXT)
        publication(db, of, here.on_facebook).fingerprint = fingerprint(TEXT)
    for who, may in ((here.officer, False), (here.supervisor, True)):
        at = press(composed(page("write", who), TEXT, here.on_facebook), "Send for approval")
        assert "The same words again within 7 days" in reads(at)
        assert has(at, "The words are meant to be the same") is may
        assert at.text_area[0].value == TEXT
    assert "Sent for approval" in reads(press(at, "The words are meant to be the same"))


@pytest.fixture
def returned(store: Store, here: County, now: Ticking) -> str:
    with store.writing() as db:
        kept = message(
            db, here.officer, now() + timedelta(days=1), here.on_x, here.on_facebook, text=TEXT, note="Which market?"
        )
        return str(kept.id)


def test_a_returned_draft_says_why_and_is_sent_again_with_new_words(
    page: Open, here: County, returned: str, store: Store
) -> None:
    assert "Returned: Which market?" in reads(page("write", here.officer))
    at = page("write", here.officer, draft=returned)
    assert at.text_area[0].value == TEXT
    assert set(at.button_group[0].value) == {here.on_x.id, here.on_facebook.id}
    at.text_area[0].set_value("Bring your bike to the Ashvale market on Saturday.")
    at = press(well(at.run()), "Send for approval: 2 accounts")
    assert "Sent for approval" in reads(at)
    with store.reading() as db:
        assert db.exec(select(ScheduledPost.stage)).all() == [Stage.AWAITING_APPROVAL]


def test_a_draft_that_is_refused_keeps_the_new_words_in_the_box_and_in_the_store(
    page: Open, here: County, returned: str, store: Store
) -> None:
    at = page("write", here.officer, draft=returned)
    long = "word " * 70
    at.text_area[0].set_value(long)
    at = press(well(at.run()), "Send for approval: 2 accounts")
    assert at.text_area[0].value == long and "draft" in at.query_params
    assert "It is a draft again" not in reads(at)
    with store.reading() as db:
        assert db.exec(select(ScheduledPost.text)).all() == [long]


def test_a_draft_that_somebody_changed_meanwhile_is_not_overwritten(
    page: Open, here: County, returned: str, store: Store
) -> None:
    at = page("write", here.officer, draft=returned)
    with store.writing() as db:
        kept = db.exec(select(ScheduledPost)).one()
        kept.text, kept.version = "A colleague's words", kept.version + 1
    at.text_area[0].set_value("My own words")
    at = press(well(at.run()), "Keep as a draft")
    assert "Somebody was quicker" in reads(at) and at.text_area[0].value == "My own words"
    with store.reading() as db:
        assert db.exec(select(ScheduledPost.text)).all() == ["A colleague's words"]


def test_a_draft_keeps_all_its_accounts_wherever_one_looks(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    with store.writing() as db:
        kept = message(db, here.comms, now() + timedelta(days=1), here.on_facebook, here.force_page, text=TEXT)
        which = str(kept.id)
    at = page("write", here.comms, Scope(here.ashvale.id, here.town.id), draft=which)
    at = press(at, "Keep as a draft")
    assert "draft again" in reads(at)
    with store.reading() as db:
        assert set(db.exec(select(Version.account_id)).all()) == {here.on_facebook.id, here.force_page.id}


def test_the_draft_of_a_colleague_is_not_opened_by_its_address(
    page: Open, here: County, returned: str, store: Store
) -> None:
    at = page("write", here.supervisor, draft=returned)
    assert at.text_area[0].value == "" and "it is not yours" in reads(at)


def test_an_officer_is_offered_only_the_accounts_of_the_team(page: Open, here: County) -> None:
    assert len(page("write", here.officer).button_group[0].options) == 2
    everything = page("write", here.comms)
    assert len(everything.button_group[0].options) == 5


def test_a_draft_is_thrown_away_and_it_is_said(page: Open, here: County, returned: str) -> None:
    assert "Withdrawn." in reads(press(page("write", here.officer), "Throw away"))
