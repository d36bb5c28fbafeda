"""The Graph API's writing side, as Facebook behaves."""

from datetime import timedelta

from sandbox.world import World
from tests.conftest import Ticking
from tests.sandbox.conftest import PAGE, SMALL, GraphCaller


def publish(graph: GraphCaller, message: str, **more: object) -> str:
    told = graph("POST", f"{PAGE}/feed", message=message, **more)
    assert graph.last.status_code == 200, told
    return str(told["id"])


def newest(graph: GraphCaller) -> str:
    return str(graph.get(f"{PAGE}/published_posts", limit=1)["data"][0]["id"])


def test_what_is_published_is_public_at_once(graph: GraphCaller) -> None:
    ident = publish(graph, "Bike marking & tea <here>", link="https://example.org/bikes")
    assert ident.startswith(f"{PAGE}_")
    told = graph.get(ident, fields="message,attachments{url},status_type,from,created_time")
    assert told["message"] == "Bike marking & tea <here>"
    assert told["attachments"]["data"][0]["url"] == "https://example.org/bikes"
    assert newest(graph) == ident


def test_the_same_words_twice_are_refused(graph: GraphCaller, now: Ticking) -> None:
    publish(graph, "Thank you")
    assert graph.error("POST", f"{PAGE}/feed", message="Thank you")["code"] == 506
    publish(graph, "Thank you", link="https://example.org")
    now.forward(hours=25)
    publish(graph, "Thank you")


def test_nothing_to_say_is_refused(graph: GraphCaller) -> None:
    assert graph.error("POST", f"{PAGE}/feed", message=" ")["code"] == 100
    assert graph.error("POST", f"{PAGE}/feed", link="not a link")["code"] == 1609005


def test_facebook_can_publish_later_by_itself(graph: GraphCaller, now: Ticking) -> None:
    due = int((now() + timedelta(hours=1)).timestamp())
    ident = publish(graph, "Later", scheduled_publish_time=due, published="false")
    assert newest(graph) != ident
    assert graph.get(f"{PAGE}/scheduled_posts")["data"][0]["id"] == ident
    now.forward(hours=1)
    assert newest(graph) == ident
    assert graph.get(f"{PAGE}/scheduled_posts") == {"data": []}
    assert graph.error("POST", f"{PAGE}/feed", message="x", scheduled_publish_time=due, published="true")["code"] == 100


def test_only_the_page_itself_writes(graph: GraphCaller) -> None:
    graph.token = f"practice-page-{SMALL}"
    assert graph.error("POST", f"{PAGE}/feed", message="Hello")["error_subcode"] == 33
    assert graph.error("DELETE", f"{PAGE}_54")["error_subcode"] == 33
    graph.token = "practice-user"
    assert graph.error("POST", f"{PAGE}/feed", message="Hello")["code"] == 200


def test_an_answer_stands_under_its_comment(graph: GraphCaller) -> None:
    ident = graph("POST", "54_3/comments", message="You are welcome")["id"]
    told = graph.get(ident, fields="from,parent{id},message")
    assert told["parent"]["id"] == "54_3"
    assert told["from"]["id"] == PAGE
    assert graph.get("54_3", fields="comment_count")["comment_count"] == 1
    counted = graph.get(f"{PAGE}_54", fields="comments.filter(stream).summary(true).limit(0)")
    assert counted["comments"]["summary"]["total_count"] == 1


def test_facebook_nests_once(graph: GraphCaller) -> None:
    ident = graph("POST", "54_2/comments", message="And bring a lock")["id"]
    assert graph.get(ident, fields="parent{id}")["parent"]["id"] == "54_1"


def test_a_comment_on_the_post_itself_has_no_parent(graph: GraphCaller) -> None:
    ident = graph("POST", f"{PAGE}_54/comments", message="Full now")["id"]
    assert graph.get(ident, fields="parent,message") == {"id": ident, "message": "Full now"}
    assert graph.error("POST", f"{PAGE}_54/comments", message="")["code"] == 100


def test_a_comment_can_be_hidden_and_our_own_words_changed(graph: GraphCaller, world: World) -> None:
    assert graph("POST", "54_1", is_hidden="true") == {"success": True}
    assert graph.get("54_1", fields="is_hidden")["is_hidden"] is True
    graph("POST", "54_1", is_hidden="false")
    assert not world.items["facebook", "54_1"].hidden
    assert graph.error("POST", "54_1", is_hidden="perhaps")["code"] == 100
    assert graph.error("POST", "54_2", is_hidden="true")["code"] == 200  # our own
    assert graph.error("POST", f"{PAGE}_v1", is_hidden="true")["code"] == 200  # a post that our app did not make
    assert graph.error("POST", "99_99", is_hidden="true")["code"] == 100
    mine = graph("POST", "54_1/comments", message="At tne")["id"]
    graph("POST", mine, message="At ten")
    assert graph.get(mine, fields="message")["message"] == "At ten"
    assert graph.error("POST", "54_1", message="Changed")["code"] == 200
    ident = publish(graph, "Frist")
    graph("POST", ident, message="First")
    assert graph.get(ident)["message"] == "First"


def test_what_is_deleted_is_gone_with_all_that_hangs_under_it(graph: GraphCaller, world: World) -> None:
    assert graph("DELETE", f"{PAGE}_54") == {"success": True}
    for method, path in (("DELETE", f"{PAGE}_54"), ("GET", f"{PAGE}_54"), ("GET", "54_1"), ("GET", "54_2")):
        error = graph.error(method, path)
        assert (error["code"], error["error_subcode"]) == (100, 33)
    assert newest(graph) == f"{PAGE}_53"


def test_a_page_may_delete_comments_on_its_posts(graph: GraphCaller) -> None:
    graph("DELETE", "54_1")
    assert [one["id"] for one in graph.get(f"{PAGE}_54/comments", filter="stream")["data"]] == ["54_3"]
    graph("DELETE", f"{PAGE}_v1")
    assert graph.error("DELETE", f"{PAGE}_t1")["code"] == 200


def test_new_ids_grow_with_time(graph: GraphCaller, now: Ticking) -> None:
    first = publish(graph, "one")
    now.forward(seconds=1)
    second = publish(graph, "two")
    assert int(first.partition("_")[2]) < int(second.partition("_")[2])
