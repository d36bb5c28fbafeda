"""X refused, written and looked for: every refusal by its name, and proof that is proof."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.answers import Asked
from domain.errors import Ambiguous, OutOfCredit, PlatformError, RateLimited, Rejected, TokenExpired, Transient
from domain.posts import Outgoing
from platforms import x, x_errors, x_write
from tests.conftest import Ticking
from tests.platforms.conftest import ACCOUNT, HANDLE, Place, Scripted, back

Json = dict[str, Any]

SAYING = Outgoing("Street surgery tonight at 6")
HOUR = timedelta(hours=1)
PROBLEMS = "https://api.twitter.com/2/problems"


def refused(told_x: x.X, now: Ticking, *, writing: bool) -> PlatformError:
    """What comes of a call that the scripted X refuses."""
    with pytest.raises(PlatformError) as raised:
        if writing:
            told_x.publish(SAYING, "key")
        else:
            told_x.fetch_posts("", back(now))
    return raised.value


def problem(status: int, detail: str = "", **more: Any) -> Json:
    return {"title": "Problem", "detail": detail or "Problem", "type": "about:blank", "status": status} | more


# Refusals.

REFUSALS: list[tuple[int, Json | str, type[PlatformError]]] = [
    (
        400,
        {"errors": [{"message": "`max_results` [5000] is not between 5 and 100"}], "title": "Invalid Request"},
        Rejected,
    ),
    (401, problem(401, "Unauthorized"), TokenExpired),
    (402, problem(402, "credits depleted", type="https://api.x.com/2/problems/credits-depleted"), OutOfCredit),
    (402, {"title": "CreditsDepleted"}, OutOfCredit),
    (403, problem(403, "You are not permitted to perform this action."), Rejected),
    (403, problem(403, reason="client-not-enrolled", type=f"{PROBLEMS}/client-forbidden"), TokenExpired),
    (403, problem(403, type=f"{PROBLEMS}/unsupported-authentication"), TokenExpired),
    (403, problem(403, "Your account is suspended and is not permitted to access this feature."), TokenExpired),
    (403, problem(403, "To protect our users, this account is temporarily locked."), TokenExpired),
    (403, "<html>Forbidden</html>", Rejected),
    (404, problem(404), Rejected),
    (409, problem(409), Rejected),
    (429, problem(429), RateLimited),
    (429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, RateLimited),
    (429, "", RateLimited),
]


@pytest.mark.parametrize(("status", "body", "kind"), REFUSALS)
@pytest.mark.parametrize("writing", [False, True])
def test_a_refusal_has_its_name(
    scripted: Scripted, told_x: x.X, now: Ticking, status: int, body: Any, kind: type[PlatformError], writing: bool
) -> None:
    scripted.says(body, status)
    assert isinstance(refused(told_x, now, writing=writing), kind)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("body", [problem(503), "<html>Bad gateway</html>", "", [1], "null", '{"errors": null}'])
def test_a_fault_of_xs_own_has_two_names(scripted: Scripted, told_x: x.X, now: Ticking, status: int, body: Any) -> None:
    scripted.says(body, status)
    assert isinstance(refused(told_x, now, writing=False), Transient)
    assert isinstance(refused(told_x, now, writing=True), Ambiguous)


@pytest.mark.parametrize(
    "body", [[1], "null", {"errors": None}, {"errors": "x"}, {"errors": [None]}, {"detail": 7}, {"error": 1}]
)
@pytest.mark.parametrize("status", [400, 401, 403, 429])
def test_an_odd_error_body_is_no_fault_of_ours(
    scripted: Scripted, told_x: x.X, now: Ticking, status: int, body: Any
) -> None:
    scripted.says(body, status, x_rate_limit_reset="soon")
    assert isinstance(refused(told_x, now, writing=True), Rejected | TokenExpired | RateLimited)


def after(now: Ticking, **by: float) -> str:
    return str(int((now() + timedelta(**by)).timestamp()))


def test_the_reset_is_told_where_it_is_sensible(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    for told, expected in [
        (after(now, minutes=9), now() + timedelta(minutes=9)),
        (after(now, minutes=-9), None),
        (after(now, days=9), None),
        ("99999999999999999999", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1e9", None),
    ]:
        scripted.answers.clear()
        scripted.says(problem(429), 429, x_rate_limit_reset=told)
        fault = refused(told_x, now, writing=False)
        assert isinstance(fault, RateLimited)
        assert (fault.reset_at, fault.whole_app) == (expected, False)


def test_a_day_of_the_app_and_a_day_of_the_account_are_told_apart(
    scripted: Scripted, told_x: x.X, now: Ticking
) -> None:
    soon, later = after(now, minutes=5), after(now, hours=20)
    for stem, whole_app in (("x_app_limit_24hour", True), ("x_user_limit_24hour", False)):
        scripted.answers.clear()
        used_up = {f"{stem}_remaining": "0", f"{stem}_reset": later}
        scripted.says(problem(429), 429, x_rate_limit_reset=soon, **used_up)
        fault = refused(told_x, now, writing=True)
        assert isinstance(fault, RateLimited)
        assert (fault.reset_at, fault.whole_app) == (now() + timedelta(hours=20), whole_app)


@pytest.mark.parametrize("status", [403, 429])
def test_a_used_up_month_waits_for_the_next(scripted: Scripted, told_x: x.X, now: Ticking, status: int) -> None:
    scripted.says(problem(status, "Usage cap exceeded", type=f"{PROBLEMS}/usage-capped", period="Monthly"), status)
    fault = refused(told_x, now, writing=False)
    assert isinstance(fault, RateLimited)
    assert (fault.reset_at, fault.whole_app) == (datetime(2026, 12, 1, tzinfo=UTC), True)


def test_december_is_followed_by_january() -> None:
    assert x_errors._next_month(datetime(2026, 12, 31, 23, tzinfo=UTC)) == datetime(2027, 1, 1, tzinfo=UTC)
    assert x_errors._next_month(datetime(2027, 1, 31, tzinfo=UTC)) == datetime(2027, 2, 1, tzinfo=UTC)


def test_the_same_words_again_are_refused_as_such(on_x: Place) -> None:
    on_x.adapter().publish(SAYING, "key")
    with pytest.raises(Rejected) as raised:
        on_x.adapter().publish(SAYING, "key")
    assert raised.value.duplicate
    on_x.goes_wrong("forbidden")
    with pytest.raises(Rejected) as raised:
        on_x.adapter().publish(Outgoing("Other words"), "key")
    assert not raised.value.duplicate


def test_xs_words_are_told_without_keys_and_addresses(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    token = "AAAAAAAAAAAAAAAAAAAAAMLheAAAAAAA0%2BuSeid"
    scripted.says(
        problem(403, f"No. Token {token} at https://api.x.com/2/tweets?key=1\n is\x00 bad {'long ' * 200}"), 403
    )
    said = str(refused(told_x, now, writing=True))
    assert token not in said and "://" not in said and "\x00" not in said
    assert "No. Token … at … is bad" in said and len(said) < 300


# Publishing.


@pytest.mark.parametrize(
    "odd",
    ["", "<html>Created</html>", '{"data": {"id": "5', {}, {"data": {}}, {"data": {"id": None}}, [], {"data": []}],
)
def test_an_answer_without_an_id_is_ambiguous(scripted: Scripted, told_x: x.X, odd: Any) -> None:
    scripted.says(odd, 201)
    with pytest.raises(Ambiguous):
        told_x.publish(SAYING, "key")


def test_only_what_is_meant_is_sent(scripted: Scripted, told_x: x.X) -> None:
    scripted.says({"data": {"id": "5", "text": "whatever"}}, 201)
    assert told_x.publish(SAYING, "key").url == f"https://x.com/{HANDLE}/status/5"
    told_x.publish(Outgoing("At ten.", "4", "3"), "key")
    assert [sent.body for sent in scripted.asked] == [
        {"text": SAYING.text},
        {"text": "At ten.", "reply": {"in_reply_to_tweet_id": "4"}},
    ]


def test_what_was_deleted_by_hand_is_deleted(scripted: Scripted, told_x: x.X) -> None:
    scripted.says(problem(404), 404)
    told_x.delete("5")
    for odd in ({"data": {"deleted": False}}, {}, problem(503)):
        scripted.answers.clear()
        scripted.says(odd, 503 if "status" in odd else 200)
        with pytest.raises(Transient):
            told_x.delete("5")


def test_a_stranger_who_did_not_name_us_is_an_obstacle(on_x: Place) -> None:
    root = on_x.world.person("x", "Jo Reed")
    stranger = on_x.world.accounts["x", ACCOUNT]
    elsewhere = on_x.world.publish("x", stranger, "Lovely weather", by_us=False, author=root.id)
    named = on_x.world.publish("x", stranger, f"Any news, @{HANDLE.upper()}?", by_us=False, author=root.id)
    assert on_x.adapter().obstacle(Outgoing("Hello", elsewhere.id)) == (
        "X lets us answer only people who name us, and what this answers does not."
    )
    assert on_x.adapter(answers_anyone=True).obstacle(Outgoing("Hello", elsewhere.id)) is None
    assert on_x.adapter().obstacle(Outgoing("Hello", named.id)) is None
    assert on_x.adapter().obstacle(Outgoing("Hello")) is None


@pytest.mark.parametrize(
    ("parent", "closed"),
    [
        ({"author_id": ACCOUNT}, False),
        ({"author_id": "7", "in_reply_to_user_id": ACCOUNT}, False),
        ({"author_id": "7", "entities": {"mentions": [{"username": HANDLE.lower()}]}}, False),
        ({"author_id": "7", "referenced_tweets": [{"type": "quoted", "id": "3"}]}, False),
        ({"author_id": "7", "conversation_id": "3"}, False),
        ({"author_id": "7", "conversation_id": "4"}, True),
        ({"author_id": "7", "conversation_id": "3", "reply_settings": "mentionedUsers"}, True),
        ({"author_id": "7", "note_tweet": {"text": f"Long, and at its end @{HANDLE}"}}, False),
    ],
)
def test_who_may_be_answered(scripted: Scripted, told_x: x.X, parent: Json, closed: bool) -> None:
    scripted.says({"data": {"id": "5", "text": "Hm"} | parent})
    assert bool(told_x.obstacle(Outgoing("Hello", "5", "3"))) == closed


def test_an_obstacle_that_cannot_be_seen_is_none(scripted: Scripted, told_x: x.X) -> None:
    scripted.says(problem(503), 503)
    assert told_x.obstacle(Outgoing("Hello", "5", "3")) is None
    closed = {"errors": [{"resource_id": "5", "type": f"{PROBLEMS}/not-authorized-for-resource"}]}
    scripted.says(closed)
    scripted.take()
    assert "closed the account" in (told_x.obstacle(Outgoing("Hello", "5", "3")) or "")


# Finding.


@pytest.mark.parametrize(
    "text",
    [
        'Locks & lights <free> at the "hub" – Sat 10am',
        "Read example.org/burglary and www.example.org.",
        "Dewch i’r ŵyl 🏴󠁧󠁢󠁷󠁬󠁳󠁿  https://example.org/a?b=1&c=2 ",
        "Two\nlines\n\nand   spaces",
        "https://example.org/only-a-link",
        "w\u0302yl y gwanwyn",
        "A literal &amp; stays",
    ],
)
def test_what_x_rewrote_is_found(on_x: Place, text: str) -> None:
    proof, message = on_x.adapter().publish(Outgoing(text), "key"), Outgoing(text)
    assert on_x.adapter().find(message, on_x.now(), frozenset()) == proof


def test_an_answer_is_found_behind_the_names_that_x_puts_before_it(on_x: Place) -> None:
    post = on_x.we_say("Bike marking", ago=HOUR)
    asked, other = on_x.they_answer(post, "What time?"), on_x.they_answer(post, "When?", "Robin Vale")
    message = Outgoing("At ten.", asked.id, post.id)
    proof = on_x.adapter().publish(message, "key")
    item = on_x.public(proof.external_id)
    assert item is not None and item.text.startswith("@")
    assert on_x.adapter().find(message, on_x.now(), frozenset()) == proof
    assert on_x.adapter().find(Outgoing("At ten.", other.id, post.id), on_x.now(), frozenset()) is None


def test_another_link_is_no_proof(on_x: Place) -> None:
    on_x.adapter().publish(Outgoing("Read this: https://example.org/one"), "key")
    assert on_x.adapter().find(Outgoing("Read this: https://example.org/two"), on_x.now(), frozenset()) is None
    assert on_x.adapter().find(Outgoing("Read this:"), on_x.now(), frozenset()) is not None


def test_a_clock_that_is_five_minutes_ahead_hides_nothing(on_x: Place) -> None:
    proof = on_x.adapter().publish(SAYING, "key")
    assert on_x.adapter().find(SAYING, on_x.now() + timedelta(minutes=4), frozenset()) == proof


def test_a_few_pages_are_looked_through(on_x: Place) -> None:
    began = on_x.now()
    proof = on_x.adapter().publish(SAYING, "key")
    for number in range(250):
        on_x.we_say(f"Post number {number}")
    assert on_x.adapter().find(SAYING, began, frozenset()) == proof
    for number in range(100):
        on_x.we_say(f"Another, number {number}")
    assert on_x.adapter().find(SAYING, began, frozenset()) is None


def test_the_edited_post_is_found_by_its_first_number(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    item = {"id": "502", "text": SAYING.text, "edit_history_tweet_ids": ["500", "502"]}
    scripted.says({"data": [item, {"id": "1"}, None], "meta": {"result_count": 3}})
    proof = told_x.find(SAYING, now(), frozenset())
    assert proof is not None and proof.external_id == "500"
    assert told_x.find(SAYING, now(), frozenset({"500"})) is None


@pytest.mark.parametrize(
    ("asked", "anyone", "sure"),
    [
        (Asked(f"Any news, @{HANDLE.lower()}?", False, False), False, None),
        (Asked("When does it open?", True, True), False, None),  # under our post, or an answer to us
        (Asked("I was wondering too", False, True), False, False),  # among others under our post: X may say no
        (Asked(f"Ask @{HANDLE}Town", False, False), False, True),
        (Asked("Lovely weather", False, False), True, None),
    ],
)
def test_what_x_has_against_an_answer_is_known_before_one_writes(asked: Asked, anyone: bool, sure: bool | None) -> None:
    found = x_write.known_obstacle(asked, f"@{HANDLE}", anyone)
    assert (found.sure if found else None) is sure
