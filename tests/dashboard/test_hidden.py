"""The page of hidden comments and the box under a comment: what is hidden, by which rule, and shown again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from domain.listening.words import Kind, Topic
from domain.people import Role, Scope, Signed
from domain.posts import Surface
from domain.questions import HidingState
from store.db import Store
from store.tables import Hiding, Person, Reply, Trail, Verdict
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, has, html, press, reads, well
from tests.store.made_up import County

ROUGH = "<b>Useless</b> bastards, what time?"
RULE = "No abuse: no insults."


def hidden(store: Store, here: County, now: Ticking, **more: Any) -> UUID:
    """A comment on a page that is hidden, or as the keywords say."""
    with store.writing() as db:
        account = here.on_facebook
        reply = Reply(
            account_id=account.id, external_id="c77", thread="p77", parent="p77", surface=Surface.THREAD, author="Pat",
            text=ROUGH, url="https://www.facebook.com/c77", created_at=now() - timedelta(hours=2),
        )  # fmt: skip
        db.add(reply)
        db.flush()
        one = Hiding(
            **{
                "reply_id": reply.id, "account_id": account.id, "state": HidingState.HIDDEN, "rule": "abuse",
                "rule_text": RULE, "reason": "Swears at the team", "person_id": here.officer.person_id,
                "ordered_at": now() - timedelta(hours=1), "done_at": now() - timedelta(hours=1), "next_try_at": now(),
            }
            | more
        )  # fmt: skip
        db.add(one)
    return one.id


def newest(store: Store) -> Hiding:
    with store.reading() as db:
        found = db.exec(select(Hiding).order_by(col(Hiding.ordered_at).desc())).first()
    assert found
    return found


@pytest.fixture
def keeper(store: Store, here: County) -> Signed:
    """Keeps roster and accounts, and hides nothing."""
    with store.writing() as db:
        db.add(one := Person(email="keys@marlshire.example", name="Kit Keys", role=Role.ADMINISTRATOR))
    return Signed(one.id, one.email, one.name, one.role, Scope())


@pytest.fixture
def officer(here: County) -> Signed:
    return here.officer


def test_with_nothing_hidden_the_page_says_so_and_shows_the_rules(page: Open, officer: Signed) -> None:
    at = page("hidden", officer)
    assert "No comment is hidden." in reads(at)
    assert "Criticism of the police" in reads(at)
    assert not at.get("download_button")


def test_what_is_hidden_is_told_with_rule_reason_and_state_and_its_words_folded(
    page: Open, officer: Signed, store: Store, here: County, now: Ticking
) -> None:
    hidden(store, here, now)
    at = page("hidden", officer)
    for words in (RULE, "Swears at the team", officer.name, "Hidden since", "■ hidden"):
        assert words in reads(at), words
    assert '<details class="bl-folded">' in html(at) and "&lt;b&gt;Useless&lt;/b&gt;" in html(at)
    assert "Pat" not in reads(at)
    assert at.get("download_button")


def test_it_is_shown_again_with_a_reason_and_objections_are_kept(
    page: Open, officer: Signed, store: Store, here: County, now: Ticking
) -> None:
    which = hidden(store, here, now)
    at = page("hidden", officer)
    at = press(at, "Show it again")
    assert "Say why it is shown again" in reads(at)
    at.text_area(key=f"words-appeal-{which}").set_value("He rang: a joke")
    at = press(well(at.run()), "Keep it")
    assert "Kept with the hiding." in reads(at) and "He rang: a joke" in reads(at)
    at.text_area(key=f"words-show-{which}").set_value("It was a joke")
    at = press(well(at.run()), "Show it again")
    assert "Ordered: the comment is shown again now" in reads(at)
    assert newest(store).state is HidingState.SHOW_ORDERED
    assert "It is still hidden." in reads(at) and not has(at, "Show it again")


def test_a_refusal_is_told_and_closed_here_and_under_attention(
    page: Open, officer: Signed, store: Store, here: County, now: Ticking
) -> None:
    hidden(store, here, now, state=HidingState.REFUSED, trouble="Facebook refused it.", done_at=None)
    assert "Everybody sees it: the platform refused to hide it. Facebook refused it." in reads(page("hidden", officer))
    at = page("attention", officer)
    assert "Hiding a comment" in reads(at) and "everybody sees it: Facebook refused it." in reads(at)
    assert '<details class="bl-folded">' in html(at)
    at = press(at, "Close the matter")
    assert "Closed: it stays visible." in reads(at)
    assert newest(store).state is HidingState.SHOWN
    assert "Hiding a comment" not in reads(page("attention", officer))


def test_its_history_is_handed_out_and_that_is_written_down(
    page: Open, officer: Signed, store: Store, here: County, now: Ticking
) -> None:
    hidden(store, here, now)
    at = press(page("hidden", officer), "Export this story")
    assert "SHA-256 over the facts" in reads(at)
    with store.reading() as db:
        assert db.exec(select(Trail.act).where(col(Trail.subject) == "hiding")).all() == ["export"]


def test_what_was_heard_as_abuse_is_offered_until_somebody_decides(
    page: Open, officer: Signed, store: Store, here: County, now: Ticking
) -> None:
    hidden(store, here, now)
    with store.writing() as db:
        thread = {"thread": "p77", "parent": "p77", "surface": Surface.THREAD, "account_id": here.on_facebook.id}
        for number, kind in enumerate((Kind.ABUSE, Kind.QUESTION)):
            row = Reply(external_id=f"h{number}", text=f"Rude words {number}", created_at=now(), **thread)
            db.add(row)
            db.flush()
            heard = {"version": 1, "heard_at": now(), "language": "en", "sure": 0.1, "topic": Topic.OTHER}
            db.add(Verdict(reply_id=row.id, kind=kind, needs_answer=False, **heard))
    at = page("hidden", officer, **{"hidden-show": "Heard as abuse"})
    assert "1 comment." in reads(at) and "Rude words 0" in reads(at) and "Rude words 1" not in reads(at)
    at.selectbox[-1].set_value("abuse")
    at.text_area[-1].set_value("Insults")
    at = press(well(at.run()), "Hide it")
    assert "Ordered: the comment is hidden now." in reads(at)
    assert newest(store).reason == "Insults"
    assert "Nothing was heard as abuse" in reads(at)


def test_who_may_only_look_sees_no_buttons(
    page: Open, keeper: Signed, store: Store, here: County, now: Ticking
) -> None:
    hidden(store, here, now)
    at = page("hidden", keeper)
    assert RULE in reads(at) and not has(at, "Show it again")


def box(url: str, email: str, reply: str) -> None:
    """The box alone, as the page of a question draws it."""
    from uuid import UUID

    from config.house_rules import read_house_rules
    from dashboard import acts, data, data_hidings, kept
    from dashboard.hide_box import hide_box
    from domain.posts import PlatformName

    kept.open_store(url)
    acts.use_rules("risk", 120)
    data_hidings.use_house_rules(read_house_rules())
    acts.flash()
    who = data.person(email)
    assert who
    hide_box(who, UUID(reply), PlatformName.FACEBOOK)


def boxed(url: str, who: Signed, reply: UUID) -> AppTest:
    return well(AppTest.from_function(box, args=(url, who.email, str(reply)), default_timeout=20).run())


def test_the_box_hides_by_a_rule_and_then_says_how_far_it_is(
    officer: Signed, store: Store, here: County, now: Ticking, database: str
) -> None:
    hidden(store, here, now, state=HidingState.SHOWN, shown_at=now())
    reply = newest(store).reply_id
    at = boxed(database, officer, reply)
    assert "its author and their friends still see it" in reads(at)
    at = press(at, "Hide it")
    assert "Choose the house rule" in reads(at)
    at.selectbox(key=f"hide-rule-{reply}").set_value("abuse")
    at.text_area(key=f"hide-why-{reply}").set_value("Swears at the team")
    at = press(well(at.run()), "Hide it")
    assert "Ordered: the comment is hidden now." in reads(at) and "→ being hidden" in reads(at)
    assert newest(store).state is HidingState.ORDERED and not has(at, "Hide it")


def test_no_box_for_what_is_ours_or_gone_or_for_who_may_not(
    officer: Signed, keeper: Signed, store: Store, here: County, now: Ticking, database: str
) -> None:
    hidden(store, here, now, state=HidingState.SHOWN, shown_at=now())
    reply = newest(store).reply_id
    assert not has(boxed(database, keeper, reply), "Hide it")
    for change in ({"gone_at": now()}, {"gone_at": None, "by_us": True}):
        with store.writing() as db:
            row = db.get_one(Reply, reply)
            for name, value in change.items():
                setattr(row, name, value)
        at = boxed(database, officer, reply)
        assert not has(at, "Hide it") and not at.get("expander")


def test_where_it_cannot_be_hidden_the_box_says_the_way_out(
    officer: Signed, store: Store, here: County, now: Ticking, database: str
) -> None:
    hidden(store, here, now, state=HidingState.SHOWN, shown_at=now())
    with store.writing() as db:
        row = db.get_one(Reply, newest(store).reply_id)
        row.surface = Surface.TAGGED
    assert "Report it to Facebook." in reads(boxed(database, officer, newest(store).reply_id))
