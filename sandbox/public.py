"""What the public sees, as plain HTML, for an officer who practises."""

from html import escape
from urllib.parse import quote

from sandbox import x_poll
from sandbox.items import Account, Item, Json
from sandbox.wire import Answer
from sandbox.world import World

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:0 auto;padding:0 1rem 3rem;color:#1b1f24}"
    ".practice{background:#fff4ce;border:2px solid #8a6d00;padding:.5rem 1rem;font-weight:600}"
    "article{border-top:1px solid #c9ced6;padding:.75rem 0}article article{margin-left:1.5rem}"
    "p{white-space:pre-wrap;margin:.25rem 0}small{color:#4a525c}a{color:#0b57a4}"
    "figure{margin:.5rem 0}img{max-width:100%;max-height:24rem;height:auto}figcaption{color:#4a525c;font-size:.9rem}"
)
BANNER = "Practice: nothing is public. This page belongs to the sandbox; nobody outside sees it."


def answer(world: World, path: str) -> Answer:
    """The page at a path below /public."""
    parts = [part for part in path.split("/") if part]
    if parts[:1] == ["media"] and len(parts) == 2:
        return _picture(world, parts[1])
    if not parts:
        return _html("What the public would see", _index(world))
    account = _account(world, parts[0], parts[1] if len(parts) > 1 else "")
    if account is None:
        return _html("Nothing here", "<p>There is no such account in the sandbox.</p>", 404)
    if len(parts) < 4:
        return _html(account.name, _timeline(world, account))
    item = _item(world, account, parts[3])
    if item is None:
        return _html(account.name, "<p>This is not public: it was deleted, or never there.</p>", 404)
    opening = world.item(item.platform, item.root) or item
    return _html(account.name, _thread(world, account, opening, item))


def vote(world: World, path: str, given: dict[str, str]) -> Answer:
    """Somebody chooses an answer of a poll on the page at a path below /public."""
    parts = [part for part in path.split("/") if part]
    account = _account(world, parts[0], parts[1]) if len(parts) > 3 else None
    item = _item(world, account, parts[3]) if account else None
    place = given.get("option", "")
    if item and place.isdecimal():
        x_poll.vote(item, int(place), 1, world.now())
    return answer(world, path)


def _account(world: World, platform: str, name: str) -> Account | None:
    ident = world.handles.get((platform, name.lstrip("@").lower()), name)
    return world.accounts.get((platform, ident))


def _item(world: World, account: Account, ident: str) -> Item | None:
    found = world.item(account.platform, ident) or world.item(account.platform, f"{account.id}_{ident}")
    return found if found is not None and account.id in (found.account, found.author) else None


def _html(title: str, inside: str, status: int = 200) -> Answer:
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>'
        f'<p class="practice">{BANNER}</p><h1>{escape(title)}</h1>{inside}</body></html>'
    )
    return Answer(status, page, kind="text/html; charset=utf-8")


def _index(world: World) -> str:
    rows = [
        f'<li><a href="{_where(account)}">{escape(account.name)}</a> ({platform})</li>'
        for (platform, _), account in world.accounts.items()
    ]
    return f"<ul>{''.join(rows)}</ul>"


def _where(account: Account) -> str:
    return f"/public/{account.platform}/{quote(account.handle.lstrip('@'))}"


def _link(account: Account, item: Item) -> str:
    middle = "status" if item.platform == "x" else "posts"
    return f"{_where(account)}/{middle}/{quote(item.id)}"


def _timeline(world: World, account: Account) -> str:
    shelves = ("posts",) if account.platform == "x" else ("posts", "visitor", "tagged")
    items = [item for shelf in shelves for item in world.shelf(account.platform, account.id, shelf)]
    newest = sorted(items, key=lambda item: item.rank, reverse=True)[:100]
    return "".join(_article(world, account, item, len(world.thread(item))) for item in newest)


def _thread(world: World, account: Account, opening: Item, chosen: Item) -> str:
    thread, hidden = world.thread(opening), _hidden(world, opening)
    inside = "".join(_article(world, account, item, None, item is chosen) for item in thread if item not in hidden)
    inside += _hidden_ones(world, account, hidden, chosen)
    back = f'<p><a href="{_where(account)}">All posts of {escape(account.name)}</a></p>'
    return f"{back}{_article(world, account, opening, None, opening is chosen)}<section>{inside}</section>"


def _hidden(world: World, opening: Item) -> list[Item]:
    """What the account has hidden in a conversation; on Facebook with all that hangs under it."""
    hidden: list[Item] = []
    for item in world.thread(opening):
        under = item.platform == "facebook" and any(one.id == item.parent for one in hidden)
        if item.hidden or under:
            hidden.append(item)
    return hidden


def _hidden_ones(world: World, account: Account, hidden: list[Item], chosen: Item) -> str:
    """X keeps them one tap away, for everybody; Facebook shows strangers nothing."""
    if not hidden:
        return ""
    if account.platform == "x":
        inside = "".join(_article(world, account, item, None, item is chosen) for item in hidden)
        return f"<details><summary>View hidden replies</summary>{inside}</details>"
    return "<p>(A comment was hidden by the page.)</p>" if chosen in hidden else ""


def _article(world: World, account: Account, item: Item, answers: int | None, chosen: bool = False) -> str:
    who = world.accounts.get((item.platform, item.author)) or world.people.get((item.platform, item.author))
    name = escape(who.name if who else item.author)
    time = f'<a href="{_link(account, item)}">{item.at:%d %B %Y, %H:%M} UTC</a>'
    more = "" if answers is None else f", {answers} {'reply' if answers == 1 else 'replies'}"
    hidden = " (hidden by the account)" if item.hidden else ""
    mark = ' aria-current="true"' if chosen else ""
    # On X what was given out is escaped already by those rules; undone here so that people read what was meant.
    text = item.said or item.text
    shown = "".join(_figure(world, one) for one in item.media) + x_poll.shown(item, _link(account, item), world.now())
    head = f"<strong>{name}</strong> <small>{time}{more}{hidden}</small>"
    return f"<article{mark}>{head}<p>{escape(text)}</p>{shown}</article>"


def _figure(world: World, one: Json) -> str:
    """A picture or video with its alt text, written out too: that is what is practised."""
    alt = escape(one["alt"]) if one["alt"] else "<em>no alt text</em>"
    if one["digest"] in world.files.pictures:
        shown = f'<img src="/public/media/{quote(one["digest"])}" alt="{escape(one["alt"], quote=True)}">'
    else:
        shown = f"<p>[{escape(one['kind'])}, {one['size']:,} bytes]</p>"
    return f"<figure>{shown}<figcaption>Alt text: {alt}</figcaption></figure>"


def _picture(world: World, digest: str) -> Answer:
    if digest not in world.files.pictures:
        return _html("Nothing here", "<p>There is no such picture in the sandbox.</p>", 404)
    mime, raw = world.files.pictures[digest]
    return Answer(200, raw, kind=mime)
