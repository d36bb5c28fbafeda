"""X's refusals, in X's words."""

from sandbox.faults import Fault
from sandbox.items import Json
from sandbox.wire import Answer, Refusal

PROBLEMS = "https://api.twitter.com/2/problems"
NEW_PROBLEMS = "https://api.x.com/2/problems"
HTML_502 = "<html><head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body></html>\r\n"


def plain(status: int, title: str, detail: str | None = None, kind: str = "about:blank") -> Json:
    return {"title": title, "detail": detail or title, "type": kind, "status": status}


def invalid(parameter: str, value: str, message: str) -> Refusal:
    """400: one parameter is wrong."""
    return Refusal(
        400,
        {
            "errors": [{"parameters": {parameter: [value]}, "message": message}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": f"{PROBLEMS}/invalid-request",
        },
    )


def unauthorized() -> Refusal:
    return Refusal(401, plain(401, "Unauthorized"))


def unsupported(allowed: str) -> Refusal:
    """403: signed in, but not in a way that this endpoint takes."""
    detail = (
        "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  "
        f"Supported authentication types are [{allowed}]."
    )
    return Refusal(403, plain(403, "Unsupported Authentication", detail, f"{PROBLEMS}/unsupported-authentication"))


def forbidden(detail: str) -> Refusal:
    return Refusal(403, plain(403, "Forbidden", detail))


def missing(resource: str, parameter: str, ident: str) -> Json:
    """An item of `errors`: what was asked for is not there."""
    return {
        "value": ident,
        "detail": f"Could not find {resource} with {parameter}: [{ident}].",
        "title": "Not Found Error",
        "resource_type": resource,
        "parameter": parameter,
        "resource_id": ident,
        "type": f"{PROBLEMS}/resource-not-found",
    }


def field_refused(ident: str, field: str) -> Json:
    """An item of `errors`: a number that only the author may see, and only for thirty days."""
    return {
        "resource_id": ident,
        "parameter": field.partition(".")[0],
        "resource_type": "tweet",
        "section": "data",
        "title": "Field Authorization Error",
        "value": ident,
        "detail": f"Sorry, you are not authorized to access '{field}' on the Tweet with id : [{ident}].",
        "type": f"{PROBLEMS}/not-authorized-for-field",
        "field": field,
    }


def too_many(headers: dict[str, str]) -> Refusal:
    return Refusal(429, plain(429, "Too Many Requests"), headers)


def struck(fault: Fault, headers: dict[str, str], now: float) -> Answer:
    """The answer that a fault gives in the place of the real one."""
    if fault.kind.startswith("rate_limit") or fault.kind == "app_limit":
        return _limited(fault, headers, now)
    if fault.kind == "dead_token":
        return Answer(401, plain(401, "Unauthorized"), headers)
    if fault.kind == "credits":
        body = plain(402, "Payment Required", "credits depleted", f"{NEW_PROBLEMS}/credits-depleted")
        return Answer(402, body, headers)
    if fault.kind == "forbidden":
        detail = "You are not permitted to perform this action."
        return Answer(403, plain(403, "Forbidden", detail), headers)
    if fault.kind == "usage_capped":
        status = 403 if fault.status == 403 else 429
        body = plain(status, "UsageCapExceeded", "Usage cap exceeded: Monthly product cap", f"{PROBLEMS}/usage-capped")
        return Answer(status, {**body, "period": "Monthly", "scope": "Product"}, headers)
    return broken(fault, headers)


def broken(fault: Fault, headers: dict[str, str]) -> Answer:
    """Trouble on the way, before or after the call was accepted."""
    if fault.kind.startswith("html_502"):
        return Answer(502, HTML_502, kind="text/html")
    if fault.kind.startswith("server_error"):
        title = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}.get(fault.status)
        return Answer(fault.status, plain(fault.status, title or "Service Unavailable"), headers)
    return Answer(0, "", hang_up=True)


def _limited(fault: Fault, headers: dict[str, str], now: float) -> Answer:
    if fault.kind == "rate_limit_no_reset":
        return Answer(429, plain(429, "Too Many Requests"))
    reset = str(int(now) + fault.reset_seconds)
    told = {**headers, "x-rate-limit-remaining": "0", "x-rate-limit-reset": reset}
    if fault.kind == "app_limit":
        told = {**headers, "x-app-limit-24hour-limit": "10000", "x-app-limit-24hour-remaining": "0"}
        told["x-app-limit-24hour-reset"] = reset
    if fault.kind == "rate_limit_88":
        return Answer(429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, told)
    return Answer(429, plain(429, "Too Many Requests"), told)
