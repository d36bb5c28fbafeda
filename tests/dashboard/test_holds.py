"""Holds: two presses stop everything; the page says what that stopped, and what is to be decided afterwards."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from domain.people import Role, Scope, Signed
from domain.publication import Stage, State
from store.db import Store
from store.tables import Hold, Person, Publication
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, button, has, html, press, reads, well
from tests.store.made_up import County, message, publication


def hold(store: Store, here: County, now: Ticking, **more: Any) -> Hold:
    with store.writing() as db:
        known = {"reason": "Major incident", "placed_by_id": here.supervisor.person_id, "placed_at": now()}
        row = Hold(**{**known, "district_id": here.ashvale.id, **more})
        db.add(row)
        return row


def queued(store: Store, here: County, now: Ticking, hours: float, state: State = State.QUEUED, **more: Any) -> None:
    with store.writing() as db:
        at = now() + timedelta(hours=hours)
        of = message(db, here.officer, at, here.on_x, stage=Stage.APPROVED, text=f"Post of {hours}")
        publication(db, of, here.on_x, state, **more)


def holds(store: Store) -> list[Hold]:
    with store.reading() as db:
        return list(db.exec(select(Hold)))


def states(store: Store) -> list[State]:
    with store.reading() as db:
        return list(db.exec(select(Publication.state).order_by(Publication.due_at)))  # type: ignore[arg-type]


def whole_force(store: Store, role: Role) -> Signed:
    with store.writing() as db:
        kept = Person(email=f"{role}@marlshire.example", name=f"Kit {role.value.title()}", role=role)
        db.add(kept)
        db.flush()
        return Signed(kept.id, kept.email, kept.name, role, Scope())


def test_two_presses_and_a_reason_hold_everything_of_ones_own(page: Open, here: County, store: Store) -> None:
    at = page("holds", here.supervisor)
    assert "No hold is in force. What is due goes out." in reads(at)
    at = press(at, "Hold posts…")
    at.text_input[0].set_value("Major incident")
    at = press(at, "Hold all of Ashvale now")
    assert "In force. Nothing was on its way." in reads(at)
    (row,) = holds(store)
    assert (row.district_id, row.reason, row.starts_at, row.answers_too) == (
        here.ashvale.id, "Major incident", None, True,
    )  # fmt: skip
    assert row.review_at is not None and timedelta(hours=3, minutes=58) < row.review_at - row.placed_at
    assert "On hold: Ashvale" in reads(at) and not has(at, "Hold all of")


def test_without_a_reason_nothing_is_held_and_what_was_chosen_stays(page: Open, here: County, store: Store) -> None:
    at = press(press(page("holds", here.supervisor), "Hold posts…"), "Hold all of Ashvale now")
    assert "Say why" in reads(at) and holds(store) == []
    assert has(at, "Hold all of Ashvale now")
    assert not has(press(at, "Leave it"), "Hold all of")


def test_who_sees_the_whole_force_holds_the_whole_force_first(page: Open, here: County, store: Store) -> None:
    at = press(page("holds", whole_force(store, Role.SUPERVISOR)), "Hold posts…")
    at.text_input[0].set_value("Mourning")
    press(at, "Hold the whole force now")
    assert holds(store)[0].district_id is None


def test_an_officer_reads_along_and_is_offered_nothing(page: Open, here: County, store: Store, now: Ticking) -> None:
    hold(store, here, now)
    queued(store, here, now, -1, State.WAITING, trouble_kind="Held")
    at = page("holds", here.officer)
    says = reads(at)
    assert "A supervisor places and lifts holds." in says
    assert "A supervisor lifts it." in says and "Major incident. Since" in says
    assert not has(at, "Hold posts…") and not has(at, "Lift the hold") and not has(at, "Send")


def test_a_hold_on_one_account_of_some_kinds_from_a_time(page: Open, here: County, store: Store, now: Ticking) -> None:
    at = press(page("holds", here.supervisor), "Hold posts…")
    at.text_input[0].set_value("Vigil")
    choose(at, "What", "AshvaleTown · X")
    choose(at, "Kinds of posts", "All but some kinds")
    assert button(at, "Hold AshvaleTown").disabled
    well(at.multiselect[0].set_value(["appeal"]).run())
    for one in at.toggle:
        well(one.set_value(one.label == "Begin later").run())
    choose(at, "Ask whether it is still needed", "Never")
    at = press(at, "Hold AshvaleTown")
    assert "It begins " in reads(at)
    (row,) = holds(store)
    assert (row.account_id, row.spares, row.answers_too, row.review_at) == (here.on_x.id, ",appeal,", False, None)
    assert row.starts_at is not None and row.starts_at > now()
    says = reads(at)
    assert "Begins " in says and "These kinds still go out: appeals. Answers to the public still go out." in says
    assert "No hold is in force." in says


def test_one_post_is_chosen_from_what_is_planned(page: Open, here: County, store: Store, now: Ticking) -> None:
    queued(store, here, now, 5)
    at = press(page("holds", here.supervisor), "Hold posts…")
    at.text_input[0].set_value("Wrong date")
    choose(at, "What", "One post…")
    press(at, "Hold one post now")
    (row,) = holds(store)
    assert row.scheduled_post_id is not None and row.district_id is None


def test_a_standing_hold_says_what_it_stops_and_what_lifting_does(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    row = hold(store, here, now)
    queued(store, here, now, 5)
    queued(store, here, now, 3)
    queued(store, here, now, -1, State.WAITING, trouble_kind="Held", held_by_id=row.id)
    at = page("holds", here.supervisor)
    says = reads(at)
    assert "2 posts are queued under it, the first due" in says and "1 post fell due under it." in says
    assert "2 queued posts go out at their times" in says
    says = reads(press(at, "Lift the hold"))
    assert "Lifted. 1 post fell due meanwhile" in says
    assert "Ashvale: Major incident" in says and "lifted by Jo Marsh" in says and "1 post fell due under it." in says


def test_a_hold_whose_review_time_has_come_asks_and_takes_a_new_one(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    hold(store, here, now, review_at=now() - timedelta(minutes=5))
    at = page("holds", here.supervisor)
    assert "has come: lift it, or let it ask again later." in reads(at)
    assert "The hold goes on. It asks again" in reads(press(at, "Ask again then"))
    row = holds(store)[0]
    assert row.review_at is not None and row.review_at > now() and row.lifted_at is None


def test_a_planned_hold_is_called_off(page: Open, here: County, store: Store, now: Ticking) -> None:
    hold(store, here, now, starts_at=now() + timedelta(hours=2))
    says = reads(press(page("holds", here.supervisor), "Call it off"))
    assert "Lifted before it began." in says and "called off before it began" in says


def test_the_review_list_is_decided_one_by_one_or_all(page: Open, here: County, store: Store, now: Ticking) -> None:
    for hours in (-3, -2, -1):
        queued(store, here, now, hours, State.WAITING, trouble_kind="Held")
    queued(store, here, now, -4, State.WAITING, trouble_kind="TooLate")
    at = page("holds", here.supervisor)
    says = reads(at)
    assert "3 posts fell due under a hold." in says and "Post of -4" not in says
    assert button(at, "Send now").disabled
    well(box(at, "AshvaleTown").check().run())
    at = press(at, "Send 1 now")
    assert "1 post goes out now." in reads(at)
    assert states(store) == [State.WAITING, State.WAITING, State.WAITING, State.QUEUED]
    well(box(at, "Choose all 2").check().run())
    assert "2 posts are dropped." in reads(press(at, "Drop 2 for good"))
    assert "Nothing waits that fell due under a hold." in reads(page("holds", here.supervisor))


def test_all_that_wait_are_sent_in_their_order_apart(page: Open, here: County, store: Store, now: Ticking) -> None:
    for hours in (-3, -2):
        queued(store, here, now, hours, State.WAITING, trouble_kind="Held")
    at = page("holds", here.comms)
    well(box(at, "Choose all 2").check().run())
    assert "1 post goes out now. 1 more follows on an account" in reads(press(at, "Send 2 now"))


def test_what_is_still_held_says_so_and_stays(page: Open, here: County, store: Store, now: Ticking) -> None:
    hold(store, here, now, reason="Trial ![x](https://elsewhere.example/x.png)")
    queued(store, here, now, -1, State.WAITING, trouble_kind="Held")
    at = page("holds", here.supervisor)
    assert "still on hold: Trial ![x](https://elsewhere.example/x.png)" in html(at)
    well(box(at, "AshvaleTown").check().run())
    assert "A hold is in force" in reads(press(at, "Send 1 now"))
    assert states(store) == [State.WAITING]


def box(at: Any, label: str) -> Any:
    """The first tick box that says so."""
    return next(one for one in at.checkbox if one.label.startswith(label))


def choose(at: Any, label: str, option: str) -> None:
    """Choose from a list by what it shows."""
    one = next(one for one in at.selectbox if one.label == label)
    well(one.select(option).run())
