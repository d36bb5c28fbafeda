"""What a link to a page's post or comment on Facebook names."""

import re
from urllib.parse import parse_qs, urlsplit

_POST_LINK = re.compile(r"/(?:posts/|permalink/|seen/|(?=\d+_\d))(\d+(?:_\d+)?)/?$")


def id_in_link(link: str, account: str) -> str | None:
    """The id in a link to a page's post or comment; None when it is no such link.

    Links name posts in several ways; "pfbid…" links hold no id that the Graph API knows.
    """
    parts = urlsplit(link)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if comment := asked.get("comment_id"):
        return comment
    found = _POST_LINK.search(parts.path)
    post = found[1] if found else asked.get("story_fbid", "")
    if not re.fullmatch(r"\d+(_\d+)?", post):
        return None
    return post if "_" in post else f"{account}_{post}"
