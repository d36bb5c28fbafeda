"""The promises of the port, kept on every platform."""

import traceback
from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.errors import Ambiguous, PlatformError, RateLimited, Rejected, TokenExpired, Transient
from domain.posts import FetchedReply, Known, Metrics, Outgoing, PlatformName, Surface, Unreadable
from platforms import registry
from tests.platforms.conftest import ACCOUNT, KEYS, Adapter, Place, back, walk

KEY = "5b0d3a57-publication"
HOUR = timedelta(hours=1)
LOST_READS = ("server_error_before", "html_502", "hang_up_before", "truncated", "cut")
LOST_WRITES = ("server_error_after", "html_502_after", "hang_up_after", "truncated", "cut")


def posts_of(place: Place, cursor: str = "") -> tuple[list[str], str]:
    """The ids of our posts that a walk brings, and its cursor."""
    items, _, cursor = walk(lambda at: place.adapter().fetch_posts(at, back(place.now)), cursor)
    return [item.external_id for item in items], cursor


def replies_of(place: Place, *posts: str, cursor: str = "") -> tuple[list[FetchedReply], str]:
    """What a walk brings of what the public wrote (and of what we answered), and its cursor."""
    items, _, cursor = walk(lambda at: place.adapter().fetch_replies(posts, at, back(place.now)), cursor)
    own = walk(lambda at: place.adapter().fetch_posts(at, back(place.now)))[1]
    return [*items, *own], cursor


# Our own posts.


def test_every_post_is_read_once_page_by_page(place: Place) -> None:
    made = [place.we_say(f"Post number {number}", ago=number * HOUR).id for number in range(1, 251)]
    found, _ = posts_of(place)
    assert sorted(found) == sorted(made)


def test_a_second_walk_without_news_brings_nothing(place: Place) -> None:
    place.we_say("Speed watch on Mill Lane", ago=HOUR)
    place.now.forward(minutes=20)
    _, cursor = posts_of(place)
    place.now.forward(days=1)
    assert posts_of(place, cursor)[0] in ([], [item.id for item in place.world.items.values()])


def test_what_appears_between_two_pages_is_not_lost(place: Place) -> None:
    made = {place.we_say(f"Post number {number}", ago=number * HOUR).id for number in range(1, 251)}

    def post_meanwhile() -> None:
        place.now.forward(seconds=30)
        made.add(place.we_say(f"Just now, at {place.now():%H:%M:%S}").id)

    fetch = place.adapter().fetch_posts
    items, _, cursor = walk(lambda at: fetch(at, back(place.now)), between=post_meanwhile)
    place.now.forward(minutes=10)
    later, _ = posts_of(place, cursor)
    assert {item.external_id for item in items} | set(later) == made


def test_looking_further_back_brings_what_is_older(place: Place) -> None:
    old = place.we_say("From last spring", ago=timedelta(days=200)).id
    new = place.we_say("From last week", ago=timedelta(days=7)).id
    found, cursor = posts_of(place)
    assert found == [new]
    deep = place.now() - timedelta(days=365)
    items, _, _ = walk(lambda at: place.adapter().fetch_posts(at, deep), cursor)
    assert old in [item.external_id for item in items]


def test_a_post_is_told_as_it_stands(place: Place) -> None:
    text = "Bore da! Ffair Ddiogelwch 🚓\nSat & Sun, “bring locks” <b>"
    made = place.we_say(text, ago=HOUR)
    page = place.adapter().fetch_posts("", back(place.now))
    [post] = page.items
    assert (post.external_id, post.text) == (made.id, text)
    assert post.created_at == made.at
    assert post.url.startswith("https://")


@pytest.mark.parametrize("kind", ["out_of_order", "repeated"])
def test_pages_in_disorder_lose_nothing(place: Place, kind: str) -> None:
    made = [place.we_say(f"Post number {number}", ago=number * HOUR).id for number in range(1, 251)]
    place.goes_wrong(kind, times=2)
    assert sorted(set(posts_of(place)[0])) == sorted(made)


