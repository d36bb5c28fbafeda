"""Hiding a comment and showing it again: done when the platform says so, harmless twice, never taken for gone."""

import pytest

from domain.errors import Ambiguous, PlatformError, RateLimited, Rejected, TokenExpired, Transient
from domain.posts import Known, Outgoing, PlatformName, Surface
from platforms import registry, x
from platforms.facebook import FacebookPage
from platforms.port import Line
from sandbox.items import Account, Item
from tests.conftest import Ticking
from tests.platforms.conftest import ACCOUNT, HANDLE, KEYS, Place, Scripted, back, walk

UNSURE = ("server_error_before", "server_error_after", "html_502", "hang_up_before", "hang_up_after", "truncated")


def commented(place: Place, text: str = "@AshbySNT you lot are useless") -> tuple[Item, Item]:
    """A post of ours and what somebody wrote under it."""
    ours = place.we_say("Surgery tonight")
    return ours, place.they_answer(ours, text)


def test_a_comment_is_hidden_and_shown_again_and_twice_does_no_harm(place: Place) -> None:
    _, comment = commented(place)
    adapter = place.adapter()
    for wish in (True, True, False, False, True):
        adapter.hide(comment.id, wish)
        assert comment.hidden is wish


def test_only_what_stands_in_our_own_place_can_be_hidden(place: Place) -> None:
    ours, comment = commented(place)
    place.world.remove(place.platform, comment.id)
    for ident in ("99999999", comment.id):
        with pytest.raises(Rejected):
            place.adapter().hide(ident, True)
    if place.platform is PlatformName.X:
        with pytest.raises(Rejected):
            place.adapter().hide(ours.id, True)


def test_what_stands_in_somebody_elses_thread_is_refused(place: Place) -> None:
    other = place.world.add_account(Account(place.platform, "5500", "BorleySNT", "Borley", "Borley", "North"))
    theirs = place.world.publish(place.platform, other, "Speed watch today")
    comment = place.they_answer(theirs, f"@{HANDLE} look at this")
    with pytest.raises(Rejected):
        place.adapter().hide(comment.id, True)
    assert not comment.hidden


@pytest.mark.parametrize("kind", UNSURE)
def test_without_an_answer_it_may_simply_be_done_again(place: Place, kind: str) -> None:
    _, comment = commented(place)
    place.goes_wrong(kind, operation="write")
    with pytest.raises(PlatformError) as met:
        place.adapter().hide(comment.id, True)
    assert not isinstance(met.value, Ambiguous | Rejected)
    place.adapter().hide(comment.id, True)
    assert comment.hidden


@pytest.mark.parametrize(("kind", "error"), [("rate_limit", RateLimited), ("dead_token", TokenExpired)])
def test_a_limit_and_a_dead_token_have_their_names(place: Place, kind: str, error: type[PlatformError]) -> None:
    _, comment = commented(place)
    place.goes_wrong(kind, operation="write")
    with pytest.raises(error):
        place.adapter().hide(comment.id, True)


def test_a_missing_permission_is_named(place: Place) -> None:
    if place.platform is not PlatformName.FACEBOOK:
        return
    _, comment = commented(place)
    place.goes_wrong("forbidden", operation="write", code=200)
    with pytest.raises(Rejected, match="pages_manage_engagement"):
        place.adapter().hide(comment.id, True)


def test_what_is_hidden_is_not_gone(place: Place) -> None:
    """A second look must not take a comment for deleted because we hid it, whether lists leave it out or not."""
    ours, comment = commented(place)
    nested = place.they_answer(comment, "Well said")
    place.adapter().hide(comment.id, True)
    known = [Known(one.id, ours.id) for one in (comment, nested)]
    for listed in (True, False):
        if not listed:
            place.world.threads[place.platform, ours.id].clear()
        seen = place.adapter().look_again(known)
        assert seen.gone == frozenset()
        assert set(seen.texts) == {comment.id, nested.id}


def test_a_comment_that_is_hidden_is_still_collected_with_its_words(place: Place) -> None:
    ours, comment = commented(place)
    place.adapter().hide(comment.id, True)
    found, _, _ = walk(lambda cursor: place.adapter().fetch_replies([ours.id], cursor, back(place.now)))
    assert [one.external_id for one in found] == [comment.id]
    assert found[0].text and found[0].surface is Surface.THREAD


def test_no_answer_leaves_under_a_comment_that_the_platform_hides(place: Place) -> None:
    ours, comment = commented(place, f"@{HANDLE} what time?")
    place.adapter().hide(comment.id, True)
    says = place.adapter().obstacle(Outgoing("At noon", in_reply_to=comment.id, thread=ours.id))
    assert says is None if place.platform is PlatformName.X else "Show it again first" in (says or "")


def test_each_platform_says_where_it_hides_and_what_that_means(place: Place) -> None:
    can = registry.capabilities(place.platform)
    assert Surface.THREAD in can.hides and not can.hides & {Surface.MENTION, Surface.TAGGED}
    assert can.label in can.hidden_means
    assert (can.price_of_hide == "content.manage") is can.billed


def test_x_is_believed_only_when_it_says_that_it_is_so(told_x: x.X, scripted: Scripted) -> None:
    scripted.says({"data": {"hidden": False}})
    with pytest.raises(Transient):
        told_x.hide("3001", True)
    assert (scripted.asked[0].method, scripted.asked[0].path) == ("PUT", "/2/tweets/3001/hidden")
    assert scripted.asked[0].body == {"hidden": True}
    told_x.hide("3001", False)


def test_x_hides_so_many_in_a_conversation_and_no_more(on_x: Place) -> None:
    ours = on_x.we_say("Surgery tonight")
    for number in range(725):
        on_x.they_answer(ours, f"@{HANDLE} no {number}").hidden = True
    late = on_x.they_answer(ours, f"@{HANDLE} and one more")
    with pytest.raises(Rejected):
        on_x.adapter().hide(late.id, True)
    assert not late.hidden


@pytest.fixture
def told_page(scripted: Scripted, now: Ticking) -> FacebookPage:
    connect = registry.connector({PlatformName.FACEBOOK: scripted.address}, "v25.0", now)
    adapter = connect(Line(PlatformName.FACEBOOK, ACCOUNT, HANDLE), KEYS[PlatformName.FACEBOOK])
    assert isinstance(adapter, FacebookPage)
    return adapter


def test_facebook_is_looked_at_after_it_said_yes(told_page: FacebookPage, scripted: Scripted) -> None:
    as_json = {"content_type": "application/json"}
    scripted.says({"success": True}, **as_json)
    scripted.says({"id": "1_2", "is_hidden": False}, **as_json)
    with pytest.raises(Transient):
        told_page.hide("1_2", True)
    scripted.says({"success": True}, **as_json)
    scripted.says({"id": "1_2"}, **as_json)  # not told: its word counts
    scripted.answers.pop(0)
    told_page.hide("1_2", True)
    scripted.says({"success": False}, **as_json)
    scripted.answers[:] = scripted.answers[-1:]
    with pytest.raises(Rejected):
        told_page.hide("1_2", True)
