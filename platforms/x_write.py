"""What X must be asked and told about something of ours that is to be public: its parent, its id, finding it again."""

import re
import unicodedata
from datetime import timedelta
from html import unescape
from typing import Any

from domain.answers import Asked, Obstacle
from domain.errors import Ambiguous
from domain.posts import Outgoing, fingerprint
from platforms import x_errors, x_read, x_text
from platforms.port import Line

Json = dict[str, Any]

CLOCKS_DIFFER = timedelta(minutes=5)
FIND_PAGES = 3  # of a hundred
FOUND_FIELDS = ["created_at", "referenced_tweets", "entities", "note_tweet"]
PARENT_FIELDS = [
    *("author_id", "conversation_id", "in_reply_to_user_id", "entities", "referenced_tweets", "note_tweet"),
    "reply_settings",
]
UNSEEN = {
    x_errors.NOT_THERE: "What this answers is no longer on X.",
    x_errors.NOT_FOR_US: "We can no longer see what this answers: its author is suspended or has closed the account.",
}

_LEADING_NAMES = re.compile(r"^(?:\s*@[A-Za-z0-9_]{1,15}\b)+")
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.I)


def new_id(told: Json) -> str:
    """The id that X gave to what was published. Raises Ambiguous where the answer does not hold one."""
    for ident in x_read.items(told):
        return ident
    raise Ambiguous("X's answer does not say what became of it.")


def poll(message: Outgoing) -> Json:
    """How tweepy is told of the message's poll."""
    if message.poll is None:
        return {}
    return {"poll_options": list(message.poll.options), "poll_duration_minutes": message.poll.minutes}


def obstacle(parent: Json, message: Outgoing, line: Line) -> str | None:
    """Why X would not let us answer this: only its author's friends may, or nobody called for us.

    Source: X API changelog, 23 February 2026: outside Enterprise plans an answer is taken
    only if the parent's author named or quoted us, or it is our own. What stands under our
    own post is left to X to judge: the names that X puts before an answer may not be told.
    """
    handle = line.handle.lstrip("@")
    if parent.get("author_id") == line.external_id:
        return None
    called = parent.get("in_reply_to_user_id") == line.external_id or (
        x_read.has_text(parent) and x_read.mentions(parent, handle)
    )
    if called:
        return None
    if parent.get("reply_settings") == "mentionedUsers":
        return "The author of what this answers lets only people whom they name answer, and has not named us."
    if (
        line.answers_anyone
        or x_read.quotes(parent)
        or (message.thread and parent.get("conversation_id") == message.thread)
    ):
        return None
    return "X lets us answer only people who name us, and what this answers does not."


def known_obstacle(asked: Asked, handle: str, answers_anyone: bool) -> Obstacle | None:
    """What X has against an answer as far as what we keep tells it; the same rule as `obstacle`, before one writes."""
    named = re.search(rf"@{re.escape(handle.lstrip('@'))}\b", asked.text, re.I)
    if named or asked.calls_us or answers_anyone:
        return None
    if asked.under_ours:
        return Obstacle("X lets us answer only people who name us. This does not, so X may refuse the answer.", False)
    return Obstacle("X lets us answer only people who name us, and this does not.", True)


def says(item: Json, message: Outgoing) -> bool:
    """Whether an item of our timeline is this message: its words, its links, and what it answers."""
    if not x_read.has_text(item) or x_read.parent_of(item) != (message.in_reply_to or ""):
        return False
    answers = message.in_reply_to is not None
    if _words(x_read.text(item), answers) != _words(message.text, answers):
        return False
    sent = [message.text[start:end] for start, end in x_text.links(message.text)]
    return {_plain(link) for link in sent} <= {_plain(link) for link in x_read.links(item)}


def _words(text: str, answers: bool) -> str:
    """The words as X leaves them: entities undone, links gone, and before an answer the names that X puts there."""
    text = unicodedata.normalize("NFC", unescape(text))
    text = _LEADING_NAMES.sub("", text) if answers else text
    return fingerprint(x_text.without_links(text))


def _plain(link: str) -> str:
    return _SCHEME.sub("", unescape(link)).rstrip("/").casefold()