@pytest.mark.parametrize("kind", ["unreadable_text", "bad_date"])
def test_one_unreadable_post_costs_nothing_else(place: Place, kind: str) -> None:
    made = {place.we_say(f"Post number {number}", ago=number * HOUR).id for number in range(1, 51)}
    place.goes_wrong(kind)
    page = place.adapter().fetch_posts("", back(place.now))
    if kind == "unreadable_text" and not page.unreadable:
        return  # a platform on which a post need not say anything
    [aside] = page.unreadable
    assert len(page.items) == 49
    assert {item.external_id for item in page.items} | {aside.external_id} == made
    assert aside.reason and aside.external_id in aside.raw


# What the public writes.


def test_a_comment_under_our_post_is_told_with_its_place(place: Place) -> None:
    post = place.we_say("Bike marking on Saturday", ago=HOUR)
    asked = place.they_answer(post, "What time does it start?", "Pat Quill", at=place.now() - HOUR / 2)
    [reply], _ = replies_of(place, post.id)
    assert (reply.external_id, reply.text, reply.created_at) == (asked.id, "What time does it start?", asked.at)
    assert (reply.post, reply.thread, reply.parent) == (post.id, post.id, post.id)
    assert (reply.surface, reply.by_us) == (Surface.THREAD, False)


def test_an_answer_to_a_comment_names_what_it_answers(place: Place) -> None:
    post = place.we_say("Bike marking on Saturday", ago=HOUR)
    asked = place.they_answer(post, "What time?")
    added = place.they_answer(asked, "And where?", "Robin Vale")
    found, _ = replies_of(place, post.id)
    parents = {reply.external_id: (reply.parent, reply.thread) for reply in found}
    assert parents[added.id] == (asked.id, post.id)


def test_our_own_answers_are_known_as_ours(place: Place) -> None:
    post = place.we_say("Bike marking on Saturday", ago=HOUR)
    asked = place.they_answer(post, "What time?")
    said = place.we_answer(asked, "At ten.")
    found, _ = replies_of(place, post.id)
    ours = [reply for reply in found if reply.by_us]
    assert [(reply.external_id, reply.parent, reply.thread) for reply in ours] == [(said.id, asked.id, post.id)]


def test_what_comes_later_is_found_later(place: Place) -> None:
    post = place.we_say("Bike marking on Saturday", ago=HOUR)
    place.they_answer(post, "What time?", at=place.now() - HOUR / 2)
    _, cursor = replies_of(place, post.id)
    place.now.forward(minutes=30)
    late = place.they_answer(post, "And where?", "Robin Vale")
    place.now.forward(minutes=30)
    found, _ = replies_of(place, post.id, cursor=cursor)
    assert late.id in [reply.external_id for reply in found]


def test_one_unreadable_comment_costs_nothing_else(place: Place) -> None:
    post = place.we_say("Bike marking on Saturday", ago=HOUR)
    for number in range(9):
        place.they_answer(post, f"Question {number}?", at=place.now() - timedelta(minutes=50 - number))
    place.goes_wrong("bad_date", operation="comments" if place.platform is PlatformName.FACEBOOK else "mentions")
    kept: list[FetchedReply] = []
    aside: list[Unreadable] = []
    cursor = ""
    for _ in range(10):
        page = place.adapter().fetch_replies([post.id], cursor, back(place.now))
        kept, aside, cursor = kept + page.items, aside + page.unreadable, page.cursor
        if not page.more:
            break
    assert (len(kept), len(aside)) == (8, 1)


# Numbers.


def test_numbers_are_told_and_what_is_not_told_is_none(place: Place) -> None:
    post = place.we_say("Bike marking on Saturday", ago=HOUR, likes=7, shares=2, views=900)
    told = place.adapter().fetch_metrics([post.id]).metrics[post.id]
    tells = registry.capabilities(place.platform).tells
    assert told.likes == 7
    assert told.shares == 2
    for name in Metrics.__dataclass_fields__:
        assert name in tells or getattr(told, name) is None


def test_a_post_that_is_gone_is_told_as_gone(place: Place) -> None:
    gone, there = place.we_say("Taken back", ago=HOUR), place.we_say("Still there", ago=HOUR)
    place.world.remove(place.platform, gone.id)
    numbers = place.adapter().fetch_metrics([gone.id, there.id])
    assert (set(numbers.gone), set(numbers.metrics)) == ({gone.id}, {there.id})


