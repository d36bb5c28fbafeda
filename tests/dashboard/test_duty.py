"""The pages of duty and hand-over, and danger on Attention, which ends when somebody says that they saw it."""

from datetime import timedelta

from sqlmodel import select

from domain.listening.words import Lane
from domain.people import Role, Signed
from store.db import Store
from store.tables import Account, Duty, Handover, Question, Reply
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, has, press, reads
from tests.dashboard.test_attention_and_overview import whole_force
from tests.store.made_up import County


def danger(store: Store, here: County, now: Ticking) -> Question:
    with store.writing() as db:
        reply = Reply(account_id=here.on_x.id, external_id="d1", thread="t", parent="t", author="Pat Nobody",
                      text="He has a knife", created_at=now() - timedelta(minutes=4), heard=1)  # fmt: skip
        db.add(reply)
        db.flush()
        asked = Question(reply_id=reply.id, account_id=here.on_x.id, waiting_since=reply.created_at, lane=Lane.DANGER)
        db.add(asked)
        return asked


def on_duty(store: Store, who: Signed, now: Ticking, hours: float) -> None:
    with store.writing() as db:
        begins = now() + timedelta(hours=hours)
        db.add(
            Duty(
                person_id=who.person_id,
                team_id=who.scope.team_id,
                starts_at=begins,
                ends_at=begins + timedelta(hours=8),
            )
        )


def test_danger_stands_first_on_attention_until_somebody_has_seen_it(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    asked = danger(store, here, now)
    at = page("attention", here.officer)
    says = reads(at)
    assert "Danger: not yet seen" in says and "Nobody has said yet that they saw it." in says
    assert "Pat" not in says and "knife" not in says
    at = press(at, "Acknowledge")
    assert "Danger: not yet seen" not in reads(at)
    with store.reading() as db:
        kept = db.get_one(Question, asked.id)
    assert kept.acknowledged_by_id == here.officer.person_id and kept.acknowledged_at


def test_a_silent_account_says_what_is_known_and_what_to_do(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    with store.writing() as db:
        account = db.get_one(Account, here.on_x.id)
        account.visited_at, account.silent_since, account.comments_a_day = now(), now() - timedelta(days=4), 6.5
        account.token_ends_at, account.token_says = now() + timedelta(days=3), "It lacks a permission."
    says = reads(page("attention", here.officer))
    assert "Silent account" in says and "By its habit about 6.5 come a day." in says
    assert "make a new one in time" in says and "It lacks a permission." in says


def test_comments_that_nobody_hears_stand_on_attention(page: Open, here: County, store: Store, now: Ticking) -> None:
    danger(store, here, now)
    with store.writing() as db:
        for one in db.exec(select(Reply)):
            one.heard = 0
    assert "wait to be heard. No listener is running." in reads(page("attention", here.officer)).replace(
        "comment waits", "comments wait"
    )


def test_the_page_of_duty_says_who_is_on_now_and_next(page: Open, here: County, store: Store, now: Ticking) -> None:
    assert "Nobody is on duty here now." in reads(page("duty", here.officer))
    on_duty(store, here.officer, now, -1)
    on_duty(store, here.officer, now, 24)
    at = page("duty", here.officer)
    says = reads(at)
    assert "Nobody is on duty here now." not in says and says.count(here.officer.name) == 2
    assert not has(at, "Take off") and "Comms or a supervisor says who is on duty." in says


def test_a_supervisor_takes_somebody_off_and_puts_them_on(page: Open, here: County, store: Store, now: Ticking) -> None:
    chief = whole_force(store, Role.SUPERVISOR)
    on_duty(store, here.officer, now, 1)
    at = press(page("duty", chief), "Take off")
    assert "is off duty then" in reads(at)
    at = press(at, "Put on duty")
    assert "is on duty from" in reads(at)
    at = press(at, "Stop sending it to me")
    assert "You get no daily digest." in reads(at) and has(at, "Send it to me again")


def test_a_rota_that_is_uploaded_tells_its_faults_or_what_it_would_do(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    chief = whole_force(store, Role.SUPERVISOR)
    day = f"{now() + timedelta(days=3):%Y-%m-%d}"
    at = page("duty", chief)
    row = f"person,where,from,to\n{chief.email},force,{day} 06:00,{day} 14:00\n"
    at.file_uploader[0].set_value(("rota.csv", (row + "x@y.z,team:none,,\n").encode(), "text/csv"))
    says = reads(at.run())
    assert "Line 3" in says and "nothing is changed" in says
    at.file_uploader[0].set_value(("rota.csv", row.encode(), "text/csv"))
    assert "1 duty would be added." in reads(at.run())
    at = press(at, "Bring it in")
    with store.reading() as db:
        assert len(db.exec(select(Duty)).all()) == 1


def test_the_hand_over_shows_what_is_open_and_keeps_a_note(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    danger(store, here, now)
    at = page("handover", here.officer)
    says = reads(at)
    assert "1 question came in" in says and "1 waits for an answer" in says and "knife" not in says
    at.text_area[0].set_value("The keys are in the safe")
    at = press(at, "Leave the note")
    assert "The keys are in the safe" in reads(at)
    with store.reading() as db:
        assert db.exec(select(Handover)).one().team_id == here.officer.scope.team_id
