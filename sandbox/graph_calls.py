"""What each Graph API call means and does."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sandbox import graph_errors, graph_insights, graph_nodes, graph_paging
from sandbox.graph_fields import Wanted, wanted
from sandbox.graph_write import GraphWriter
from sandbox.items import Account, Item, Json
from sandbox.world import World

POSTS = ("published_posts", "posts", "feed")
LISTS = (*POSTS, "visitor_posts", "tagged", "scheduled_posts")
SCOPES = [
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_posts",
    "pages_manage_engagement",
    "read_insights",
    "public_profile",
]


@dataclass(frozen=True)
class Caller:
    """A token and the page that it is for; no page for a person's or the app's token."""

    token: str
    page: str | None


@dataclass
class GraphCalls:
    """One call to the Graph API: who asks, what for, at which moment."""

    world: World
    caller: Caller
    version: str
    params: dict[str, str]
    now: datetime
    expires: dict[str, int]
    dead: dict[str, int]
    files: dict[str, bytes] = field(default_factory=dict)

    def again(self, now: datetime) -> "GraphCalls":
        """The same call at a later moment."""
        return replace(self, now=now)

    def meaning(self, method: str, path: str) -> tuple[str, str | None]:
        """The name of the operation and the page concerned, for faults and the log."""
        parts = path.split("/") if path else [""]
        account = self._page_of(parts[0])
        if method == "DELETE":
            return "delete", account
        if len(parts) == 1:
            return self._node_meaning(method, parts[0]), account
        edge = parts[1]
        if method == "POST":
            return {"feed": "publish", "comments": "comment"}.get(edge, edge), account
        if edge == "insights":
            return "page_insights" if parts[0] in (account, "me") else "post_insights", account
        return "posts" if edge in POSTS else edge, account

    def _node_meaning(self, method: str, first: str) -> str:
        if first in ("me", "debug_token", ""):
            return first or "root"
        item = self.world.items.get(("facebook", first))
        name = "page" if item is None else ("comment" if item.kind == "reply" else "post")
        return name if method == "GET" else "edit"

    def _page_of(self, ident: str) -> str | None:
        if ident == "me":
            return self.caller.page
        if ("facebook", ident) in self.world.accounts:
            return ident
        item = self.world.items.get(("facebook", ident)) or self.world.gone.get(("facebook", ident))
        return item.account if item else self.caller.page

    def do(self, method: str, path: str) -> Json:
        parts = path.split("/") if path else []
        if not parts:
            raise graph_errors.error(
                2500, "An active access token must be used to query information about the current user."
            )
        ident = self.caller.page or "me" if parts[0] == "me" else parts[0]
        if method == "GET":
            return self._get(ident, parts[1:])
        writer = GraphWriter(self.world, self.caller.page, self.params, self.now, self.files)
        if method == "DELETE" and len(parts) == 1:
            return writer.delete(ident)
        if method == "POST" and len(parts) <= 2:
            return writer.post(ident, parts[1] if len(parts) == 2 else None)
        raise graph_errors.not_there(method.lower(), ident)

    def _get(self, ident: str, edge: list[str]) -> Json:
        if ident == "debug_token":
            return self._debug_token()
        if ident == "me":
            return self._person(edge)
        account = self.world.accounts.get(("facebook", ident))
        if account is not None:
            return self._page_edge(account, edge[0]) if edge else self._page(account)
        item = self.world.item("facebook", ident, self.now)
        if item is None:
            raise graph_errors.not_there("get", ident)
        if not edge:
            return self._node(item)
        if edge[0] == "comments":
            return self._comments(item)
        if edge[0] == "insights" and item.kind != "reply":
            return self._insights(graph_insights.of_post, item)
        if edge[0] in ("reactions", "likes"):
            ways = {"summary": self.params.get("summary", ""), "type": self.params.get("type", "")}
            return graph_nodes.reactions_edge(item, Wanted(edge[0], ways), self.now)
        raise graph_errors.unknown_field(edge[0], "Comment" if item.kind == "reply" else "PagePost")

    def _person(self, edge: list[str]) -> Json:
        if not edge:
            asked = wanted(self.params.get("fields"), "User")
            known = {"id": "1", "name": "Practice Officer"}
            return {part.called: known[part.name] for part in asked if part.name in known}
        if edge[0] != "accounts":
            raise graph_errors.unknown_field(edge[0], "User")
        pages = [account for (platform, _), account in self.world.accounts.items() if platform == "facebook"]
        listed = [self._managed(account) for account in pages] if self.caller.token == "practice-manager" else []
        return {"data": listed}

    def _managed(self, account: Account) -> Json:
        return {
            "access_token": f"practice-page-{account.id}",
            "category": "Police station",
            "category_list": [{"id": "1", "name": "Police station"}],
            "name": account.name,
            "id": account.id,
            "tasks": ["ANALYZE", "ADVERTISE", "MODERATE", "CREATE_CONTENT", "MANAGE"],
        }

    def _debug_token(self) -> Json:
        token = self.params.get("input_token", "")
        page = token.removeprefix("practice-page-")
        about: Json = {"app_id": "1", "application": "Practice", "scopes": [], "is_valid": False}
        if ("facebook", page) not in self.world.accounts or page == token:
            wrong = {"code": 190, "message": "Invalid OAuth access token."}
            return {"data": {**about, "error": wrong, "type": "PAGE"}}
        ends = self.expires.get(page, 0)
        about |= {"type": "PAGE", "profile_id": page, "expires_at": ends, "scopes": SCOPES}
        about["data_access_expires_at"] = int((self.now + timedelta(days=90)).timestamp())
        if page in self.dead or 0 < ends <= self.now.timestamp():
            subcode = self.dead.get(page, 463)
            about["error"] = {"code": 190, "message": graph_errors.SUBCODES[subcode], "subcode": subcode}
        return {"data": {**about, "is_valid": "error" not in about}}

    def _page(self, account: Account) -> Json:
        asked = wanted(self.params.get("fields"), "Page")
        token = self.caller.token if self.caller.page == account.id else ""
        return graph_nodes.page(self.world, account, asked, token, self.now)

    def _page_edge(self, account: Account, edge: str) -> Json:
        if edge == "insights":
            return self._insights(graph_insights.of_page, account)
        if edge not in LISTS:
            raise graph_errors.unknown_field(edge, "Page")
        if self.caller.page != account.id:
            said = "This endpoint requires pages_read_engagement or the 'Page Public Content Access' feature."
            raise graph_errors.permission(10, said)
        items = self._list(account, edge)
        asked = wanted(self.params.get("fields"), "PagePost")
        shown, more, earlier = graph_paging.cut(items, self.params, newest_first=True, strict=True)
        told = [graph_nodes.post(self.world, item, asked, self.now) for item in shown]
        return self._paged(f"{account.id}/{edge}", told, shown, more, earlier)

    def _list(self, account: Account, edge: str) -> Sequence[Item]:
        names = {"visitor_posts": ("visitor",), "tagged": ("tagged",), "feed": ("posts", "visitor")}.get(
            edge, ("posts",)
        )
        if edge == "scheduled_posts":
            there = self.world.shelves.get(("facebook", account.id, "posts"), [])
            return [item for item in there if item.at > self.now and item.made_by_app and item.said is not None]
        items = [item for name in names for item in self.world.shelf("facebook", account.id, name, self.now)]
        return sorted(items, key=lambda item: item.rank) if len(names) > 1 else items

    def _paged(self, path: str, told: list[Json], shown: Sequence[Item], more: bool, earlier: bool) -> Json:
        kept = {"access_token": self.caller.token, **self.params}
        paging = graph_paging.paging(f"/{self.version}/{path}", kept, shown, more, earlier)
        return {"data": told} | ({"paging": paging} if paging else {})

    def _insights(self, about: object, subject: Account | Item) -> Json:
        """Insights of a page or a post: nothing for a token without the right to read them."""
        if self.caller.page is None:
            raise graph_errors.page_token_needed()
        owner = subject.id if isinstance(subject, Account) else subject.account
        if isinstance(subject, Account):
            told = graph_insights.of_page(self.world, subject, self.params, self.now)
        else:
            period = self.params.get("period", "lifetime")
            told = graph_insights.of_post(self.world, subject, self.params.get("metric", ""), period, self.now)
        return {"data": told if self.caller.page == owner else []}

    def _node(self, item: Item) -> Json:
        if self.caller.page != item.account:
            raise graph_errors.not_there("get", item.id)
        if item.kind == "reply":
            return graph_nodes.comment(self.world, item, wanted(self.params.get("fields"), "Comment"), self.now)
        return graph_nodes.post(self.world, item, wanted(self.params.get("fields"), "PagePost"), self.now)

    def _comments(self, item: Item) -> Json:
        """Comments under a post or a comment: empty for any token but the page's own."""
        asked = wanted(self.params.get("fields"), "Comment")
        filter_ = self.params.get("filter", "toplevel")
        if filter_ not in ("toplevel", "stream"):
            raise graph_errors.parameter("Param filter must be one of {toplevel, stream}")
        mine = self.caller.page == item.account
        there = graph_nodes.comments_of(self.world, item, filter_, self.now) if mine else []
        backwards = self.params.get("order") == "reverse_chronological"
        shown, more, earlier = graph_paging.cut(there, self.params, newest_first=backwards, strict=False)
        told = [graph_nodes.comment(self.world, one, asked, self.now) for one in shown]
        body = self._paged(f"{item.id}/comments", told, shown, more, earlier)
        if self.params.get("summary") in ("true", "1", "total_count"):
            body["summary"] = graph_nodes.comments_summary(self.world, item, filter_, self.now)
        return body
