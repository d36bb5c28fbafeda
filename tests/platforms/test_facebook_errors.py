"""What Facebook refuses, and what is no answer of Facebook's at all, in our words."""

import traceback
from datetime import timedelta

import pytest

from domain.errors import Ambiguous, PlatformError, RateLimited, Rejected, TokenExpired, Transient
from domain.posts import Outgoing
from platforms.facebook import FacebookPage
from tests.conftest import Ticking
from tests.platforms.graph_place import PAGE, TOKEN, Odd, line_to, odd_fixture  # noqa: F401

SAYING = Outgoing("Street surgery tonight at 6")


@pytest.fixture
def page(odd: Odd, now: Ticking) -> FacebookPage:
    return line_to(odd, now)


def read(page: FacebookPage, now: Ticking) -> object:
    return page.fetch_posts("", now() - timedelta(days=29))


LIMITS = [4, 17, 32, 341, 613, 80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014]


@pytest.mark.parametrize("code", LIMITS)
def test_every_limit_is_a_limit_reading_and_writing(page: FacebookPage, odd: Odd, now: Ticking, code: int) -> None:
    odd.refuses(code)
    for act in (lambda: read(page, now), lambda: page.publish(SAYING, "k")):
        with pytest.raises(RateLimited) as limited:
            act()
        assert limited.value.whole_app == (code in (4, 341))
        assert limited.value.reset_at is None


def test_a_limit_ends_when_the_usage_header_says(page: FacebookPage, odd: Odd, now: Ticking) -> None:
    usage = f'{{"{PAGE}": [{{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 37}}]}}'
    odd.refuses(32, headers={"x_business_use_case_usage": usage})
    with pytest.raises(RateLimited) as limited:
        page.publish(SAYING, "k")
    assert limited.value.reset_at == now() + timedelta(minutes=37)


@pytest.mark.parametrize(
    ("subcode", "says"),
    [
        (None, "does not accept"),
        (458, "removed our app"),
        (459, "security check"),
        (460, "password"),
        (463, "run out"),
        (464, "confirmed"),
        (467, "no longer valid"),
        (492, "role on the page"),
        (2069032, "a person's token"),
    ],
)
def test_a_dead_token_says_why_and_what_to_do(
    page: FacebookPage, odd: Odd, now: Ticking, subcode: int | None, says: str
) -> None:
    odd.refuses(190, 401, error_subcode=subcode)
    for act in (lambda: read(page, now), lambda: page.publish(SAYING, "k")):
        with pytest.raises(TokenExpired, match=says) as dead:
            act()
        assert "Connect the page again" in str(dead.value)


def test_an_ended_session_is_a_dead_token(page: FacebookPage, odd: Odd) -> None:
    odd.refuses(102)
    with pytest.raises(TokenExpired):
        page.publish(SAYING, "k")


@pytest.mark.parametrize("code", [10, 200, 210, 230, 275, 299])
def test_a_missing_permission_is_named(page: FacebookPage, odd: Odd, now: Ticking, code: int) -> None:
    odd.refuses(code, 403)
    with pytest.raises(Rejected, match="pages_read_engagement"):
        read(page, now)
    with pytest.raises(Rejected, match="pages_manage_posts"):
        page.publish(SAYING, "k")
    with pytest.raises(Rejected, match="pages_manage_engagement"):
        page.publish(Outgoing("At ten.", in_reply_to="1_2"), "k")


@pytest.mark.parametrize("code", [3, 100, 368, 1609005, 2635])
def test_other_refusals_are_final(page: FacebookPage, odd: Odd, now: Ticking, code: int) -> None:
    odd.refuses(code)
    for act in (lambda: read(page, now), lambda: page.publish(SAYING, "k")):
        with pytest.raises(Rejected) as refused:
            act()
        assert not refused.value.duplicate


def test_a_block_by_policy_is_final_even_where_facebook_calls_it_passing(page: FacebookPage, odd: Odd) -> None:
    odd.refuses(368, is_transient=True)
    with pytest.raises(Rejected, match="blocked"):
        page.publish(SAYING, "k")


def test_the_same_words_again_are_told_as_a_duplicate(page: FacebookPage, odd: Odd) -> None:
    odd.refuses(506)
    with pytest.raises(Rejected) as refused:
        page.publish(SAYING, "k")
    assert refused.value.duplicate


@pytest.mark.parametrize("code", [1, 2])
@pytest.mark.parametrize("status", [400, 500, 503])
def test_a_fault_of_facebooks_own_passes(page: FacebookPage, odd: Odd, now: Ticking, code: int, status: int) -> None:
    odd.refuses(code, status)
    with pytest.raises(Transient):
        read(page, now)
    with pytest.raises(Ambiguous):
        page.publish(SAYING, "k")


def test_an_unknown_code_that_facebook_calls_passing_passes(page: FacebookPage, odd: Odd, now: Ticking) -> None:
    odd.refuses(190_000_1, is_transient=True)
    with pytest.raises(Transient):
        read(page, now)


