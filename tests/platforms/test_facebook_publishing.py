"""Publishing on a Facebook page: posts, answers, finding them again, what stands in the way."""

import pytest

from domain.errors import Ambiguous, Rejected, Transient
from domain.posts import Outgoing
from platforms.facebook import CAPABILITIES, LONGEST, faults
from tests.conftest import Ticking
from tests.platforms.graph_place import PAGE, Visited, visited_fixture  # noqa: F401

SAYING = Outgoing("Street surgery tonight at 6")


def test_the_key_text_and_place_of_a_post_are_as_given(visited: Visited) -> None:
    text = "Ffair Ddiogelwch 🚓\n\nSat & Sun, “bring locks” https://example.org/?a=1&b=2"
    proof = visited.page.publish(Outgoing(text), "k")
    assert visited.item(proof.external_id).text == text
    assert proof.url == f"https://www.facebook.com/{proof.external_id}"


def test_signs_that_no_database_takes_do_not_stop_a_post(visited: Visited) -> None:
    proof = visited.page.publish(Outgoing("Bring\x00 locks \ud83d"), "k")
    assert visited.item(proof.external_id).text == "Bring locks ?"


def test_the_same_words_at_once_are_a_duplicate(visited: Visited) -> None:
    visited.page.publish(SAYING, "k")
    with pytest.raises(Rejected) as refused:
        visited.page.publish(SAYING, "k")
    assert refused.value.duplicate


def test_a_post_accepted_late_is_found_when_it_is_there(visited: Visited, now: Ticking) -> None:
    visited.server.faults.add("late", "facebook", delay=60.0)
    began = now()
    with pytest.raises(Ambiguous):
        visited.page.publish(SAYING, "k")
    assert visited.page.find(SAYING, began, frozenset()) is None
    now.forward(minutes=2)
    assert visited.page.find(SAYING, began, frozenset())


def test_an_answer_under_a_nested_comment_is_found(visited: Visited, now: Ticking) -> None:
    message = Outgoing("Come along.", in_reply_to="100_2", thread=f"{PAGE}_100")
    assert visited.page.obstacle(message) is None
    proof = visited.page.publish(message, "k")
    assert visited.page.find(message, now(), frozenset()) == proof


def test_an_answer_to_a_visitors_post_is_found(visited: Visited, now: Ticking) -> None:
    message = Outgoing("The council does that.", in_reply_to=f"{PAGE}_v1", thread=f"{PAGE}_v1")
    assert visited.page.obstacle(message) is None
    proof = visited.page.publish(message, "k")
    assert visited.item(proof.external_id).root == f"{PAGE}_v1"
    assert visited.page.find(message, now(), frozenset()) == proof
    assert visited.page.find(message, now(), frozenset({proof.external_id})) is None


def test_the_same_words_by_somebody_else_are_no_proof(visited: Visited, now: Ticking) -> None:
    visited.says("100_9", f"{PAGE}_100", "At ten.")
    message = Outgoing("At ten.", in_reply_to="100_1", thread=f"{PAGE}_100")
    assert visited.page.find(message, now(), frozenset()) is None


def test_a_comment_by_nobody_we_know_is_no_proof(visited: Visited, now: Ticking) -> None:
    message = Outgoing("Ten sharp.", in_reply_to="100_1", thread=f"{PAGE}_100")
    visited.page.publish(message, "k")
    visited.server.faults.add("no_from", "facebook")
    assert visited.page.find(message, now(), frozenset()) is None


def test_another_link_alone_is_no_proof(visited: Visited, now: Ticking) -> None:
    visited.page.publish(Outgoing("https://example.org/a"), "k")
    assert visited.page.find(Outgoing("https://example.org/b"), now(), frozenset()) is None
    assert visited.page.find(Outgoing("https://example.org/a"), now(), frozenset())


@pytest.mark.parametrize("thread", [f"{PAGE}_100", None])
def test_hidden_and_gone_comments_are_obstacles(visited: Visited, thread: str | None) -> None:
    message = Outgoing("At ten.", in_reply_to="100_1", thread=thread)
    assert visited.page.obstacle(message) is None
    visited.item("100_1").hidden = True
    assert "hidden" in (visited.page.obstacle(message) or "")
    visited.world.remove("facebook", "100_1")
    assert "no longer" in (visited.page.obstacle(message) or "")


def test_nothing_known_is_no_obstacle(visited: Visited) -> None:
    message = Outgoing("At ten.", in_reply_to="100_1", thread=f"{PAGE}_100")
    assert visited.page.obstacle(SAYING) is None
    for kind in ("html_502", "hang_up_before", "rate_limit_no_reset", "forbidden", "dead_token"):
        visited.server.faults.add(kind, "facebook")
        assert visited.page.obstacle(message) is None


def test_deleting_what_is_gone_does_no_harm_and_the_rest_is_told(visited: Visited) -> None:
    visited.page.delete(f"{PAGE}_1")
    visited.page.delete(f"{PAGE}_1")
    visited.server.faults.add("hang_up_after", "facebook")
    with pytest.raises(Transient):
        visited.page.delete(f"{PAGE}_2")
    visited.page.delete(f"{PAGE}_2")
    with pytest.raises(Rejected):
        visited.page.delete(f"{PAGE}_t1")


def test_a_text_is_checked_to_the_character() -> None:
    assert faults(Outgoing("x" * LONGEST)) == []
    assert "by 1 characters" in faults(Outgoing("x" * (LONGEST + 1)))[0]
    assert CAPABILITIES.max_text == 63_206 and CAPABILITIES.count_text("🎂") == 1
    assert CAPABILITIES.price_of(SAYING) == ""
