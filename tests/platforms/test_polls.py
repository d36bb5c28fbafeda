"""Polls at the platforms' edge: what is sent, what is read of odd answers, and who takes none."""

from datetime import UTC, datetime

import pytest

from domain.errors import Transient
from domain.polls import PollAsked, PollsTold, PollTold
from domain.posts import Outgoing, PlatformName
from platforms import registry, x
from sandbox import x_poll
from tests.platforms.conftest import Place, Scripted

ASKING = Outgoing("What worries you most?", poll=PollAsked(("Speeding", "Parking & more"), 60))


def test_a_poll_is_public_told_and_found_where_the_platform_takes_any(place: Place) -> None:
    limits = registry.capabilities(place.platform).polls
    assert place.adapter().check(ASKING) == registry.check(place.platform, ASKING)
    assert bool(place.adapter().check(ASKING)) == (not limits.options)
    if not limits.options:
        assert place.adapter().fetch_polls(["1"]) == PollsTold()
        return
    began = place.now()
    proof = place.adapter().publish(ASKING, "key")
    assert place.adapter().find(ASKING, began, frozenset()) == proof
    item = place.public(proof.external_id)
    assert item and x_poll.vote(item, 2, 4, place.now())
    gone = place.we_say("Taken back").id
    place.world.remove(place.platform, gone)
    told = place.adapter().fetch_polls([proof.external_id, gone])
    ends = item.at.replace(microsecond=item.at.microsecond // 1000 * 1000)
    (poll,) = told.polls.values()
    assert poll.options == (("Speeding", 0), ("Parking & more", 4)) and not poll.closed
    assert poll.ends_at and (poll.ends_at - ends).total_seconds() == 3_600
    assert told.gone == {gone} and told.bought == {"post.read": (proof.external_id,)}
    place.now.forward(minutes=61)
    assert not x_poll.vote(item, 1, 1, place.now())
    assert place.adapter().fetch_polls([proof.external_id]).polls[proof.external_id].closed


def test_what_x_tells_oddly_is_not_told_rather_than_wrong(told_x: x.X, scripted: Scripted) -> None:
    def post(ident: str, *polls: object) -> dict[str, object]:
        return {"id": ident, "text": "x", "attachments": {"poll_ids": list(polls)}}

    data = [post("1", "11"), post("2", "12"), post("3", "13"), {"id": "4", "text": "x"}]
    odd = [{"position": 2, "label": "B", "votes": "many"}, {"position": 1, "label": "A", "votes": -1}]
    polls = [
        {"id": "11", "options": odd, "voting_status": "closed", "end_datetime": "2026-11-22T10:00:00.000Z"},
        {"id": "12", "options": [{"position": 1, "votes": 3}], "end_datetime": "soon"},
    ]
    scripted.says({"data": data, "includes": {"polls": polls}})
    told = told_x.fetch_polls(["1", "2", "3", "4"])
    at = datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert told.polls == {"1": PollTold((("A", None), ("B", None)), True, at)}
    (sent,) = scripted.asked
    assert sent.query["expansions"] == "attachments.poll_ids" and "voting_status" in sent.query["poll.fields"]
    scripted.answers.clear()
    scripted.says({"meta": {}})
    with pytest.raises(Transient, match="tells nothing"):
        told_x.fetch_polls(["1"])


def test_no_poll_goes_beside_a_picture_or_as_an_answer() -> None:
    said = registry.check(PlatformName.X, Outgoing("Which?", in_reply_to="7", poll=PollAsked(("A", "B"), 4)))
    assert said == [
        "A poll goes out as a post, not as an answer.",
        "X keeps a poll open for 5 minutes to 7 days. Choose a time between the two.",
    ]
