"""Hiding comments of the public, over real adapters: by whom, by which rule, done whatever dies, and shown again."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from config.house_rules import read_house_rules
from domain.clock import utc_now
from domain.errors import Rejected
from domain.listening.words import Lane
from domain.people import Act
from domain.posts import PlatformName, Surface
from domain.purse import Limits
from domain.questions import HidingState, Outcome
from platforms.port import Outlet
from sandbox.items import Item
from sandbox.server import Server
from sandbox.world import World
from scheduler import desk, metronome
from scheduler.desk import Refused
from scheduler.evidence import sum_of
from scheduler.hiding_evidence import export
from scheduler.hidings import hide_due
from scheduler.means import Means
from store import replies, reports
from store.tables import Account, Hiding, Hold, Reply, Trail
from tests.scheduler.board import Killed, capabilities
from tests.scheduler.conftest import Force
from tests.scheduler.test_metronome import until
from tests.scheduler.test_platforms import NAMES, ON_BOTH

WHY = "Calls the officer names"
HOUSE = read_house_rules()


@dataclass
class Comment:
    """Something the public wrote under a post of ours: there, and as we keep it."""

    there: Item
    reply: UUID
    question: UUID


def commented(force: Force, world: World, name: str = "page") -> Comment:
    """A question with abuse in it, under a post of ours, collected."""
    account = force[name]
    ours = world.publish(account.platform, world.accounts[account.platform, account.external_id], "Surgery tonight")
    there = world.reply(ours, world.person(account.platform, "Pat Quill").id, f"@{account.handle} What time, idiots?")
    question = force.question(name, ours.id, there.id)
    return Comment(there, force.asked(question).reply_id, question)


def order(force: Force, which: Comment | UUID, who: str = "officer", rule: str = "abuse", why: str = WHY) -> str:
    reply = which.reply if isinstance(which, Comment) else which
    return desk.hide(force.store, force.people[who], reply, rule, why, force.rules, HOUSE, force.now).says


def show(force: Force, which: UUID | None = None, who: str = "officer", why: str = "It was a joke") -> str:
    return desk.show_again(force.store, force.people[who], which or the(force).id, why, force.now).says


def all_of(force: Force) -> list[Hiding]:
    with force.store.reading() as db:
        return list(db.exec(select(Hiding).order_by(col(Hiding.ordered_at), col(Hiding.id))))


def the(force: Force) -> Hiding:
    (one,) = all_of(force)
    return one


def trail(force: Force) -> list[tuple[str, str]]:
    with force.store.reading() as db:
        return [(row.act, row.detail) for row in db.exec(select(Trail).order_by(col(Trail.id)))]


def notices(force: Force, who: str = "supervisor") -> list[reports.Notice]:
    with force.store.reading() as db:
        found = reports.attention(db, force.people[who], force.now())
        hidden = [one for one in found if one.kind is reports.Kind.HIDING]
        others = reports.badges(db, force.people[who], force.now()).attention
        assert others == len(found)
    return hidden


def goes_wrong(server: Server, platform: PlatformName, kind: str, **more: Any) -> None:
    server.faults.add(kind, platform.value, **{"operation": "write", **more})


@ON_BOTH
def test_what_is_ordered_is_hidden_and_the_platform_has_said_so(
    platform: PlatformName, force: Force, line: Means, world: World
) -> None:
    comment = commented(force, world, NAMES[platform])
    says = order(force, comment)
    assert "Ordered: the comment is hidden now." in says and "still waits for an answer" in says
    assert not comment.there.hidden and the(force).state is HidingState.ORDERED
    force.now.forward(seconds=3)
    assert hide_due(line) == {"hidden": 1}
    one = the(force)
    assert (one.state, one.done_at, one.rule, one.reason) == (HidingState.HIDDEN, force.now(), "abuse", WHY)
    assert one.rule_text == HOUSE[0].english
    assert comment.there.hidden
    assert [act for act, _ in trail(force)] == ["hide", "hidden"]
    assert hide_due(line) == {}


@ON_BOTH
def test_it_is_shown_again_for_a_reason_that_is_kept(
    platform: PlatformName, force: Force, line: Means, world: World
) -> None:
    comment = commented(force, world, NAMES[platform])
    order(force, comment)
    hide_due(line)
    force.now.forward(hours=1)
    assert "shown again now" in show(force, who="comms")
    assert (the(force).state, comment.there.hidden) == (HidingState.SHOW_ORDERED, True)
    force.now.forward(seconds=3)
    assert hide_due(line) == {"shown": 1}
    one = the(force)
    assert (one.state, one.shown_at, one.shown_reason) == (HidingState.SHOWN, force.now(), "It was a joke")
    assert not comment.there.hidden
    assert [act for act, _ in trail(force)] == ["hide", "hidden", "show_again", "shown"]
    if platform is PlatformName.X:
        assert force.spent() == 2 * 5_000  # a write each way


@ON_BOTH
@pytest.mark.parametrize("dies", ["before", "after"])
@pytest.mark.parametrize("wish", [True, False])
def test_killed_anywhere_it_is_done_by_the_next(
    dies: str, wish: bool, platform: PlatformName, force: Force, line: Means, world: World
) -> None:
    comment = commented(force, world, NAMES[platform])
    order(force, comment)
    if not wish:
        hide_due(line)
        show(force)
    before = the(force).state
    with pytest.raises(Killed):
        hide_due(replace(line, connect=lambda account: Dying(line.connect(account), dies)))  # type: ignore[arg-type]
    assert the(force).state is before
    assert hide_due(line) == {}  # the dead one might still be at it
    force.now.forward(minutes=2, seconds=1)
    assert hide_due(line) == {"hidden" if wish else "shown": 1}
    assert comment.there.hidden is wish
    if platform is PlatformName.X:
        assert force.spent() == (5_000 if wish else 10_000)  # paid once, however often it was tried


@dataclass
class Dying:
    """A line to a platform whose process is killed before or after it has told it."""

    real: Outlet
    dies: str

    def hide(self, external_id: str, hidden: bool) -> None:
        if self.dies == "before":
            raise Killed
        self.real.hide(external_id, hidden)
        raise Killed


@ON_BOTH
@pytest.mark.parametrize("kind", ["hang_up_after", "server_error_after", "hang_up_before", "html_502"])
def test_no_answer_is_tried_again_and_does_no_harm(
    kind: str, platform: PlatformName, force: Force, line: Means, world: World, server: Server
) -> None:
    comment = commented(force, world, NAMES[platform])
    order(force, comment)
    goes_wrong(server, platform, kind)
    assert hide_due(line) == {"later": 1}
    assert the(force).state is HidingState.ORDERED and the(force).trouble
    force.now.forward(seconds=16)
    assert hide_due(line) == {"hidden": 1}
    assert comment.there.hidden and not the(force).trouble


@ON_BOTH
@pytest.mark.parametrize("kind", ["rate_limit", "rate_limit_no_reset", "dead_token"])
def test_a_limit_and_a_dead_token_wait_until_they_pass(
    kind: str, platform: PlatformName, force: Force, line: Means, world: World, server: Server
) -> None:
    order(force, commented(force, world, NAMES[platform]))
    goes_wrong(server, platform, kind)
    assert hide_due(line) == {"later": 1}
    assert force.spent() == 0  # what was refused is not billed
    force.now.forward(minutes=61)
    assert hide_due(line) == {"hidden": 1}


@ON_BOTH
def test_a_refusal_asks_a_person_who_closes_the_matter_or_orders_it_anew(
    platform: PlatformName, force: Force, line: Means, world: World, server: Server
) -> None:
    comment = commented(force, world, NAMES[platform])
    order(force, comment)
    goes_wrong(server, platform, "forbidden", code=368)
    assert hide_due(line) == {"refused": 1}
    (notice,) = notices(force)
    assert (notice.detail_kind, notice.asked_by) == (HidingState.REFUSED, "Officer") and notice.detail
    assert trail(force)[-1][0] == "hide_refused"
    with pytest.raises(Refused, match="did not hide it"):
        show(force)
    assert "stays visible" in desk.close_hiding(force.store, force.people["officer"], the(force).id, force.now).says
    assert notices(force) == []
    force.now.forward(minutes=1)
    order(force, comment)
    assert hide_due(line) == {"hidden": 1}
    assert [one.state for one in all_of(force)] == [HidingState.SHOWN, HidingState.HIDDEN]


def test_ordered_anew_a_refusal_asks_nobody_any_more(force: Force, line: Means, world: World, server: Server) -> None:
    comment = commented(force, world)
    order(force, comment)
    goes_wrong(server, PlatformName.FACEBOOK, "forbidden", code=368)
    hide_due(line)
    force.now.forward(minutes=1)
    order(force, comment)
    assert notices(force) == []


def test_what_cannot_be_shown_again_stays_hidden_and_says_so(
    force: Force, line: Means, world: World, server: Server
) -> None:
    comment = commented(force, world)
    order(force, comment)
    hide_due(line)
    show(force)
    goes_wrong(server, PlatformName.FACEBOOK, "forbidden", code=368)
    assert hide_due(line) == {"refused": 1}
    assert (the(force).state, comment.there.hidden) == (HidingState.HIDDEN, True)
    assert [one.detail_kind for one in notices(force)] == [HidingState.HIDDEN]
    show(force)
    assert hide_due(line) == {"shown": 1}
    assert notices(force) == []


def test_what_takes_long_is_told_after_five_minutes(force: Force, line: Means, world: World, server: Server) -> None:
    order(force, commented(force, world))
    goes_wrong(server, PlatformName.FACEBOOK, "hang_up_before", times=None)
    hide_due(line)
    assert notices(force) == []
    force.now.forward(minutes=5, seconds=1)
    assert [one.detail_kind for one in notices(force)] == [HidingState.ORDERED]


def test_an_order_that_nobody_has_tried_is_simply_taken_back(force: Force, line: Means, world: World) -> None:
    comment = commented(force, world)
    order(force, comment)
    assert "Taken back" in show(force)
    assert (the(force).state, hide_due(line), comment.there.hidden) == (HidingState.SHOWN, {}, False)


def test_an_order_to_show_never_overtakes_a_hiding_that_is_in_a_hand(force: Force, line: Means, world: World) -> None:
    comment = commented(force, world)
    order(force, comment)

    def while_in_hand(account: Account) -> Outlet:
        show(force)
        assert hide_due(line) == {}
        return line.connect(account)

    assert hide_due(replace(line, connect=while_in_hand)) == {}
    assert (the(force).state, comment.there.hidden) == (HidingState.SHOW_ORDERED, True)
    assert hide_due(line) == {"shown": 1}
    assert (the(force).state, comment.there.hidden) == (HidingState.SHOWN, False)
    assert [act for act, _ in trail(force)] == ["hide", "show_again", "hidden", "shown"]


def test_who_comes_back_late_says_nothing_over_a_newer_try(
    force: Force, line: Means, world: World, server: Server
) -> None:
    order(force, commented(force, world))
    goes_wrong(server, PlatformName.FACEBOOK, "hang_up_before", times=None)

    def overtaken(account: Account) -> Outlet:
        force.now.forward(minutes=3)
        assert hide_due(line) == {"later": 1}
        raise Rejected("no")

    assert hide_due(replace(line, connect=overtaken)) == {}
    assert (the(force).state, the(force).tries) == (HidingState.ORDERED, 2)


def test_what_many_workers_see_is_told_by_one(force: Force, line: Means, world: World, server: Server) -> None:
    order(force, commented(force, world))
    did: list[int] = []
    workers = [threading.Thread(target=lambda: did.append(hide_due(line)["hidden"])) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sum(did) == 1
    assert len([call for call in server.sandbox.calls if call["method"] == "POST"]) == 1


def test_two_officers_at_once_hide_it_once(force: Force, line: Means, world: World) -> None:
    comment = commented(force, world)
    said: list[str] = []

    def try_it(who: str) -> None:
        try:
            said.append(order(force, comment, who))
        except Refused as no:
            said.append(str(no))

    both = [threading.Thread(target=try_it, args=(who,)) for who in ("officer", "comms")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(one.split(".")[0][:17] for one in said) == ["It is hidden alre", "Ordered: the comm"]
    assert len(all_of(force)) == 1


def test_a_hold_and_an_empty_purse_keep_no_abuse_up(force: Force, line: Means, world: World) -> None:
    comment = commented(force, world, "ashby")
    with force.store.writing() as db:
        who = force.people["supervisor"].person_id
        db.add(Hold(reason="A major incident", placed_by_id=who, placed_at=force.now()))
    order(force, comment)
    assert hide_due(replace(line, limits=lambda platform: Limits(day_micros=1))) == {"hidden": 1}


def test_hiding_closes_no_question(force: Force, line: Means, world: World) -> None:
    comment = commented(force, world)
    order(force, comment)
    hide_due(line)
    assert force.asked(comment.question).outcome is None
    with force.store.reading() as db:
        (row,) = reports.hidings(db, force.people["officer"])
    assert row.question_id == comment.question


def test_without_a_question_nothing_is_said_of_one(force: Force, line: Means, world: World) -> None:
    comment = commented(force, world)
    with force.store.writing() as db:
        asked = force.asked(comment.question)
        asked.outcome = Outcome.SET_ASIDE
        db.add(asked)
    assert "still waits" not in order(force, comment)


def test_what_the_collector_finds_gone_is_over(force: Force, line: Means, world: World, server: Server) -> None:
    comment = commented(force, world)
    order(force, comment)
    goes_wrong(server, PlatformName.FACEBOOK, "hang_up_before", times=None)
    hide_due(line)
    force.now.forward(minutes=10)
    with force.store.writing() as db:
        replies.gone(db, force["page"], [comment.there.id], force.now())
    assert hide_due(line) == {}
    assert (the(force).state, the(force).trouble_kind) == (HidingState.REFUSED, "Gone")
    assert notices(force) == []  # there is nothing left to hide
    assert trail(force)[-1][0] == "gone"
    with pytest.raises(Refused, match="no longer there"):
        order(force, comment)


# Who may, and what cannot be hidden.


def placed(force: Force, name: str = "page", **more: Any) -> UUID:
    """A reply as we keep it, under no post."""
    told = {"external_id": "c9", "thread": "p9", "parent": "p9", "surface": Surface.THREAD, "text": "idiots"} | more
    row = Reply(account_id=force[name].id, created_at=force.now(), **told)
    with force.store.writing() as db:
        db.add(row)
    return row.id


@pytest.mark.parametrize(
    ("name", "more", "says"),
    [
        ("page", {"by_us": True}, "our own"),
        ("page", {"surface": Surface.TAGGED}, "only what stands under a post in our own place"),
        ("page", {"surface": Surface.VISITOR, "external_id": "p9"}, "only what stands under"),
        ("ashby", {"surface": Surface.MENTION}, "only what stands under"),
    ],
)
def test_what_cannot_be_hidden_is_refused_with_the_way_out(
    name: str, more: dict[str, Any], says: str, force: Force, line: Means
) -> None:
    with pytest.raises(Refused, match=says):
        order(force, placed(force, name, **more))
    assert all_of(force) == []


def test_a_platform_without_the_means_says_so(force: Force) -> None:
    with pytest.raises(Refused, match="Board does not let us hide comments"):
        order(force, placed(force))


def test_a_comment_under_a_visitors_post_can_be_hidden_on_a_page(force: Force, line: Means) -> None:
    assert "Ordered" in order(force, placed(force, surface=Surface.VISITOR))


def test_a_rule_and_a_reason_are_demanded(force: Force, line: Means, world: World) -> None:
    comment = commented(force, world)
    for rule, why, says in (
        ("", WHY, "Choose the house rule"),
        ("unwelcome", WHY, "Criticism and complaints break none"),
        ("abuse", "  ", "what breaks the rule"),
        ("abuse", "x" * 2_001, "too long by 1 signs"),
    ):
        with pytest.raises(Refused, match=says):
            order(force, comment, rule=rule, why=why)
    order(force, comment)
    with pytest.raises(Refused, match="hidden already"):
        order(force, comment)
    with pytest.raises(Refused, match="Say why it is shown again"):
        show(force, why=" ")


def test_danger_that_nobody_has_seen_is_not_hidden(force: Force, line: Means, world: World) -> None:
    comment = commented(force, world)
    with force.store.writing() as db:
        asked = force.asked(comment.question)
        asked.lane = Lane.DANGER
        db.add(asked)
    with pytest.raises(Refused, match="Acknowledge it first"):
        order(force, comment)
    with force.store.writing() as db:
        asked.acknowledged_at = force.now()
        db.add(asked)
    assert "Ordered" in order(force, comment)


def test_who_may_not_is_told_so_and_nothing_changes(force: Force, line: Means, world: World) -> None:
    comment, outside = commented(force, world), placed(force, "brook")
    with pytest.raises(Refused, match="do not let you hide comments"):
        order(force, comment, "administrator")
    with pytest.raises(Refused, match="for brook"):
        order(force, outside, "north officer")
    order(force, outside, "officer")
    for act in (show, lambda f, w, who: desk.note_appeal(f.store, f.people[who], w, "He rang", f.now)):
        with pytest.raises(Refused, match="for brook"):
            act(force, the(force).id, "north officer")
    with force.store.reading() as db:
        north = force.people["north officer"]
        assert reports.hidings(db, north) == []
        assert reports.hiding_of(db, north, outside) is None
        assert reports.hiding_history(db, north, the(force).id) == []


@pytest.mark.parametrize("act", [desk.show_again, desk.note_appeal])
def test_what_is_not_there_cannot_be_acted_upon(act: Callable[..., desk.Done], force: Force) -> None:
    with pytest.raises(Refused, match="There is no such hidden comment"):
        act(force.store, force.people["officer"], UUID(int=1), "Why", force.now)
    with pytest.raises(Refused, match="There is no such comment"):
        order(force, UUID(int=1))


def test_every_objection_is_a_line_of_its_own_and_in_the_trail(force: Force, line: Means, world: World) -> None:
    order(force, commented(force, world))
    for who, note in (("officer", "He rang:\nwants it back"), ("comms", "Looked again: it stays")):
        desk.note_appeal(force.store, force.people[who], the(force).id, note, force.now)
        force.now.forward(hours=1)
    assert the(force).appeal.splitlines() == [
        "24 Nov 2026, 09:00, Officer: He rang: wants it back",
        "24 Nov 2026, 10:00, Comms: Looked again: it stays",
    ]
    assert [act for act, _ in trail(force)].count("appeal") == 2
    with force.store.reading() as db:
        assert len(reports.hidings(db, force.people["officer"], appeals=True)) == 1
        assert reports.hidings(db, force.people["officer"], words="nothing like it") == []
        assert len(reports.hidings(db, force.people["officer"], words="WHAT time")) == 1


def test_its_story_is_handed_out_with_a_sum_that_stays_the_same(force: Force, line: Means, world: World) -> None:
    order(force, commented(force, world))
    hide_due(line)
    first = export(force.store, force.people["officer"], the(force).id, force.now)
    told = json.loads(first.text)
    assert told["evidence"]["certain"] == "The platform said that it is hidden."
    assert [one["act"] for one in told["evidence"]["trail"]] == ["hide", "hidden"]
    assert told["evidence"]["rule_text"] == HOUSE[0].english and told["evidence"]["reason"] == WHY
    assert "Pat" not in first.text  # no author: it is about the comment
    assert sum_of(told["evidence"]) == told["export"]["sha256"] == first.sum
    force.now.forward(hours=1)
    again = export(force.store, force.people["comms"], the(force).id, force.now)
    assert again.sum == first.sum and len(json.loads(again.text)["export"]["earlier"]) == 1
    assert trail(force)[-1] == (Act.EXPORT, f"sha256 {first.sum}")
    with pytest.raises(Refused, match="not within your area"):
        export(force.store, force.people["north officer"], UUID(int=1), force.now)


def test_the_metronome_hides_within_seconds(force: Force, means: Means) -> None:
    force.now.at = utc_now()
    can = replace(capabilities(PlatformName.FACEBOOK), hides=frozenset(Surface))
    force.rules = replace(force.rules, capabilities=lambda platform: can)
    order(force, placed(force))
    stop = threading.Event()
    running = threading.Thread(target=metronome.run, args=(replace(means, now=utc_now), "publisher one", stop))
    running.start()
    try:
        until(lambda: the(force).state is HidingState.HIDDEN)
    finally:
        stop.set()
        running.join(10)
    assert not running.is_alive()
