"""Looking whether something of ours is gone: true is proof, and nothing else is true."""

import pytest

from domain.errors import PlatformError
from domain.posts import Outgoing, PlatformName
from tests.platforms.conftest import Place

UNSURE = ("server_error_before", "html_502", "hang_up_before", "truncated", "cut", "rate_limit", "dead_token")


def said(place: Place, answers: bool = False) -> str:
    """A post of ours through the adapter, or an answer under a comment; its id."""
    if not answers:
        return place.adapter().publish(Outgoing("Surgery at noon"), "key").external_id
    ours = place.we_say("Surgery tonight")
    asked = place.they_answer(ours, f"@{place.world.accounts[place.platform, ours.account].handle} what time?")
    return place.adapter().publish(Outgoing("At noon", in_reply_to=asked.id, thread=ours.id), "key").external_id


@pytest.mark.parametrize("answers", [False, True])
def test_what_is_there_is_not_gone_and_what_was_deleted_is(place: Place, answers: bool) -> None:
    ident = said(place, answers)
    assert place.adapter().is_gone(ident) is False
    place.adapter().delete(ident)
    assert place.public(ident) is None
    assert place.adapter().is_gone(ident) is True
    place.adapter().delete(ident)  # twice does no harm


@pytest.mark.parametrize("kind", UNSURE)
def test_a_look_that_could_not_see_says_nothing(place: Place, kind: str) -> None:
    ident = said(place)
    place.goes_wrong(kind, operation="read")
    with pytest.raises(PlatformError):
        place.adapter().is_gone(ident)
    place.now.forward(hours=1)
    assert place.adapter().is_gone(ident) is False


def test_a_missing_permission_is_no_proof(place: Place) -> None:
    ident = said(place)
    place.adapter().delete(ident)
    place.goes_wrong("forbidden", operation="read", code=10, times=None)
    with pytest.raises(PlatformError):
        place.adapter().is_gone(ident)


def test_what_the_page_may_not_see_any_more_is_not_taken_for_gone(place: Place) -> None:
    """Facebook says of what is gone what it says of what is hidden from us."""
    if place.platform is not PlatformName.FACEBOOK:
        return
    ident = said(place)
    place.adapter().delete(ident)
    place.goes_wrong("forbidden", operation="posts", code=10)
    with pytest.raises(PlatformError):
        place.adapter().is_gone(ident)