NO_ANSWERS: list[tuple[object, int, str | None]] = [
    (b"<html>502 Bad Gateway</html>", 502, "text/html"),
    (b"<html>Welcome</html>", 200, "text/html"),
    (b"", 200, "application/json"),
    (b"", 500, None),
    (b'{"data": [{"id": "1', 200, "application/json"),
    (b'{"data": []}', 200, None),
    (b'{"data": []}', 500, "application/json"),
    (b"\xff\xd8\xff", 200, "image/jpeg"),
    (b"access_token=abc&expires=1", 200, "text/plain"),
    ([], 200, "application/json"),
    ([1, 2], 200, "application/json"),
    (None, 200, "application/json"),
    ("ok", 200, "application/json"),
    (7, 200, "application/json"),
    ({"error": "down for maintenance"}, 503, "application/json"),
    ({"error": ["down"]}, 500, "application/json"),
    ({"error": {"type": "OAuthException"}}, 500, "application/json"),
    ({"error": {"message": "x", "code": None}}, 500, "application/json"),
    ({"error": {"message": "x", "code": {"a": 1}}}, 400, "application/json"),
    ({"error": True}, 400, "application/json"),
    ({"error_msg": "x", "error": 1}, 400, "application/json"),
]


@pytest.mark.parametrize(("body", "status", "kind"), NO_ANSWERS)
def test_what_is_no_answer_is_never_taken_for_one(
    page: FacebookPage, odd: Odd, now: Ticking, body: object, status: int, kind: str | None
) -> None:
    odd.says(body, status, kind)
    with pytest.raises(Transient):
        read(page, now)
    with pytest.raises(Ambiguous):
        page.publish(SAYING, "k")


@pytest.mark.parametrize("body", [{}, {"id": None}, {"id": 7}, {"id": ""}, {"success": True}, {"post_id": "1"}])
def test_a_post_without_an_id_may_be_public(page: FacebookPage, odd: Odd, body: object) -> None:
    odd.says(body)
    with pytest.raises(Ambiguous):
        page.publish(SAYING, "k")


@pytest.mark.parametrize("data", [{}, {"data": None}, {"data": {"id": "1"}}, {"data": "none"}])
def test_an_answer_without_a_list_is_no_empty_list(page: FacebookPage, odd: Odd, now: Ticking, data: object) -> None:
    odd.says(data)
    with pytest.raises(Transient):
        read(page, now)


def test_a_code_without_a_message_still_counts(page: FacebookPage, odd: Odd) -> None:
    odd.says({"error": {"code": "190", "error_subcode": "463"}}, 401)
    with pytest.raises(TokenExpired, match="run out"):
        page.publish(SAYING, "k")


def test_too_many_requests_without_a_word_is_a_limit(page: FacebookPage, odd: Odd) -> None:
    odd.says(b"<html>slow down</html>", 429, "text/html")
    with pytest.raises(RateLimited):
        page.publish(SAYING, "k")


def test_no_token_leaves_with_facebooks_words(page: FacebookPage, odd: Odd, now: Ticking) -> None:
    said = (
        f"Error for {TOKEN} at https://graph.facebook.com/v25.0/me?access_token={TOKEN}&x=1"
        f" (access_token={TOKEN}, appsecret_proof: 0a1b2c) EAABsbCS1iHgBAKZCZBZCpracticeother \x00 \ud800"
    )
    odd.says({"error": {"message": said, "code": 100}}, 400)
    with pytest.raises(Rejected) as refused:
        page.publish(SAYING, "k")
    shown = "".join(traceback.format_exception(refused.value))
    for secret in (TOKEN, "EAAB", "0a1b2c", "://", "\x00", "\ud800"):
        assert secret not in shown
    assert "Error for" in str(refused.value)
    assert len(str(refused.value)) < 500


def test_a_list_that_is_too_heavy_is_asked_for_in_smaller_parts(page: FacebookPage, odd: Odd, now: Ticking) -> None:
    for _ in range(2):
        message = "Please reduce the amount of data you're asking for, then retry your request"
        odd.says({"error": {"message": message, "code": 1}}, 500)
    odd.says({"data": []})
    page.fetch_posts("", now() - timedelta(days=29))
    assert [call.partition("limit=")[2].partition("&")[0] for call in odd.calls] == ["100", "25", "5"]


def test_a_redirect_is_not_followed(page: FacebookPage, odd: Odd) -> None:
    odd.says({}, 302, location=f"{odd.address}/elsewhere")
    with pytest.raises(PlatformError):
        page.publish(SAYING, "k")
    assert len(odd.calls) == 1


@pytest.mark.parametrize(
    "header", ["", "nonsense", "[]", "{}", "7", '{"900": 7}', '{"900": []}', '{"900": [{"a": 1}]}']
)
def test_an_unreadable_usage_header_stops_nothing(page: FacebookPage, odd: Odd, now: Ticking, header: str) -> None:
    odd.says({"data": []}, x_business_use_case_usage=header, x_app_usage=header)
    read(page, now)
    read(page, now)


def test_an_app_nearly_used_up_stops_the_reads_of_every_page(page: FacebookPage, odd: Odd, now: Ticking) -> None:
    odd.says({"data": []}, x_app_usage='{"call_count": 80, "total_time": 2, "total_cputime": 1}')
    read(page, now)
    with pytest.raises(RateLimited) as limited:
        read(page, now)
    assert limited.value.whole_app and limited.value.reset_at == now() + timedelta(hours=1)


def test_a_page_without_a_token_is_not_connected(odd: Odd, now: Ticking) -> None:
    with pytest.raises(TokenExpired, match="Connect"):
        line_to(odd, now, page_token="")


def test_a_call_is_sent_once_with_the_version_set_and_nothing_of_the_token_in_a_write(
    page: FacebookPage, odd: Odd
) -> None:
    odd.says({"id": "900_1"})
    page.publish(SAYING, "k")
    assert odd.calls == [f"/v25.0/{PAGE}/feed"]
