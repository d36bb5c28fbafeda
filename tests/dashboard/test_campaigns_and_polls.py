"""The pages Campaigns and Polls, as comms, an officer and a supervisor use them."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from domain.clock import london_day
from domain.publication import Stage, State
from store import messages
from store.db import Store
from store.tables import Campaign, CampaignRecord, Poll, ScheduledPost
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, has, html, press, reads, well
from tests.store.made_up import County, message, post, publication, question, reply


def fill(at: Any, label: str, words: str) -> None:
    """Type into the first box that is called so."""
    boxes = [*at.text_input, *at.text_area]
    next(one for one in boxes if one.label.startswith(label)).set_value(words)


def begun(store: Store, here: County, now: Ticking) -> Campaign:
    """A campaign with one public post, on which somebody asked something, and one that waits for approval."""
    with store.writing() as db:
        made = Campaign(key="nights", name="Darker *nights*", purpose="Fewer burglaries", starts_on=london_day(now()))
        db.add(made)
        db.flush()
        at = now() - timedelta(days=1)
        said = message(db, here.comms, at, here.on_x, stage=Stage.APPROVED, campaign_id=made.id)
        out = publication(db, said, here.on_x, State.PUBLISHED, campaign_id=made.id)
        public = post(db, here.on_x, at, now(), likes=7, views=1_234)
        public.publication_id = out.id
        db.add(public)
        asked = reply(db, here.on_x, "r1", now(), public, text="<script>Which lock?")
        question(db, asked, due_at=now() + timedelta(days=1))
        message(db, here.comms, now(), here.on_x, stage=Stage.AWAITING_APPROVAL, campaign_id=made.id)
    return made


def test_a_campaign_shows_its_posts_and_keeps_what_is_known(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    made = begun(store, here, now)
    at = page("campaigns", here.comms)
    assert (
        "1 post on 1 account" in reads(at) and "Views 1,234" in reads(at) and "1 question under its posts" in reads(at)
    )
    at = press(at, "Open")
    said = reads(at)
    assert "1 of 2" in said and "1 waits for approval" in said and "told for 1 of 1 posts" in said
    assert "&lt;script&gt;Which lock?" in html(at) and "never added up over posts" in said
    fill(at, "What it was for", "A tenth fewer sheds broken into")
    fill(at, "Cost in pounds", "1,250.50")
    fill(at, "Staff time", "many")
    assert "“many” is no number" in reads(well(at.run()))
    fill(at, "Staff time", "1.5")
    with store.writing() as db:
        other = here.supervisor.person_id
        db.add(CampaignRecord(campaign_id=made.id, goal="Theirs", changed_by_id=other, changed_at=now()))
    at = press(well(at.run()), "Keep")
    assert "Somebody was quicker" in reads(at) and "A tenth fewer sheds broken into" in reads(at)  # nothing is lost
    at = page("campaigns", here.comms, campaign=str(made.id))
    fill(at, "Cost in pounds", "1,250.50")
    at = press(at, "Keep")
    assert "£1,250.50" in reads(at) and "Theirs" in reads(at)
    at = page("campaigns", here.officer, campaign=str(made.id))
    assert "£1,250.50" in reads(at) and not has(at, "Keep")
    assert "no such campaign" in reads(page("campaigns", here.officer, campaign="no"))


def test_a_consultation_from_a_meeting_to_what_came_of_it(page: Open, here: County, store: Store) -> None:
    at = page("polls", here.officer)
    fill(at, "The question, as it was put", "Where <b>should</b> we stand?")
    fill(at, "How people were asked", "Show of hands")
    boxes = [one for one in at.text_input if one.label in ("Answer 1", "Answer 2")]
    for box, words in zip(boxes, ("Market", "Station"), strict=True):
        box.set_value(words)
    at = press(at, "Keep it")
    assert "Write down the votes once they are counted" in reads(at) and "nobody counted yet" in reads(at).lower()
    for box, value in zip(at.number_input, (6, 1, 7), strict=True):
        box.set_value(value)
    at = press(at, "These are the results")
    said = reads(at)
    assert "7 answered. Self-selected" in said and "Fewer than 10 answered: no percentages." in said
    assert " % ·" not in said and "&lt;b&gt;should" in html(at)
    at = press(at, "Keep")
    assert "They are owed one of them" in reads(at)
    fill(at, "What they were told", "We stand at the market from now on.")
    at = press(at, "Keep")
    assert "✓ Told what came of it" in reads(at)
    with store.reading() as db:
        assert db.exec(select(Poll)).one().fed_back_at
    assert "Nobody who took part is waiting" in reads(page("polls", here.officer))
    assert "That poll is not there" in reads(page("polls", here.comms, poll="no"))


def test_a_poll_is_written_for_x_and_read_whole_by_who_approves(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    at = page("polls", here.officer)
    at.multiselect[0].set_value([here.on_x.id]).run()
    fill(at, "The question, as the post's words", "What worries you most?")
    answers = [one for one in at.text_input if one.label.endswith("up to 25 characters")]
    assert len(answers) == 4
    for box, words in zip(answers, ("Speeding", "A" * 26, "", ""), strict=True):
        box.set_value(words)
    at = well(at.run())
    assert "too long for X by 1" in reads(at) and "Sending it costs US$0.015" in reads(at)
    assert here.on_facebook.handle not in str(at.multiselect[0].options)
    fill(at, "Answer 2, up to", "Parking")
    at = press(well(at.run()), "Send 1 poll for approval")
    assert "◷ Not open yet" in reads(at) and "awaiting approval" in reads(at)
    waits = page("approvals", here.comms)
    assert "Poll, open for 1 day" in reads(waits) and "Parking" in reads(waits)
    with store.writing() as db:
        said = db.exec(select(ScheduledPost)).one()
        (chosen,) = messages.chosen(db, said)
        assert said.stage is Stage.AWAITING_APPROVAL and chosen.account.handle == here.on_x.handle
    fill(at, "Why?", "Asked too soon")
    at = press(at, "Take it back")
    assert "× Taken back" in reads(at)
    with store.reading() as db:
        assert db.exec(select(ScheduledPost)).one().stage is Stage.WITHDRAWN
