"""The page of publications: the list, one whole story, taking down, and the export."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from domain.people import Role, Scope, Signed
from domain.publication import Stage, State, TakeDownState
from store import audit
from store.db import Store
from store.tables import Attempt, Hold, Person, Publication, TakeDown, Trail
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, has, html, press, reads
from tests.store.made_up import County, message, publication

ANSWER = '{"data": {"id": "18…"}}'
HOSTILE = "<script>alert(1)</script> **Beat** surgery"


def kept(store: Store, here: County, now: Ticking, state: State = State.PUBLISHED, **more: Any) -> UUID:
    """One publication of the town's account on X, due an hour ago, with its author's line in the trail."""
    at = now() - timedelta(hours=1)
    known = {"external_id": "1800000000000000001", "url": "https://x.com/AshvaleTown/status/1800000000000000001"}
    if state is State.PUBLISHED:
        more = {**known, "published_at": at, "attempts": 1, **more}
    with store.writing() as db:
        of = message(
            db, here.officer, at, here.on_x, stage=Stage.APPROVED, text=more.pop("text", "Beat surgery on Saturday."),
            approved_by_id=here.comms.person_id, approved_at=at - timedelta(hours=2),
        )  # fmt: skip
        made = publication(db, of, here.on_x, state, **more)
        audit.write(db, here.officer, "write", "scheduled_post", of.id, at - timedelta(hours=3))
        approved = "version 1, due 2026-07-01T08:00Z"
        audit.write(db, here.comms, "approve", "scheduled_post", of.id, at - timedelta(hours=2), approved)
        if made.attempts:
            db.add(
                Attempt(
                    publication_id=made.id, number=1, started_at=at, finished_at=at + timedelta(seconds=1.5),
                    outcome="published", detail=made.url or "", answer=ANSWER, worker="publisher here 7",
                    operation="post.create", micros=15_000,
                )
            )  # fmt: skip
        return made.id


def wanted_off(store: Store, here: County, now: Ticking, which: UUID, state: TakeDownState, **more: Any) -> None:
    with store.writing() as db:
        db.add(
            TakeDown(
                publication_id=which, state=state, reason="A wrong name", asked_by_id=here.comms.person_id,
                asked_at=now() - timedelta(minutes=30), **more,
            )
        )  # fmt: skip


def take_down_of(store: Store) -> TakeDown:
    with store.reading() as db:
        return db.exec(select(TakeDown)).one()


def second(store: Store) -> Signed:
    with store.writing() as db:
        row = Person(email="second@marlshire.example", name="Alex Second", role=Role.COMMS)
        db.add(row)
        db.flush()
        return Signed(row.id, row.email, row.name, row.role, Scope())


def test_an_empty_list_says_so(page: Open, here: County) -> None:
    assert "There is nothing like that." in reads(page("publications", here.comms))


def test_the_list_shows_what_went_out_and_what_did_not(page: Open, here: County, store: Store, now: Ticking) -> None:
    kept(store, here, now)
    kept(store, here, now, State.FAILED, text="Speed watch on Mill Lane.")
    says = reads(page("publications", here.comms))
    assert "2 publications, the latest first." in says
    assert "✓ published" in says and "✗ not sent" in says and "Speed watch on Mill Lane." in says


@pytest.mark.parametrize(
    ("address", "shows"),
    [
        ({"publications-show": "Went out"}, ["Beat surgery"]),
        ({"publications-show": "Needs somebody"}, ["Speed watch"]),
        ({"publications-show": "Taken down"}, ["Beat surgery"]),
        ({"publications-words": "MILL"}, ["Speed watch"]),
        ({"publications-words": "100 %_"}, []),
        ({"platform": "Facebook"}, []),
    ],
)
def test_a_link_reproduces_what_is_shown(
    page: Open, here: County, store: Store, now: Ticking, address: dict[str, str], shows: list[str]
) -> None:
    which = kept(store, here, now)
    wanted_off(store, here, now, which, TakeDownState.REFUSED, trouble="no")
    kept(store, here, now, State.FAILED, text="Speed watch on Mill Lane.")
    says = reads(page("publications", here.comms, **address))
    assert [words for words in ("Beat surgery", "Speed watch") if words in says] == shows


def test_old_ones_are_found_by_asking_further_back(page: Open, here: County, store: Store, now: Ticking) -> None:
    kept(store, here, now, due_at=now() - timedelta(days=60))
    assert "There is nothing like that." in reads(page("publications", here.comms))
    assert "Beat surgery" in reads(page("publications", here.comms, **{"publications-days": "90 days"}))


def test_nobody_sees_beyond_their_scope(page: Open, here: County, store: Store, now: Ticking) -> None:
    with store.writing() as db:
        of = message(db, here.comms, now(), here.mere_x, stage=Stage.APPROVED, text="Elsewhere")
        which = publication(db, of, here.mere_x, State.PUBLISHED, external_id="9", url="https://x.com/t/status/9").id
    assert "Elsewhere" not in reads(page("publications", here.officer))
    at = page("publications", here.officer, id=str(which))
    assert "not one of yours to see" in reads(at) and "Elsewhere" not in reads(at)
    assert "Elsewhere" in reads(page("publications", here.comms, id=str(which)))


def test_an_address_that_names_nothing_says_so(page: Open, here: County) -> None:
    assert "That publication is not there" in reads(page("publications", here.comms, id="nonsense"))


def test_a_story_tells_who_did_what_and_each_attempt(page: Open, here: County, store: Store, now: Ticking) -> None:
    which = kept(store, here, now)
    says = reads(page("publications", here.officer, id=str(which)))
    for words in (
        "It is public since", "The platform calls it 1800000000000000001.", "Sam Reed wrote it",
        "Pat Quill approved it",
        "version 1, due Wed 1 Jul, 09:00 BST",
        "Attempt 1: published", "took 1.50 s", "by publisher here 7", "US$0.015", ANSWER,
        "Beat surgery on Saturday.", "See it on X",
    ):  # fmt: skip
        assert words in says, words


def test_what_anybody_wrote_is_plain_text(page: Open, here: County, store: Store, now: Ticking) -> None:
    which = kept(store, here, now, State.FAILED, text=HOSTILE, trouble=HOSTILE)
    for at in (page("publications", here.comms), page("publications", here.comms, id=str(which))):
        assert "<script>" not in html(at) and "&lt;script&gt;" in html(at)


@pytest.mark.parametrize(
    ("state", "more", "says", "button"),
    [
        (State.UNKNOWN, {"looks": 2}, "It may be public", "It is public"),
        (State.FAILED, {}, "It is surely not public.", "Send it again"),
        (State.WAITING, {}, "A person decides whether it goes out.", "Send it now"),
        (State.QUEUED, {"due_at": 60}, "It is not public yet.", "Stop it: it does not go out"),
        (State.CANCELLED, {}, "it was stopped before it left", None),
        (State.PUBLISHING, {}, "nobody knows yet whether it is public", None),
        (State.FAILED, {"trouble_kind": "GivenUp"}, "Nobody could tell whether it is public.", None),
    ],
)
def test_it_says_what_is_certain_and_offers_what_can_be_done(
    page: Open, here: County, store: Store, now: Ticking, state: State, more: dict[str, Any], says: str,
    button: str | None,
) -> None:  # fmt: skip
    if "due_at" in more:
        more = {"due_at": now() + timedelta(minutes=more["due_at"])}
    which = kept(store, here, now, state, **more)
    at = page("publications", here.comms, id=str(which))
    assert says in reads(at)
    assert not has(at, "Delete it now")
    if button:
        assert has(at, button)


def test_what_is_queued_is_stopped_from_its_story(page: Open, here: County, store: Store, now: Ticking) -> None:
    which = kept(store, here, now, State.QUEUED, due_at=now() + timedelta(hours=1))
    assert "Stopped." in reads(press(page("publications", here.officer, id=str(which)), "Stop it"))
    with store.reading() as db:
        assert db.exec(select(Publication.state)).one() is State.CANCELLED


def test_taking_down_needs_a_reason_and_says_what_happens(page: Open, here: County, store: Store, now: Ticking) -> None:
    which = kept(store, here, now)
    at = page("publications", here.comms, id=str(which))
    assert "nothing brings it back" in reads(at)
    at = press(at, "Delete it now")
    assert "Say why it is to be taken down." in reads(at)
    at.text_area[0].set_value("It names the wrong street")
    says = reads(press(at, "Delete it now"))
    assert "Ordered: the post is deleted now." in says and "It is being deleted." in says
    assert take_down_of(store).state is TakeDownState.ORDERED


def test_who_may_not_take_down_is_not_offered_it(page: Open, here: County, store: Store, now: Ticking) -> None:
    assert not has(page("publications", here.officer, id=str(kept(store, here, now))), "Delete it now")


def test_a_second_person_agrees_and_never_who_asked(
    page: Open, here: County, store: Store, now: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    which = kept(store, here, now)
    wanted_off(store, here, now, which, TakeDownState.ASKED)
    at = page("publications", here.comms, id=str(which))
    assert "Nothing is deleted before a second person agrees." in reads(at)
    assert "somebody else must agree" in reads(at) and not has(at, "Agree")
    other = second(store)
    assert "Agreed: the post is deleted now." in reads(press(page("publications", other, id=str(which)), "Agree"))
    assert take_down_of(store).approved_by_id == other.person_id


@pytest.mark.parametrize(
    ("state", "more", "says"),
    [
        (TakeDownState.ORDERED, {"trouble": "X asks us to wait.", "tries": 1}, "X asks us to wait."),
        (TakeDownState.ORDERED, {"deleted_at": -9, "looked_at": -9, "tries": 1}, "still there"),
        (TakeDownState.GONE, {"deleted_at": -9, "gone_at": -8}, "gone."),
        (TakeDownState.REFUSED, {"trouble": "X does not allow it."}, "The platform said no: X does not allow it."),
    ],
)
def test_how_far_a_take_down_has_come_is_said(
    page: Open, here: County, store: Store, now: Ticking, state: TakeDownState, more: dict[str, Any], says: str
) -> None:
    which = kept(store, here, now)
    times = {name: now() + timedelta(minutes=value) if name.endswith("_at") else value for name, value in more.items()}
    wanted_off(store, here, now, which, state, **times)
    shown = reads(page("publications", here.comms, id=str(which)))
    assert says in shown and "Pat Quill asked for it" in shown and "A wrong name" in shown


def test_attention_shows_take_downs_that_ask_somebody(page: Open, here: County, store: Store, now: Ticking) -> None:
    which = kept(store, here, now)
    wanted_off(store, here, now, which, TakeDownState.ASKED)
    at = page("attention", second(store))
    assert "To be taken down" in reads(at) and "Pat Quill asked for it" in reads(at)
    assert "Agreed" in reads(press(at, "Agree: delete it now"))
    assert "Nothing needs you here." in reads(page("attention", here.comms))  # five minutes are given to it
    with store.writing() as db:
        row = db.exec(select(TakeDown)).one()
        row.state, row.trouble = TakeDownState.REFUSED, "X does not allow it."
    at = page("attention", here.comms)
    assert "The platform refuses to delete it: X does not allow it." in reads(at)
    press(at, "Close the matter")
    assert "Nothing needs you here." in reads(page("attention", here.comms))


def test_holds_over_it_are_told(page: Open, here: County, store: Store, now: Ticking) -> None:
    which = kept(store, here, now)
    with store.writing() as db:
        for reason, team, begins, ends in (
            ("A major incident", here.town.id, 2.5, 2.0),
            ("Another team's", here.mere.id, 2.5, 2.0),
            ("Long before", here.town.id, 9.0, 8.0),
        ):
            db.add(
                Hold(
                    reason=reason, team_id=team, placed_by_id=here.supervisor.person_id,
                    placed_at=now() - timedelta(hours=begins), lifted_at=now() - timedelta(hours=ends),
                    lifted_by_id=here.supervisor.person_id,
                )
            )  # fmt: skip
    says = reads(page("publications", here.comms, id=str(which)))
    assert "A major incident" in says and "placed by Jo Marsh" in says
    assert "Another team's" not in says and "Long before" not in says


def test_the_story_is_exported_and_the_trail_says_so(page: Open, here: County, store: Store, now: Ticking) -> None:
    which = kept(store, here, now)
    at = press(page("publications", here.officer, id=str(which)), "Export this story")
    assert "SHA-256 over the facts: " in reads(at)
    assert "Sam Reed exported this story" in reads(at)
    assert [one.label for one in at.get("download_button")] == ["The sheet (HTML)", "The data (JSON)"]
    with store.reading() as db:
        line = db.exec(select(Trail).where(col(Trail.act) == "export")).one()
    assert (line.subject_id, line.person_id) == (which, here.officer.person_id)
    assert line.detail.startswith("sha256 ")
