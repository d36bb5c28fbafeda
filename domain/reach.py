"""What we call reach, views and engagement, and which of them may be added up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """One number in the trade's words. `adds` says whether it may be summed over posts and accounts."""

    name: str
    means: str
    adds: bool


DEFINITIONS = {
    "views": Definition("Views", "Times a post was shown. One person may count many times.", adds=True),
    "reach": Definition("Reach", "People who saw it, each counted once by the platform. Never added up.", adds=False),
    "engagement": Definition("Engagement", "Likes, replies, shares and clicks on links, added up.", adds=True),
    "likes": Definition("Likes", "Likes and other reactions.", adds=True),
    "replies": Definition("Replies", "Comments and replies.", adds=True),
    "shares": Definition("Shares", "Shares, reposts and quotes.", adds=True),
    "clicks": Definition("Clicks", "Clicks on the post.", adds=True),
    "followers": Definition(
        "Followers", "Followers of the account on that day. Adding accounts counts people twice.", adds=False
    ),
}


def engagement(likes: int | None, replies: int | None, shares: int | None, clicks: int | None = None) -> int | None:
    """What of the engagement was told, added up; None when nothing was."""
    told = [number for number in (likes, replies, shares, clicks) if number is not None]
    return sum(told) if told else None
