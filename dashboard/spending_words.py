"""What platforms charge for, as people call it."""

from collections.abc import Mapping

from dashboard.words import _, later
from domain.purse import Purpose

OPERATIONS: Mapping[str, str] = {
    "post.read": later("Posts and replies read"),
    "user.read": later("People's names read"),
    "follower.read": later("Followers read"),
    "like.read": later("Likes read"),
    "media.read": later("Pictures and videos read"),
    "analytics.read": later("Numbers read"),
    "counts.recent": later("Counts of posts read"),
    "counts.all": later("Counts of older posts read"),
    "post.create": later("Posts and answers sent, without a link"),
    "post.create_with_url": later("Posts and answers sent, with a link"),
    "reply.create": later("Answers to people who named us"),
    "post.delete": later("Posts deleted"),
    "content.manage": later("Replies hidden or shown again"),
    "media.metadata": later("Alt texts of pictures"),
}

PURPOSES: Mapping[Purpose, str] = {
    Purpose.OLD_NUMBERS: later("numbers of older posts"),
    Purpose.NUMBERS: later("numbers of posts"),
    Purpose.SECOND_LOOK: later("second looks at what was edited or deleted"),
    Purpose.NAMES: later("names of people who asked something"),
    Purpose.AUDIENCE: later("followers"),
    Purpose.OWN_POSTS: later("our own posts"),
    Purpose.REPLIES: later("what the public writes"),
    Purpose.PUBLISHING: later("publishing"),
}


def operation(name: str) -> str:
    """An operation as people call it; its own name where nobody has given it another."""
    return _(OPERATIONS[name]) if name in OPERATIONS else name
