"""At most once, whatever dies or goes wrong between claim, call and settle."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from domain.cadence import Direction
from domain.errors import Ambiguous, OutOfCredit, RateLimited, Rejected, TokenExpired, Transient
from domain.posts import Outgoing, Published
from domain.publication import State
from domain.purse import Limits
from scheduler import publisher
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.metronome import tidy
from scheduler.reconciler import reconcile
from store import accounts, overdue, proofs, publications, turns
from store.tables import Account, Pause, Post, Trail
from store.turns import Due
from tests.scheduler.board import (
    Board,
    Killed,
    accepts_then,
    dies_after_accepting,
    dies_before_sending,
    hangs_up_after_accepting,
    raises,
    says_503_after_accepting,
)
from tests.scheduler.conftest import Force


def candidate(means: Means) -> Due:
    with means.store.reading() as db:
        (one,) = turns.due(db, means.now())
    return one


def test_what_is_approved_goes_out_at_its_time_and_not_before(force: Force, means: Means, board: Board) -> None:
    force.approved()
    assert publish_due(means) == {}
    force.now.forward(minutes=10)
    assert publish_due(means) == {"published": 1}
    assert board.texts() == ["Beat surgery at noon"]
    one = force.the()
    assert (one.state, one.external_id, one.published_at) == (State.PUBLISHED, "1000", force.now())
    with force.store.reading() as db:
        post = db.exec(select(Post)).one()
    assert (post.publication_id, post.external_id, post.text) == (one.id, "1000", "Beat surgery at noon")


def test_a_second_pass_sends_nothing_again(force: Force, means: Means, board: Board) -> None:
    force.due()
    publish_due(means)
    assert publish_due(means) == {}
    assert board.calls == 1


def test_nothing_that_is_not_approved_can_be_seen_by_the_publisher(force: Force, means: Means, board: Board) -> None:
    force.submitted()
    force.now.forward(minutes=10)
    publish_due(means)
    assert board.calls == 0


def test_no_answer_is_unknown_and_never_sent_again(force: Force, means: Means, board: Board) -> None:
    force.due()
    board.faults.append(hangs_up_after_accepting)
    publish_due(means)
    assert force.the().state is State.UNKNOWN
    force.now.forward(minutes=1)
    publish_due(means)
    assert board.calls == 1


@pytest.mark.parametrize("fault", [hangs_up_after_accepting, says_503_after_accepting, accepts_then(KeyError("id"))])
def test_what_was_accepted_without_an_answer_is_found_by_looking(
    fault: object, force: Force, means: Means, board: Board
) -> None:
    force.due()
    board.faults.append(fault)  # type: ignore[arg-type]
    publish_due(means)
    assert reconcile(means) == 1
    assert force.states() == [State.PUBLISHED]
    assert board.texts() == ["Beat surgery at noon"]


@pytest.mark.parametrize(("fault", "public"), [(dies_before_sending, 0), (dies_after_accepting, 1)])
def test_a_death_between_claim_and_settle_is_unknown_after_the_lease_and_never_queued(
    fault: object, public: int, force: Force, means: Means, board: Board
) -> None:
    force.due()
    board.faults.append(fault)  # type: ignore[arg-type]
    with pytest.raises(Killed):
        publisher.publish(means, candidate(means))
    assert force.the().state is State.PUBLISHING
    tidy(means)
    assert force.the().state is State.PUBLISHING  # the lease still runs
    force.now.forward(minutes=11)
    tidy(means)
    assert force.the().state is (State.PUBLISHED if public else State.UNKNOWN)
    publish_due(means)
    assert len(board.public) == public


def test_a_death_before_the_claim_costs_nothing(force: Force, means: Means, board: Board) -> None:
    force.due()

    def dies(account: Account) -> object:
        raise Killed

    with pytest.raises(Killed):
        publisher.publish(replace(means, connect=dies), candidate(means))  # type: ignore[arg-type]
    assert force.the().state is State.QUEUED
    publish_due(means)
    assert board.texts() == ["Beat surgery at noon"]


def test_sixty_four_racing_publishers_send_once(force: Force, means: Means, board: Board) -> None:
    force.due()
    one = candidate(means)
    start = threading.Barrier(64)
    sent: list[bool] = []

    def race() -> None:
        start.wait()
        sent.append(publisher.publish(means, one))

    racers = [threading.Thread(target=race) for _ in range(64)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert (board.calls, sent.count(True), len(force.attempts())) == (1, 1, 1)


def test_two_posts_of_one_account_are_never_in_two_hands(force: Force, means: Means, board: Board) -> None:
    for number in range(6):
        force.approved(f"Notice {number}", "ashby", minutes=10)
        force.approved(f"Page {number}", "page", minutes=10)
    force.now.forward(minutes=10)
    in_hand: list[str] = []
    met: list[str] = []

    class Watched:
        def __init__(self, account: Account) -> None:
            self.line, self.account = board.connect(account), account

        def __getattr__(self, name: str) -> object:
            return getattr(self.line, name)

        def publish(self, message: Outgoing, key: str) -> Published:
            if self.account.handle in in_hand:
                met.append(self.account.handle)
            in_hand.append(self.account.handle)
            threading.Event().wait(0.002)
            in_hand.remove(self.account.handle)
            return self.line.publish(message, key)

    workers = [threading.Thread(target=publish_due, args=(replace(means, connect=Watched),)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    publish_due(means)
    assert met == []
    assert sorted(board.texts()) == sorted([f"Notice {n}" for n in range(6)] + [f"Page {n}" for n in range(6)])


def test_a_second_hand_on_an_account_is_told_that_someone_was_first(force: Force, means: Means, board: Board) -> None:
    first, second = force.approved("One")[0], force.approved("Two")[0]
    force.now.forward(minutes=10)
    held_up = {"one": candidate(means)}

    def meanwhile(accept: Callable[[], Published]) -> Published:
        with force.store.reading() as db:
            assert turns.due(db, force.now()) == []  # its account is in a hand
        other = second if held_up["one"].publication.id == first.id else first
        late = replace(held_up["one"], publication=force.the(other.id))
        assert publisher.publish(means, late) is None
        return accept()

    board.faults.append(meanwhile)
    assert publisher.publish(means, held_up["one"]) is True
    assert board.calls == 1
    publish_due(means)
    assert sorted(board.texts()) == ["One", "Two"]


def test_a_stale_worker_changes_nothing_after_the_sweep(force: Force, means: Means, board: Board) -> None:
    force.due()

    def slow_refusal(accept: Callable[[], Published]) -> Published:
        force.now.forward(minutes=11)
        with force.store.writing() as db:
            assert overdue.sweep(db, force.now(), means.lease) == 1
        raise Rejected("not here")

    board.faults.append(slow_refusal)
    publisher.publish(means, candidate(means))
    assert force.the().state is State.UNKNOWN
    assert [one.outcome for one in force.attempts()] == ["unknown"]


def test_a_stale_workers_proof_wins_from_anywhere(force: Force, means: Means, board: Board) -> None:
    force.due()

    def slow(accept: Callable[[], Published]) -> Published:
        force.now.forward(minutes=11)
        with force.store.writing() as db:
            overdue.sweep(db, force.now(), means.lease)
        return accept()

    board.faults.append(slow)
    assert publisher.publish(means, candidate(means)) is True
    assert force.the().state is State.PUBLISHED


def test_a_worker_stopped_between_claim_and_call_does_not_call(force: Force, means: Means, board: Board) -> None:
    force.due()
    one = candidate(means)
    ticks = iter([force.now()])  # at the claim

    def jumps() -> object:
        return next(ticks, None) or force.now() + timedelta(minutes=9)

    publisher.publish(replace(means, now=jumps), one)  # type: ignore[arg-type]
    assert board.calls == 0
    assert force.the().state is State.QUEUED


def test_the_row_that_the_collector_kept_first_is_adopted(force: Force, means: Means, board: Board) -> None:
    force.due()

    def collected_first(accept: Callable[[], Published]) -> Published:
        proof = accept()
        with force.store.writing() as db:
            db.add(
                Post(
                    account_id=force["ashby"].id, external_id=proof.external_id, text="as it reads there",
                    url=proof.url, created_at=force.now(),
                )
            )  # fmt: skip
        return proof

    board.faults.append(collected_first)
    assert publish_due(means) == {"published": 1}
    with force.store.reading() as db:
        post = db.exec(select(Post)).one()
    assert (post.text, post.publication_id) == ("as it reads there", force.the().id)


def test_a_second_copy_on_the_platform_is_written_down_loudly(force: Force, means: Means) -> None:
    (one,) = force.due()
    for external_id in ("1", "1", "2"):
        with force.store.writing() as db:
            proofs.published(db, one.id, Published(external_id, "https://board.example"), force.now())
    with force.store.reading() as db:
        told = db.exec(select(Trail.detail).where(Trail.act == "published_twice")).all()
    assert told == ["public as 1 and as 2"]
    assert force.the().external_id == "1"


def test_a_rate_limit_does_not_use_up_the_retries(force: Force, means: Means, board: Board) -> None:
    force.due()
    for _ in range(7):
        board.faults.append(raises(RateLimited("429", force.now() + timedelta(minutes=5))))
        publish_due(means)
        assert force.the().not_before == force.now() + timedelta(minutes=5)
        force.now.forward(minutes=5)
    assert force.the().transients == 0
    publish_due(means)
    assert force.states() == [State.PUBLISHED]


def test_a_limit_that_ended_already_or_says_no_end_is_waited_for_all_the_same(
    force: Force, means: Means, board: Board
) -> None:
    force.due()
    board.faults.append(raises(RateLimited("429", force.now() - timedelta(hours=1))))
    publish_due(means)
    assert force.the().not_before > force.now()
    force.now.forward(minutes=1)
    board.faults.append(raises(RateLimited("429")))
    publish_due(means)
    assert force.the().not_before == force.now() + timedelta(minutes=15)


def test_a_limit_on_the_whole_app_pauses_the_platform_and_no_other(force: Force, means: Means, board: Board) -> None:
    force.due("One", "ashby")
    board.faults.append(raises(RateLimited("429", force.now() + timedelta(minutes=15), whole_app=True)))
    publish_due(means)
    force.approved("Two", "brook", minutes=1)
    force.approved("Three", "page", minutes=1)
    force.now.forward(minutes=1)
    assert publish_due(means) == {"published": 1}
    assert board.texts() == ["Three"]
    with force.store.reading() as db:
        assert db.exec(select(Pause)).one().reason == "429"
    force.now.forward(minutes=15)
    publish_due(means)
    assert sorted(board.texts()) == ["One", "Three", "Two"]


def test_a_used_up_monthly_read_cap_stops_no_publication(force: Force, means: Means, board: Board) -> None:
    force.due("One", "ashby")
    spent = RateLimited("The month's reads are used up.", force.now() + timedelta(days=9), whole_app=True)
    with force.store.writing() as db:
        some = accounts.claim(db, accounts.due(db, force.now(), [force["brook"].id])[0], force.now())
        assert some
        accounts.postpone(db, some, "RateLimited", spent, force.now())
        assert accounts.due(db, force.now(), [force["ashby"].id]) == []
    assert publish_due(means) == {"published": 1}
    assert board.texts() == ["One"]


def test_a_limit_on_all_writing_stops_no_collecting(force: Force, means: Means, board: Board) -> None:
    force.due("One", "ashby")
    board.faults.append(raises(RateLimited("429", force.now() + timedelta(minutes=15), whole_app=True)))
    publish_due(means)
    with force.store.reading() as db:
        assert db.exec(select(Pause)).one().direction is Direction.WRITING
        assert force["ashby"].id in accounts.due(db, force.now())


def test_transients_are_tried_five_times_more_and_then_it_has_failed(force: Force, means: Means, board: Board) -> None:
    force.due()
    board.faults.extend([raises(Transient("no route"))] * 6)
    pauses = []
    while force.the().state is State.QUEUED:
        publish_due(means)
        one = force.the()
        pauses.append((one.not_before - force.now()).total_seconds())
        force.now.at = max(force.now(), one.not_before)
    assert pauses[:5] == [5, 15, 60, 300, 900]
    assert force.the().state is State.FAILED
    assert board.calls == 6


def test_a_dead_token_waits_and_is_shown_and_goes_out_once_reconnected(
    force: Force, means: Means, board: Board
) -> None:
    force.due()
    board.faults.append(raises(TokenExpired("reconnect the account")))
    publish_due(means)
    one = force.the()
    assert (one.state, one.trouble, one.trouble_kind) == (State.QUEUED, "reconnect the account", "TokenExpired")
    with force.store.reading() as db:
        assert db.get_one(Account, force["ashby"].id).trouble_kind == "TokenExpired"
    force.now.forward(minutes=5)
    publish_due(means)
    assert force.the().state is State.PUBLISHED
    with force.store.reading() as db:
        assert db.get_one(Account, force["ashby"].id).trouble == ""


def test_a_missing_secret_is_no_claim_and_waits(force: Force, means: Means) -> None:
    force.due()

    def no_secret(account: Account) -> object:
        raise TokenExpired("there is no secret for ashby")

    publish_due(replace(means, connect=no_secret))  # type: ignore[arg-type]
    one = force.the()
    assert (one.state, one.attempts, one.trouble_kind) == (State.QUEUED, 0, "TokenExpired")


def test_the_platforms_empty_purse_leaves_it_queued_until_its_time_has_passed(
    force: Force, means: Means, board: Board
) -> None:
    force.due()
    board.faults.append(raises(OutOfCredit("402")))
    publish_due(means)
    assert (force.the().state, force.the().trouble) == (State.QUEUED, "402")
    force.now.forward(hours=3)
    tidy(means)
    assert force.the().state is State.WAITING


def test_a_refusal_is_final_until_a_person_says_otherwise(force: Force, means: Means, board: Board) -> None:
    force.due()
    board.faults.append(raises(Rejected("duplicate")))
    publish_due(means)
    force.now.forward(minutes=30)
    publish_due(means)
    assert (force.the().state, board.calls) == (State.FAILED, 1)


def test_a_refusal_after_an_unknown_attempt_is_evidence_and_looked_into_at_once(
    force: Force, means: Means, board: Board
) -> None:
    (one,) = force.due()
    board.faults.extend([hangs_up_after_accepting, raises(Rejected("duplicate"))])
    publish_due(means)
    with force.store.writing() as db:
        publications.move(db, one.id, State.UNKNOWN, State.QUEUED)
    publish_due(means)
    assert force.the().state is State.UNKNOWN
    assert reconcile(means) == 1
    assert force.the().state is State.PUBLISHED


def test_words_that_the_platform_would_not_take_fail_before_the_claim(force: Force, means: Means, board: Board) -> None:
    force.due()
    board.check_says = ["It is too long."]
    publish_due(means)
    one = force.the()
    assert (one.state, one.trouble, one.attempts, board.calls) == (State.FAILED, "It is too long.", 0, 0)


def test_a_fault_of_ours_before_the_claim_leaves_it_queued_and_the_others_go_out(
    force: Force, means: Means, board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    force.due("One", "ashby")
    force.approved("Two", "page", minutes=1)
    force.now.forward(minutes=1)

    def broken(account: Account) -> object:
        if account.handle == "ashby":
            raise KeyError("a bug")
        return board.connect(account)

    publish_due(replace(means, connect=broken))  # type: ignore[arg-type]
    assert board.texts() == ["Two"]
    assert sorted(force.states()) == [State.PUBLISHED, State.QUEUED]
    assert "could not work on publication" in caplog.text


def test_the_price_is_reserved_by_the_claim_and_kept_when_it_is_out(force: Force, means: Means, board: Board) -> None:
    force.due()

    def looks_at_purse(accept: Callable[[], Published]) -> Published:
        assert force.spent() == 15_000
        return accept()

    board.faults.append(looks_at_purse)
    publish_due(means)
    assert (force.spent(), [one.micros for one in force.attempts()]) == (15_000, [15_000])


@pytest.mark.parametrize("error", [Rejected("no"), Transient("no"), RateLimited("no"), TokenExpired("no")])
def test_what_surely_did_not_happen_is_not_billed(error: Exception, force: Force, means: Means, board: Board) -> None:
    force.due()
    board.faults.append(raises(error))
    publish_due(means)
    assert force.spent() == 0


def test_an_unknown_one_stays_reserved(force: Force, means: Means, board: Board) -> None:
    force.due()
    board.faults.append(raises(Ambiguous("no answer")))
    publish_due(means)
    assert force.spent() == 15_000


def test_an_empty_purse_of_ours_stops_the_claim_and_says_so(force: Force, means: Means, board: Board) -> None:
    force.due("One", "ashby")
    force.approved("Two", "brook", minutes=1)
    force.now.forward(minutes=1)
    poor = replace(means, limits=lambda platform: Limits(day_micros=20_000), seats=1)
    publish_due(poor)
    assert (len(board.public), force.spent()) == (1, 15_000)
    (left,) = [one for one in force.publications() if one.state is State.QUEUED]
    assert (left.trouble_kind, left.attempts) == ("OutOfCredit", 0)


def test_what_is_too_late_waits_for_a_person(force: Force, means: Means, board: Board) -> None:
    force.approved()
    force.now.forward(hours=3)
    publish_due(means)
    assert board.calls == 0
    tidy(means)
    assert force.the().state is State.WAITING
    assert "time has passed" in force.the().trouble


def test_everything_overdue_after_an_outage_goes_out_or_waits_and_nothing_is_silent(
    force: Force, means: Means, board: Board
) -> None:
    for number in range(20):
        force.approved(f"Notice {number}", "page", minutes=10 + number * 9)
    force.now.forward(hours=3, minutes=5)
    tidy(means)
    publish_due(means)
    states = force.states()
    assert states.count(State.PUBLISHED) + states.count(State.WAITING) == 20
    assert len(board.public) == states.count(State.PUBLISHED) == 13