def test_no_posts_cost_no_call(place: Place) -> None:
    adapter = place.adapter()
    adapter.fetch_metrics([])
    adapter.look_again([])
    adapter.fetch_names([])
    assert place.sent == []


def test_followers_are_told(place: Place) -> None:
    audience = place.adapter().fetch_audience()
    assert audience.followers == {PlatformName.X: 3_400, PlatformName.FACEBOOK: 1_200}[place.platform]
    assert (audience.towns is not None) == ("towns" in registry.capabilities(place.platform).tells)


def test_a_second_look_tells_what_was_edited_and_what_is_gone(place: Place) -> None:
    post = place.we_say("Bike marking on Saturday", ago=HOUR)
    edited, deleted = place.they_answer(post, "What tme?"), place.they_answer(post, "Rude words", "Robin Vale")
    edited.text = "What time?"
    place.world.remove(place.platform, deleted.id)
    known = [Known(post.id), Known(edited.id, post.id), Known(deleted.id, post.id)]
    look = place.adapter().look_again(known)
    assert look.gone == {deleted.id}
    assert look.texts[edited.id] == "What time?"
    assert look.texts.get(post.id, post.text) == post.text


# Publishing.


def test_what_is_published_is_public_and_found_again(place: Place) -> None:
    message, began = (
        Outgoing("Street surgery tonight at 6, see https://example.org/surgery & bring a friend"),
        place.now(),
    )
    proof = place.adapter().publish(message, KEY)
    item = place.public(proof.external_id)
    assert item is not None and (item.said or item.text) == message.text
    place.now.forward(minutes=1)
    assert place.adapter().find(message, began, frozenset()) == proof
    assert place.adapter().find(message, began, frozenset({proof.external_id})) is None


def test_an_answer_stands_under_what_it_answers(place: Place) -> None:
    post = place.we_say("Bike marking on Saturday", ago=HOUR)
    asked = place.they_answer(post, "What time?")
    message, began = Outgoing("At ten, in the square.", in_reply_to=asked.id, thread=post.id), place.now()
    proof = place.adapter().publish(message, KEY)
    item = place.public(proof.external_id)
    assert item is not None and item.by_us and item.root == post.id
    assert place.adapter().find(message, began, frozenset()) == proof


def test_other_words_are_no_proof(place: Place) -> None:
    place.we_say("Street surgery tonight at 7", ago=timedelta(minutes=1))
    message = Outgoing("Street surgery tonight at 6")
    assert place.adapter().find(message, place.now() - HOUR, frozenset()) is None


def test_the_same_words_from_last_week_are_no_proof(place: Place) -> None:
    place.we_say("Street surgery tonight", ago=timedelta(days=7))
    assert place.adapter().find(Outgoing("Street surgery tonight"), place.now(), frozenset()) is None


def test_the_same_words_as_a_post_are_no_proof_of_an_answer(place: Place) -> None:
    post = place.we_say("Bike marking on Saturday", ago=HOUR)
    asked = place.they_answer(post, "What time?")
    place.we_say("At ten.")
    assert place.adapter().find(Outgoing("At ten.", asked.id, post.id), place.now(), frozenset()) is None


@pytest.mark.parametrize("kind", LOST_WRITES)
def test_no_answer_while_writing_is_ambiguous_and_can_be_found(place: Place, kind: str) -> None:
    message, began = Outgoing("Street surgery tonight at 6"), place.now()
    place.goes_wrong(kind, operation="write")
    with pytest.raises(Ambiguous):
        place.adapter().publish(message, KEY)
    found = place.adapter().find(message, began, frozenset())
    assert found is not None and place.public(found.external_id) is not None


def test_an_unreachable_platform_surely_heard_nothing(place: Place) -> None:
    place.server.close()
    with pytest.raises(Transient):
        place.adapter().publish(Outgoing("Street surgery tonight at 6"), KEY)


def test_deleting_twice_does_no_harm(place: Place) -> None:
    post = place.we_say("Taken back", ago=HOUR)
    place.adapter().delete(post.id)
    place.adapter().delete(post.id)
    assert place.public(post.id) is None


