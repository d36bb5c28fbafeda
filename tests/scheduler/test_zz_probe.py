"""Probe."""
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
import pytest
from sqlmodel import select
from domain.listening.words import Lane
from domain.people import Role
from domain.publication import Stage
from scheduler import desk
from scheduler.alerts import tick, tick_danger
from scheduler.desk import Refused, Said
from store.tables import Team, Alert
from tests.mailbox import Mailbox, mailbox
from tests.scheduler.alarm import *
from tests.scheduler.conftest import Force
from tests.scheduler.test_desk_answers import heard, another, answer, stage, publish

@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as one:
        yield one

def test_edit_submit(force):
    q = force.question(); heard(force, q, Lane.COMPLAINT)
    m = answer(force, q)
    desk.edit(force.store, force.people["officer"], m, force.rules, force.now, force.words("Ring him on 07700 900123", "page"))
    with pytest.raises(Refused):
        desk.submit(force.store, force.people["officer"], m, force.rules, force.now)

def test_submit_claimed(force):
    q = force.question(); heard(force, q, Lane.COMPLAINT)
    m = answer(force, q)
    desk.edit(force.store, force.people["officer"], m, force.rules, force.now)
    desk.claim(force.store, force.people["comms"], q, force.rules, force.now)
    with pytest.raises(Refused):
        desk.submit(force.store, force.people["officer"], m, force.rules, force.now)

def test_group_lane(force):
    q = force.question(); o = another(force, q, "c2"); heard(force, o, Lane.COMPLAINT)
    assert stage(force, answer(force, q, said=Said(closes_others=True))) is Stage.AWAITING_APPROVAL

def test_group_101(force):
    q = force.question(); o = another(force, q, "c2"); heard(force, o, Lane.DANGER)
    with pytest.raises(Refused):
        answer(force, q, "Please tell us on 101.", said=Said(closes_others=True))

def test_group_grown(force):
    q = force.question(); another(force, q, "c2")
    m = answer(force, q, said=Said(closes_others=True))
    force.now.forward(minutes=1); late = another(force, q, "c3"); change(force, late, lane=Lane.DANGER)
    publish(force, m)
    assert force.asked(late).outcome is None

def test_disjoint(force, box):
    everybody_leaves(force)
    post = watch(force, box)
    a = person(force, "pc ash", team="ashby"); b = person(force, "pc brook", team="brook")
    on_duty(force, a, team="ashby"); on_duty(force, b, team="brook")
    asked(force); tick_danger(post); force.now.forward(seconds=5)
    w = asked(force, n=2)
    with force.store.reading() as db:
        brook = db.exec(select(Team.id).where(Team.key == "brook")).one()
    change(force, w, assigned_team_id=brook)
    force.now.forward(seconds=70)
    tick_danger(post); tick(post)
    print(box.to, [x.trouble for x in alerts_of(force)])
    assert ["pc.brook@force.example"] in box.to

def test_storm(force, box):
    everybody_leaves(force)
    post = watch(force, box)
    for i in range(60):
        asked(force, post=f"m{i}")
    n = tick_danger(post)
    print(n)
    assert n < 12

def test_digest_other(force):
    from store import reports
    from domain.questions import Outcome
    q = force.question()
    change(force, q, outcome=Outcome.ANSWERED_BY_OTHER, closed_at=force.now(), due_at=force.now()+timedelta(days=1))
    force.now.forward(days=1)
    with force.store.reading() as db:
        d = reports.day(db, force.people["supervisor"], force.now())
    assert d.answered == 0

def test_take_off_past(force):
    everybody_leaves(force)
    sup = person(force, "head", Role.SUPERVISOR)
    a = person(force, "pc ash", team="ashby")
    d = on_duty(force, a, team="ashby", hours=1)
    force.now.forward(minutes=10)
    with pytest.raises(Refused):
        desk.take_off_duty(force.store, sup, d, force.now)

def test_edited_into_danger(force, box):
    everybody_leaves(force)
    post = watch(force, box)
    q = force.question("page")
    from domain.listening.standing import Standing
    change(force, q, standing=Standing.HOLDING, standing_at=force.now())
    force.now.forward(hours=1)
    from store.tables import Reply, Question
    with force.store.writing() as db:
        r = db.get_one(Reply, db.get_one(Question, q).reply_id); r.edited_at = force.now(); r.text = "He has a knife"
    change(force, q, lane=Lane.DANGER)
    assert tick_danger(post) == 1

def test_stale_draft_after_sent(force):
    q = force.question(); answer(force, q)
    desk.keep_words(force.store, force.people["officer"], q, "At noon.", force.rules, force.now)
    from store.tables import Draft
    with force.store.reading() as db:
        assert not db.exec(select(Draft)).all()
