"""The sandbox, met by the real libraries: tweepy with signatures, and facebook-sdk."""

import warnings
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests
import tweepy

from sandbox.server import Server
from tests.conftest import Ticking
from tests.sandbox.conftest import ASHBY, PAGE

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)
    import facebook


class Redirect(requests.adapters.HTTPAdapter):
    """Sends what is meant for a platform to the sandbox; the client signs the real address."""

    def __init__(self, base: str) -> None:
        self.base = urlsplit(base)
        super().__init__()

    def send(self, request: requests.PreparedRequest, *args: Any, **ways: Any) -> requests.Response:
        meant = urlsplit(request.url or "")
        request.headers["Host"] = meant.netloc
        there = (self.base.scheme, self.base.netloc, self.base.path + meant.path, meant.query, "")
        request.url = urlunsplit(there)
        return super().send(request, *args, **{**ways, "timeout": 10})


@pytest.fixture
def client(server: Server) -> tweepy.Client:
    made = tweepy.Client(
        consumer_key="practice-app",
        consumer_secret="practice-app-secret",
        access_token=f"practice-x-{ASHBY}",
        access_token_secret=f"practice-x-{ASHBY}-secret",
    )
    made.session.trust_env = False
    made.session.mount("https://api.twitter.com", Redirect(server.x_address))
    yield made
    made.session.close()


@pytest.fixture
def page(server: Server) -> facebook.GraphAPI:
    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://graph.facebook.com", Redirect(server.graph_address))
        graph = facebook.GraphAPI(f"practice-page-{PAGE}", session=session)
        graph.version = "v25.0"
        yield graph


def test_tweepy_signs_reads_and_pages(client: tweepy.Client) -> None:
    pages = tweepy.Paginator(
        client.get_users_tweets, ASHBY, max_results=10, tweet_fields=["created_at", "public_metrics"], user_auth=True
    )
    found = list(pages.flatten())
    assert [tweet.id for tweet in found] == list(range(1054, 1029, -1))
    assert found[0].public_metrics["like_count"] == 7
    assert client.get_me().data.username == "AshbySNT"
    found = client.search_recent_tweets(
        "conversation_id:2001 (from:RobinVale OR @x)", user_auth=True, expansions="author_id"
    )
    assert found.includes["users"][0].username == "RobinVale"


def test_tweepy_posts_meets_the_duplicate_and_deletes(client: tweepy.Client) -> None:
    made = client.create_tweet(text="Żółw & “co” https://example.org/?a=1&b=%20 👮🏽‍♀️").data
    assert "&amp;" in made["text"]
    with pytest.raises(tweepy.Forbidden) as refused:
        client.create_tweet(text="Żółw & “co” https://example.org/?a=1&b=%20 👮🏽‍♀️")
    assert "duplicate content" in str(refused.value)
    assert client.delete_tweet(made["id"]).data == {"deleted": True}
    with pytest.raises(tweepy.NotFound):
        client.delete_tweet(made["id"])


def test_tweepy_meets_each_refusal_as_its_own_error(client: tweepy.Client, server: Server, now: Ticking) -> None:
    for kind, error in (
        ("dead_token", tweepy.Unauthorized),
        ("rate_limit", tweepy.TooManyRequests),
        ("forbidden", tweepy.Forbidden),
        ("server_error_after", tweepy.TwitterServerError),
        ("credits", tweepy.HTTPException),
    ):
        server.faults.add(kind, "x")
        with pytest.raises(error):
            client.get_me()
    wrong = tweepy.Client(None, "practice-app", "not the secret", f"practice-x-{ASHBY}", f"practice-x-{ASHBY}-secret")
    wrong.session.mount("https://api.twitter.com", Redirect(server.x_address))
    with wrong.session, pytest.raises(tweepy.Unauthorized):
        wrong.get_me()


def test_facebook_sdk_reads_and_pages(page: facebook.GraphAPI) -> None:
    posts = list(page.get_all_connections(PAGE, "published_posts", limit=10, fields="id,created_time"))
    assert [one["id"] for one in posts] == [f"{PAGE}_{hours}" for hours in range(54, 29, -1)]
    assert page.get_object(PAGE, fields="followers_count")["followers_count"] == 1200


def test_facebook_sdk_publishes_answers_and_deletes(page: facebook.GraphAPI) -> None:
    ident = page.put_object(PAGE, "feed", message="Żółw & “co” 👮🏽‍♀️")["id"]
    assert page.get_object(ident)["message"] == "Żółw & “co” 👮🏽‍♀️"
    answer = page.put_object("54_1", "comments", message="At ten")["id"]
    assert page.get_object(answer, fields="parent")["parent"]["id"] == "54_1"
    assert page.delete_object(ident) == {"success": True}
    with pytest.raises(facebook.GraphAPIError) as gone:
        page.get_object(ident)
    assert (gone.value.code, gone.value.result["error"]["error_subcode"]) == (100, 33)


def test_facebook_sdk_cannot_fetch_many_at_once_any_more(page: facebook.GraphAPI) -> None:
    with pytest.raises(facebook.GraphAPIError, match="deprecated"):
        page.get_objects([PAGE], fields="id")


def test_facebook_sdk_meets_a_limit(page: facebook.GraphAPI, server: Server) -> None:
    server.faults.add("rate_limit", "facebook")
    with pytest.raises(facebook.GraphAPIError) as limited:
        page.get_object(PAGE)
    assert limited.value.code == 32
