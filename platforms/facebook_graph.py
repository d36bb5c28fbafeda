"""One page's connection to the Graph API over facebook-sdk: what that leaves out, and nothing of what is asked."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

import facebook
import requests

from domain.clock import Clock
from domain.errors import Ambiguous, PlatformError, RateLimited, Rejected, TokenExpired, Transient, UploadLost
from platforms.facebook_errors import Refusal, lacking, named, redacted, refusal
from platforms.facebook_read import START, Json, Place
from platforms.wire import Address, faults_named, session

READS_UP_TO, ACTS_UP_TO = 75, 95  # per cent of what Facebook allows a page
WINDOW = timedelta(hours=1)  # how long a told usage is believed
AT_A_TIME = (100, 25, 5)  # Facebook refuses more than 100, and sometimes finds fewer too many
THREADS_AT_A_TIME = (25, 5, 1)  # posts, each with up to 100 comments


@dataclass(frozen=True)
class Usage:
    """How much of what Facebook allows was used, in per cent, when it last told; `regain_at` when it says so."""

    percent: int
    seen_at: datetime
    regain_at: datetime | None = None


Part = tuple[str, IO[bytes], str]  # a file of a form: name, content, MIME type
Usages = dict[str, Usage]  # by page id; "" for the app. Shared by the connections of one process.


class Graph:
    """Asks as one page. Raises PlatformError; what is no longer there is None instead."""

    def __init__(
        self,
        page_id: str,
        secret: Mapping[str, object],
        addresses: Mapping[str, Address],
        now: Clock,
        *,
        version: str,
        usages: Usages | None = None,
    ) -> None:
        token, app_secret = str(secret.get("page_token") or ""), str(secret.get("app_secret") or "")
        if not token:
            raise TokenExpired("The secret of this page holds no page_token. Connect the page again.")
        self.page_id, self.now = page_id, now
        self._hidden = tuple(filter(None, (token, app_secret)))
        self._usages = {} if usages is None else usages
        self._status = 0
        wire = session(addresses, self._heard)  # the SDK drops status and headers
        self._api = facebook.GraphAPI(token, session=wire)
        self._api.version = f"v{version.lstrip('v')}"  # the SDK's own list of versions stops at 3.1
        if app_secret:
            proof = hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
            wire.params = {"appsecret_proof": proof}

    def get(
        self, ident: str, *, need: str = "", urgent: bool = False, metrics: bool = False, **params: str
    ) -> Json | None:
        """A thing by its id, None when it is gone. With `metrics`, raises Refusal for what may be their fault."""
        try:
            return self._asked(lambda: self._api.get_object(ident, **params), urgent=urgent)
        except Refusal as fault:
            if fault.gone:
                return None
            if metrics and fault.of_metrics:
                raise
            raise named(fault, writing=False, need=need) from None

    def page(
        self,
        ident: str,
        name: str,
        params: Mapping[str, str],
        place: Place = START,
        *,
        newest_first: bool = True,
        need: str = "",
        urgent: bool = False,
        at_a_time: Sequence[int] = AT_A_TIME,
    ) -> Json | None:
        """One page of a list from `place` on, None when what it belongs to is gone.

        A mark that Facebook no longer takes is made good by time; too many items at a time by fewer.
        """
        where = place.params(self.now(), newest_first=newest_first)
        for limit in at_a_time:
            try:
                return self._list(ident, name, {**params, **where, "limit": str(limit)}, urgent)
            except Refusal as fault:
                if fault.gone:
                    return None
                if fault.code == 100 and "after" in where:
                    where = place.by_time(newest_first=newest_first)
                elif not fault.too_much or limit == at_a_time[-1]:
                    raise named(fault, writing=False, need=need) from None
        raise Transient("Facebook refuses every way of asking for this list.")

    def insights(self, ident: str, metrics: list[str], period: str) -> list[Json]:
        """The values of these metrics. Raises Refusal where that says something about the metrics themselves."""
        try:
            return list(self._list(ident, "insights", {"metric": ",".join(metrics), "period": period})["data"])
        except Refusal as fault:
            if fault.of_metrics:
                raise
            raise named(fault, writing=False, need="read_insights") from None

    def sees(self, edge: str) -> None:
        """Make sure that the page still shows us its lists: without that, what seems gone may be hidden from us."""
        need = "pages_read_engagement" if edge == "published_posts" else "pages_read_user_content"
        if self.page(self.page_id, edge, {"fields": "id"}, need=need) is None:
            raise Rejected(lacking(need))

    def token(self) -> Json | None:
        """What Facebook says of our own token (scopes, end); None where it does not tell our app."""
        try:
            path = f"{self._api.version}/debug_token"
            said = self._asked(lambda: self._api.request(path, {"input_token": self._api.access_token}), urgent=True)
        except (Refusal, PlatformError):
            return None
        told = said.get("data")
        return told if isinstance(told, dict) else None

    def put(self, parent: str, name: str, *, need: str, photos: bool = False, **data: str) -> Json:
        """Write something new below `parent`. With `photos`, raises UploadLost for what may be their fault."""
        try:
            return self._asked(lambda: self._api.put_object(parent, name, **data), writing=True, urgent=True)
        except Refusal as fault:
            error = named(fault, writing=True, need=need)
            if photos and fault.code == 100 and isinstance(error, Rejected):  # Meta names no code of its own for them
                raise UploadLost(str(error)) from None
            raise error from None

    def give(self, part: Part, *, need: str, **data: str) -> Json:
        """Give the page a photo. Nothing is public by it: what got no answer is Transient."""
        try:
            path = f"{self.page_id}/photos"
            return self._asked(lambda: self._api.put_photo(part, path, **data), urgent=True)
        except Refusal as fault:
            raise named(fault, writing=False, need=need) from None

    def answered(self, said: Json) -> str:
        """An answer as it is kept with an attempt: status and body, without secrets, at most 500 characters."""
        return f"{self._status} {redacted(json.dumps(said, ensure_ascii=False), self._hidden)}"[:500]

    def delete(self, ident: str, *, need: str) -> None:
        """Take something away; what is gone already is well. Again does no harm, so nothing here is Ambiguous."""
        try:
            said = self._asked(lambda: self._api.delete_object(ident), urgent=True)
        except Refusal as fault:
            if fault.gone:
                return
            raise named(fault, writing=False, need=need) from None
        if said.get("success") not in (True, "true"):
            raise Rejected("Facebook did not delete it.")

    def change(self, ident: str, *, need: str, **data: str) -> None:
        """Change something that is there. Again does no harm, so nothing here is Ambiguous."""
        path = f"{self._api.version}/{ident}"
        try:
            said = self._asked(lambda: self._api.request(path, post_args=dict(data), method="POST"), urgent=True)
        except Refusal as fault:
            raise named(fault, writing=False, need=need) from None
        if said.get("success") not in (True, "true"):
            raise Rejected("Facebook did not change it.")

    def _list(self, ident: str, name: str, params: dict[str, str], urgent: bool = False) -> Json:
        answer = self._asked(lambda: self._api.get_connections(ident, name, **params), urgent=urgent)
        if not isinstance(answer.get("data"), list):
            raise Transient("Facebook's answer could not be read: there is no list where it promises one.")
        return answer

    def _asked(self, ask: Callable[[], Any], *, writing: bool = False, urgent: bool = False) -> Json:
        """One request, and its answer if it is one. Raises Refusal, or PlatformError when there was no answer."""
        self._spare(ACTS_UP_TO if urgent else READS_UP_TO)
        self._status = 0
        try:
            with faults_named(writing=writing):
                answer = ask()
        except facebook.GraphAPIError as fault:
            raise refusal(fault.result, self._status, self._hidden, self._regain_at()) from None
        except (KeyError, TypeError, ValueError, AttributeError) as fault:  # the SDK stumbles over what is no answer
            lost = Ambiguous if writing else Transient
            raise lost(f"Facebook's answer could not be read ({type(fault).__name__}).") from None
        if not isinstance(answer, dict) or self._status >= 400:
            raise refusal(None, self._status, self._hidden, self._regain_at())
        return answer

    def _spare(self, up_to: int) -> None:
        """Refuse to ask when Facebook said within the last hour that little is left: what remains is for acts."""
        now = self.now()
        for whose in (self.page_id, ""):
            used = self._usages.get(whose)
            until = (used.regain_at or used.seen_at + WINDOW) if used else now
            if used and used.percent > up_to and until > now:
                who = "the app's" if whose == "" else "the page's"
                raise RateLimited(
                    f"{used.percent}% of {who} allowance at Facebook is used.", until, whole_app=whose == ""
                )

    def _heard(self, response: requests.Response) -> None:
        """Keep what the SDK throws away: the status and how much of our allowance is used.

        A call that counts against the page does not count against the app, whatever the app's header says.
        """
        self._status = response.status_code
        for whose, header in ((self.page_id, "x-business-use-case-usage"), ("", "x-app-usage")):
            if used := _usage(response.headers.get(header), self.now()):
                self._usages[whose] = used
                return

    def _regain_at(self) -> datetime | None:
        used = self._usages.get(self.page_id)
        return used.regain_at if used and used.regain_at and used.regain_at > self.now() else None


def _usage(header: str | None, now: datetime) -> Usage | None:
    """What a usage header tells (per cent, minutes), None when there is none or it cannot be read.

    X-App-Usage is one object; X-Business-Use-Case-Usage has a list of them by page or business.
    """
    try:
        told = json.loads(header or "")
        groups = [told] if "call_count" in told else [one for many in told.values() for one in many]
        percent = max(int(one.get(part, 0)) for one in groups for part in ("call_count", "total_cputime", "total_time"))
        minutes = max(int(one.get("estimated_time_to_regain_access", 0)) for one in groups)
        return Usage(percent, now, now + timedelta(minutes=minutes) if minutes > 0 else None)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
