"""You said, we did: an issue is opened, worked on, closed with an honest word, told of, and opened again."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from domain.issues import IssueState, IssueWords, faults, personal_data
from domain.listening.words import Topic
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.publication import Stage, State
from domain.questions import Outcome
from scheduler import desk
from scheduler.desk import Refused, Rules
from store import reports
from store.db import Store
from store.tables import Issue, Post, Question, ScheduledPost, Trail
from tests.conftest import Ticking
from tests.store.made_up import County, county, message, publication, question, reply

TODAY = date(2026, 11, 24)


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        return county(db, now())


@pytest.fixture
def asked(store: Store, here: County, now: Ticking) -> list[UUID]:
    """Two questions to Ashvale Town and one to Thornmere."""
    with store.writing() as db:
        on = (here.on_x, here.on_facebook, here.mere_x)
        return [question(db, reply(db, one, f"q{n}", now() - timedelta(hours=9))).id for n, one in enumerate(on)]


def words(who: Signed, here: County, **more: Any) -> IssueWords:
    known = {"team_id": here.town.id, "source": "Surgery: library", "due_on": TODAY + timedelta(days=7)}
    return IssueWords(**{"title": "Mill Lane", "said": "Too fast", "topic": Topic.ROADS, "owner_id": who.person_id,
                         **known, **more})  # fmt: skip


def opened(store: Store, here: County, now: Ticking, questions: list[UUID] | None = None, **more: Any) -> UUID:
    return desk.open_issue(store, here.officer, words(here.officer, here, **more), questions or [], now).id


def row(store: Store, who: Signed, which: UUID) -> reports.IssueRow:
    with store.reading() as db:
        found = reports.issue(db, who, TODAY, which)
    assert found
    return found


def worked(store: Store, here: County, which: UUID, now: Ticking, **more: Any) -> None:
    seen = row(store, here.officer, which)
    desk.work_on_issue(store, here.officer, which, seen.changed_at, words(here.officer, here, **more), now)


def test_an_issue_from_questions_names_them_and_the_trail_has_every_act(
    store: Store, here: County, now: Ticking, asked: list[UUID]
) -> None:
    which = opened(store, here, now, asked[:2], source="online")
    worked(store, here, which, now.__class__(now.forward(hours=1)), action="A camera")
    found = row(store, here.officer, which)
    assert (found.questions, found.told, found.district, found.action) == (2, 0, "Ashvale", "A camera")
    with store.reading() as db:
        acts = db.exec(select(Trail.act, Trail.detail).where(col(Trail.subject_id) == which).order_by(col(Trail.id)))
        assert list(acts) == [("issue", "opened: Mill Lane"), ("issue", "changed: source, action")]


def test_an_issue_cannot_close_without_an_outcome_or_an_honest_reason(store: Store, here: County, now: Ticking) -> None:
    which = opened(store, here, now)
    with pytest.raises(Refused, match="Write what came of it, or why it cannot be changed"):
        desk.close_issue(store, here.officer, which, row(store, here.officer, which).changed_at, now)
    worked(store, here, which, now, cannot_because="the road is the county's")
    desk.close_issue(store, here.officer, which, row(store, here.officer, which).changed_at, now)
    assert row(store, here.officer, which).state is IssueState.CLOSED
    with pytest.raises(Refused, match="Write what came of it"):
        worked(store, here, which, now, cannot_because=" ")
    with pytest.raises(Refused, match="closed already"):
        desk.close_issue(store, here.officer, which, row(store, here.officer, which).changed_at, now)


def test_it_is_overdue_once_its_day_is_over_and_not_once_closed(store: Store, here: County, now: Ticking) -> None:
    which = opened(store, here, now, due_on=TODAY)
    with store.reading() as db:
        assert reports.issues(db, here.officer, TODAY, state=IssueState.OVERDUE) == []
        (late,) = reports.issues(db, here.officer, TODAY + timedelta(days=1), state=IssueState.OVERDUE)
        assert late.id == which and late.state is IssueState.OVERDUE
    worked(store, here, which, now, due_on=TODAY, outcome="Done")
    desk.close_issue(store, here.officer, which, row(store, here.officer, which).changed_at, now)
    with store.reading() as db:
        assert reports.issues(db, here.officer, TODAY + timedelta(days=1), state=IssueState.OVERDUE) == []


def test_who_asked_is_told_by_our_answer_after_the_outcome_and_not_by_one_before(
    store: Store, here: County, now: Ticking, asked: list[UUID]
) -> None:
    which = opened(store, here, now, asked[:2])
    with store.writing() as db:
        reply(db, here.on_x, "before", now() - timedelta(hours=1), by_us=True, parent="q0")
    worked(store, here, which, now, outcome="It is mended")
    assert row(store, here.officer, which).told == 0
    later = now.forward(hours=2)
    with store.writing() as db:
        reply(db, here.on_x, "after", later, by_us=True, parent="q0")
    with store.reading() as db:
        told = {one.question_id: one.told_at for one in reports.issue_questions(db, here.officer, which)}
    assert told == {asked[0]: later, asked[1]: None}
    with store.writing() as db:
        other = db.get_one(Question, asked[1])
        other.outcome, other.closed_at = Outcome.ANSWERED, later
    assert row(store, here.officer, which).told == 2


def test_a_holding_reply_after_the_outcome_tells_nobody_what_came_of_it(
    store: Store, here: County, now: Ticking, asked: list[UUID]
) -> None:
    which = opened(store, here, now, asked[:2])
    worked(store, here, which, now, outcome="It is mended")
    with store.writing() as db:
        holding = message(db, here.officer, now(), here.on_x, holding=True)
        out = publication(db, holding, here.on_x, State.PUBLISHED, published_at=now(), external_id="held")
        reply(db, here.on_x, "held", now(), by_us=True, parent="q0", publication_id=out.id)
    assert row(store, here.officer, which).told == 0


def test_who_asked_is_told_by_hand_once_there_is_something_to_tell(
    store: Store, here: County, now: Ticking, asked: list[UUID]
) -> None:
    which = opened(store, here, now, asked[:1])
    for act in (
        lambda: desk.told_asker(store, here.officer, which, asked[0], now),
        lambda: desk.told_others(store, here.officer, which, "Newsletter", 80, now),
    ):
        with pytest.raises(Refused, match="Write what came of it"):
            act()
    worked(store, here, which, now, outcome="Mended")
    desk.told_asker(store, here.officer, which, asked[0], now)
    desk.told_others(store, here.officer, which, "Newsletter", 80, now)
    desk.told_others(store, here.officer, which, "Parish council", None, now)
    found = row(store, here.officer, which)
    assert (found.told, found.others, found.people) == (1, 2, 80)
    with pytest.raises(Refused, match="how many people"):
        desk.told_others(store, here.officer, which, "Newsletter", 0, now)


def test_opened_again_who_was_told_is_told_anew(store: Store, here: County, now: Ticking, asked: list[UUID]) -> None:
    which = opened(store, here, now, asked[:1], outcome="Mended")
    desk.told_asker(store, here.officer, which, asked[0], now)
    desk.close_issue(store, here.officer, which, row(store, here.officer, which).changed_at, now)
    seen = row(store, here.officer, which).changed_at
    with pytest.raises(Refused, match="Say why"):
        desk.reopen_issue(store, here.officer, which, seen, "", now)
    desk.reopen_issue(store, here.officer, which, seen, "It broke again", now)
    now.forward(days=1)
    assert row(store, here.officer, which).told == 0
    worked(store, here, which, now, outcome="Mended for good")
    found = row(store, here.officer, which)
    assert (found.state, found.told, found.outcome_at) == (IssueState.OPEN, 0, now())
    desk.told_asker(store, here.officer, which, asked[0], now)
    assert row(store, here.officer, which).told == 1


def test_of_two_who_change_an_issue_the_second_is_told(store: Store, here: County, now: Ticking) -> None:
    which = opened(store, here, now)
    seen = row(store, here.officer, which).changed_at
    now.forward(minutes=1)
    desk.work_on_issue(store, here.officer, which, seen, words(here.officer, here, action="First"), now)
    with pytest.raises(Refused, match="Somebody was quicker"):
        desk.work_on_issue(store, here.officer, which, seen, words(here.officer, here, action="Second"), now)
    assert row(store, here.officer, which).action == "First"


def test_an_issue_stays_within_ones_part_of_the_force(
    store: Store, here: County, now: Ticking, asked: list[UUID]
) -> None:
    with pytest.raises(Refused, match="do not let you"):
        opened(store, here, now, team_id=here.mere.id)
    with pytest.raises(Refused, match="do not let you"):
        opened(store, here, now, team_id=None)
    with pytest.raises(Refused, match="do not let you"):
        opened(store, here, now, [asked[2]])
    theirs = desk.open_issue(store, here.comms, words(here.comms, here, team_id=here.mere.id), [asked[2]], now).id
    with pytest.raises(Refused, match="do not let you"):
        desk.told_others(store, here.officer, theirs, "Newsletter", 3, now)
    with store.reading() as db:
        assert reports.issue(db, here.officer, TODAY, theirs) is None
        assert reports.issue_questions(db, here.officer, theirs) == []
        assert reports.issues(db, here.comms, TODAY, scope=Scope(team_id=here.mere.id))[0].id == theirs
        assert reports.issues(db, here.comms, TODAY, scope=Scope(district_id=here.ashvale.id)) == []


def test_nobody_owns_what_is_not_theirs_to_work_on(store: Store, here: County, now: Ticking) -> None:
    with pytest.raises(Refused, match="Sam Reed does not work for that part"):
        mine = words(here.officer, here, team_id=here.rural.id)
        desk.open_issue(store, here.comms, mine, [], now)
    with pytest.raises(Refused, match="not on the roster"):
        opened(store, here, now, owner_id=uuid4())
    with store.reading() as db:
        people = dict(reports.issue_people(db, Scope(here.ashvale.id, here.rural.id)))
        assert set(people.values()) == {"Pat Quill", "Jo Marsh"}


def test_bad_words_are_refused_in_sentences(store: Store, here: County, now: Ticking) -> None:
    with pytest.raises(Refused, match=r"Give it a title.*Write what was said.*Say where it was raised.*still to come"):
        opened(store, here, now, title=" ", said="\x00", source="", due_on=TODAY - timedelta(days=1))
    long = replace(words(here.officer, here), title="x" * 121)
    assert faults(long) == ["The title is 121 characters long; 120 are kept. Make it shorter."]


def test_the_post_is_prepared_as_a_draft_and_named(store: Store, here: County, now: Ticking, rules: Rules) -> None:
    which = opened(store, here, now, action="A camera", outcome="Slower now", said="Too fast")
    draft = desk.write_issue_post(store, here.officer, which, rules, now).id
    with store.reading() as db:
        post = db.get_one(ScheduledPost, draft)
        assert (post.stage, post.author_id) == (Stage.DRAFT, here.officer.person_id)
        assert post.text == "You said: Too fast\n\nWe did: A camera\n\nSlower now"
        assert db.get_one(Issue, which).scheduled_post_id == draft
    found = row(store, here.officer, which)
    assert (found.post_stage, found.post_mine, found.post_public) == (Stage.DRAFT, True, False)
    assert not row(store, here.comms, which).post_mine


def test_only_a_post_of_ones_own_part_can_be_named(store: Store, here: County, now: Ticking) -> None:
    which = opened(store, here, now)
    with store.writing() as db:
        other = message(db, here.comms, now(), here.mere_x).id
        gone = message(db, here.comms, now(), here.on_x, stage=Stage.WITHDRAWN).id
        fine = message(db, here.comms, now(), here.on_x).id
    with pytest.raises(Refused, match="do not let you"):
        desk.link_post(store, here.officer, which, other, now)
    for one in (gone, uuid4()):
        with pytest.raises(Refused, match="no such post"):
            desk.link_post(store, here.officer, which, one, now)
    desk.link_post(store, here.officer, which, fine, now)
    assert row(store, here.officer, which).scheduled_post_id == fine


def test_questions_are_added_and_taken_out(store: Store, here: County, now: Ticking, asked: list[UUID]) -> None:
    which = opened(store, here, now, asked[:1])
    with pytest.raises(Refused, match="belongs to that issue already"):
        desk.add_to_issue(store, here.officer, which, asked[:1], now)
    with pytest.raises(Refused, match="no such question"):
        desk.add_to_issue(store, here.officer, which, [uuid4()], now)
    desk.add_to_issue(store, here.officer, which, asked[:2], now)
    with store.reading() as db:
        assert [one.id for one in reports.issues_of(db, here.officer, TODAY, asked[1:2])] == [which]
    desk.take_out_of_issue(store, here.officer, which, asked[0], now)
    assert row(store, here.officer, which).questions == 1
    with pytest.raises(Refused):
        desk.take_out_of_issue(store, here.officer, which, asked[0], now)


def test_the_public_reads_what_is_public_and_says_something(store: Store, here: County, now: Ticking) -> None:
    opened(store, here, now, title="Not public", outcome="Done")
    opened(store, here, now, title="Nothing said yet", public=True)
    opened(store, here, now, title="We act", public=True, action="A camera")
    with store.reading() as db:
        assert [one.title for one in reports.public_issues(db, here.comms)] == ["We act"]
        assert [one.area for one in reports.public_issues(db, here.comms)] == ["Ashvale Town"]


def test_personal_data_is_seen_in_what_the_public_will_read() -> None:
    found = personal_data("Mr Brown of 07700 900123 wrote to @kerry", "Mail a.b@gmail.com, or ring 101 on Mill Lane")
    assert {"07700 900123", "a.b@gmail.com", "Mr Brown", "@kerry"} <= set(found)
    assert personal_data("Speeding on Mill Lane; ring 101, and 999 if somebody is in danger") == []


@pytest.fixture
def rules() -> Rules:
    from platforms import registry

    return Rules(
        check=lambda account, words: registry.check(PlatformName(account.platform), words),
        capabilities=registry.capabilities,
    )


def test_a_question_of_another_part_is_counted_and_not_read(
    store: Store, here: County, now: Ticking, asked: list[UUID]
) -> None:
    which = opened(store, here, now)
    desk.add_to_issue(store, here.comms, which, [asked[0], asked[2]], now)
    with store.reading() as db:
        assert [one.question_id for one in reports.issue_questions(db, here.officer, which)] == [asked[0]]
        assert len(reports.issue_questions(db, here.comms, which)) == 2
    assert row(store, here.officer, which).questions == 2


def test_a_post_that_was_taken_down_tells_nobody(store: Store, here: County, now: Ticking) -> None:
    which = opened(store, here, now)
    with store.writing() as db:
        told = message(db, here.officer, now(), here.on_x)
        out = publication(db, told, here.on_x, State.PUBLISHED, published_at=now(), external_id="p1")
        post = {"account_id": here.on_x.id, "external_id": "p1", "created_at": now(), "text": "x", "url": ""}
        db.add(Post(**post, publication_id=out.id))
    desk.link_post(store, here.officer, which, told.id, now)
    assert row(store, here.officer, which).post_public
    with store.writing() as db:
        db.exec(select(Post)).one().gone_at = now()
    assert not row(store, here.officer, which).post_public