def test_an_obstacle_is_told_before_the_answer_leaves(place: Place) -> None:
    post = place.we_say("Bike marking on Saturday", ago=HOUR)
    asked = place.they_answer(post, "What time?")
    message = Outgoing("At ten.", asked.id, post.id)
    assert place.adapter().obstacle(message) is None
    place.world.remove(place.platform, asked.id)
    assert (place.adapter().obstacle(message) or "").endswith(".")


def test_a_message_is_checked_without_a_call(place: Place) -> None:
    adapter = place.adapter()
    long = Outgoing("word " * (registry.capabilities(place.platform).max_text // 5 + 2))
    for message, wrong in ((Outgoing("  \n"), True), (long, True), (Outgoing("Street surgery tonight"), False)):
        said = adapter.check(message)
        assert bool(said) == wrong and said == registry.check(place.platform, message)
        assert all(sentence.endswith(".") for sentence in said)
    assert place.sent == []


# What goes wrong.


def calls(adapter: Adapter, place: Place) -> list[Callable[[], object]]:
    """Everything that asks the platform for something."""
    floor = back(place.now)
    return [
        lambda: adapter.fetch_posts("", floor),
        lambda: adapter.fetch_replies(["1"], "", floor),
        lambda: adapter.fetch_metrics(["1"]),
        adapter.fetch_audience,
        lambda: adapter.look_again([Known("1")]),
        lambda: adapter.find(Outgoing("Anything"), floor, frozenset()),
    ]


@pytest.mark.parametrize("kind", LOST_READS)
@pytest.mark.parametrize("call", range(6))
def test_no_answer_while_reading_is_transient(place: Place, kind: str, call: int) -> None:
    place.goes_wrong(kind, times=None)
    with pytest.raises(Transient):
        calls(place.adapter(), place)[call]()


@pytest.mark.parametrize("call", range(6))
def test_a_limit_is_told_as_a_limit_and_a_dead_token_as_dead(place: Place, call: int) -> None:
    place.goes_wrong("rate_limit")
    with pytest.raises(RateLimited) as limited:
        calls(place.adapter(), place)[call]()
    assert not limited.value.whole_app
    place.goes_wrong("dead_token")
    with pytest.raises(TokenExpired):
        calls(place.adapter(), place)[call]()


@pytest.mark.parametrize("kind", ["rate_limit", "rate_limit_no_reset", "app_limit", "dead_token", "forbidden"])
def test_what_is_refused_is_not_public(place: Place, kind: str) -> None:
    place.goes_wrong(kind)
    expected = {"dead_token": TokenExpired, "forbidden": Rejected}.get(kind, RateLimited)
    with pytest.raises(expected):
        place.adapter().publish(Outgoing("Street surgery tonight at 6"), KEY)
    assert place.ours() == []


def test_a_limit_of_the_whole_app_says_so(place: Place) -> None:
    place.goes_wrong("app_limit")
    with pytest.raises(RateLimited) as limited:
        place.adapter().publish(Outgoing("Street surgery tonight at 6"), KEY)
    assert limited.value.whole_app


def test_health_tells_a_dead_token_in_a_sentence(place: Place) -> None:
    assert place.adapter().health().faults == ()
    place.goes_wrong("dead_token")
    [fault] = place.adapter().health().faults[:1]
    assert fault.endswith((".", ")"))


@pytest.mark.parametrize("kind", [*LOST_READS, "rate_limit", "dead_token", "forbidden"])
def test_no_error_shows_a_token(place: Place, kind: str) -> None:
    place.goes_wrong(kind, times=None)
    for call in calls(place.adapter(), place):
        try:
            call()
        except PlatformError as fault:
            shown = "".join(traceback.format_exception(fault)) + repr(fault.__dict__)
            assert not [name for name in KEYS[place.platform].values() if name in shown]
            assert "://" not in str(fault) and ACCOUNT not in str(fault)


def test_a_secret_that_is_not_there_is_a_dead_token(place: Place) -> None:
    place.keys = {"app_secret": "practice-app-secret"}
    with pytest.raises(TokenExpired):
        place.adapter()
