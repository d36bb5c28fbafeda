"""One publication's story, and take-downs on Attention and beside it: cut down to scope, counted as listed."""

from datetime import timedelta
from typing import Any

import pytest

from domain.people import Scope
from domain.posts import MediaKind
from domain.publication import Stage, State, TakeDownState
from store import reports
from store.db import Store
from store.reports import Kind
from store.tables import Attachment, Hold, Media, Publication, TakeDown, Upload
from tests.conftest import Ticking
from tests.store.made_up import County, county, message, post, publication


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        return county(db, now())


def public(store: Store, here: County, now: Ticking, **more: Any) -> Publication:
    with store.writing() as db:
        of = message(db, here.officer, now(), here.on_x, here.mere_x, stage=Stage.APPROVED, approved_at=now())
        ident = more.pop("external_id", "9")
        return publication(db, of, here.on_x, State.PUBLISHED, external_id=ident, published_at=now(), **more)


def wanted(store: Store, here: County, one: Publication, state: TakeDownState, at: Any, **more: Any) -> None:
    with store.writing() as db:
        db.add(
            TakeDown(
                publication_id=one.id, state=state, reason="Why", asked_by_id=here.comms.person_id, asked_at=at, **more
            )
        )


def test_pictures_come_with_their_uploads_in_their_order(store: Store, here: County, now: Ticking) -> None:
    one = public(store, here, now)
    with store.writing() as db:
        for digest in ("aa", "bb"):
            db.add(
                Media(digest=digest, kind=MediaKind.IMAGE, mime="image/png", size=1, width=2, height=3, kept_at=now())
            )
        db.flush()
        db.add(Attachment(scheduled_post_id=one.scheduled_post_id, place=1, digest="aa", alt="second"))
        db.add(Attachment(scheduled_post_id=one.scheduled_post_id, place=0, digest="bb", alt="first"))
        db.add(Upload(publication_id=one.id, place=0, digest="bb", external_id="m1", uploaded_at=now()))
    with store.reading() as db:
        found = reports.story(db, here.comms, one.id, now())
    assert found
    assert [(row.alt, row.upload) for row in found.pictures] == [("first", "m1"), ("second", None)]


def test_what_was_given_of_another_picture_is_not_told_of_this_one(store: Store, here: County, now: Ticking) -> None:
    one = public(store, here, now)
    with store.writing() as db:
        db.add(Media(digest="aa", kind=MediaKind.IMAGE, mime="image/png", size=1, width=2, height=3, kept_at=now()))
        db.flush()
        db.add(Attachment(scheduled_post_id=one.scheduled_post_id, place=0, digest="aa", alt="put in later"))
        db.add(Upload(publication_id=one.id, place=0, digest="bb", external_id="m1", uploaded_at=now()))
    with store.reading() as db:
        found = reports.story(db, here.comms, one.id, now())
    assert found
    assert [(row.alt, row.upload, row.uploaded_at) for row in found.pictures] == [("put in later", None, None)]


def test_a_story_is_told_within_scope_only(store: Store, here: County, now: Ticking) -> None:
    one = public(store, here, now)
    with store.reading() as db:
        assert reports.story(db, here.officer, one.id, now())
        elsewhere = here.officer.__class__(**{**vars(here.officer), "scope": Scope(here.thornmere.id)})
        assert reports.story(db, elsewhere, one.id, now()) is None
        assert reports.publication_story(db, elsewhere, one.id) == []


def test_holds_that_could_not_touch_it_are_left_out(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        of = message(db, here.officer, now(), here.on_x, stage=Stage.APPROVED, approved_at=now() - timedelta(hours=1))
        one = publication(db, of, here.on_x, State.WAITING, category="event")
        who = {"placed_by_id": here.supervisor.person_id, "placed_at": now() - timedelta(minutes=30)}
        held = Hold(reason="all", **who)
        db.add_all([
            held, Hold(reason="another district", district_id=here.thornmere.id, **who),
            Hold(reason="another kind", category="appeal", **who), Hold(reason="spared", spares=",event,", **who),
            Hold(reason="lifted before", **{**who, "placed_at": now() - timedelta(days=2)},
                 lifted_at=now() - timedelta(days=1), lifted_by_id=here.supervisor.person_id),
            Hold(reason="still to begin", starts_at=now() + timedelta(days=1), **who),
        ])  # fmt: skip
        db.flush()
        one.held_by_id = held.id
        db.add(one)
        which = one.id
    with store.reading() as db:
        found = reports.story(db, here.comms, which, now())
    assert found and [(row.reason, row.stopped_it) for row in found.holds] == [("all", True)]


def test_the_list_tells_what_is_wanted_off_and_what_is_gone(store: Store, here: County, now: Ticking) -> None:
    one = public(store, here, now)
    wanted(store, here, one, TakeDownState.REFUSED, now() - timedelta(hours=2))
    wanted(store, here, one, TakeDownState.DROPPED, now())
    with store.writing() as db:
        kept = post(db, here.on_x, now(), gone_at=now())
        kept.external_id = "9"
    with store.reading() as db:
        (row,) = reports.publications(db, here.comms, taken_down=True)
        assert reports.publications(db, here.comms, words="no such words") == []
        assert len(reports.publications(db, here.comms, words="bEAT sur")) == 1
        assert reports.publications(db, here.comms, words="%") == []
    assert (row.take_down, row.gone_at) == (TakeDownState.REFUSED, now())


def test_take_downs_that_ask_somebody_are_pressing_and_counted_as_listed(
    store: Store, here: County, now: Ticking
) -> None:
    long_ago = now() - timedelta(minutes=6)
    cases = [
        (TakeDownState.ASKED, now()), (TakeDownState.REFUSED, now()), (TakeDownState.ORDERED, long_ago),
        (TakeDownState.ORDERED, now()), (TakeDownState.GONE, long_ago), (TakeDownState.DROPPED, long_ago),
    ]  # fmt: skip
    for number, (state, at) in enumerate(cases):
        wanted(store, here, public(store, here, now, external_id=str(number)), state, at, trouble="no")
    anew = public(store, here, now, external_id="anew")
    wanted(store, here, anew, TakeDownState.REFUSED, long_ago)
    wanted(store, here, anew, TakeDownState.ORDERED, now())
    with store.reading() as db:
        found = [one for one in reports.attention(db, here.officer, now()) if one.kind is Kind.TAKE_DOWN]
        assert sorted(one.detail_kind for one in found) == ["asked", "ordered", "refused"]
        assert {one.asked_by for one in found} == {"Pat Quill"}
        assert reports.badges(db, here.officer, now()).attention == len(found)
        assert reports.badges(db, here.comms, now(), scope=Scope(here.thornmere.id)).attention == 0
