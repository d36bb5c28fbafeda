"""Facebook's refusals: one shape, many codes."""

import zlib

from sandbox.faults import Fault
from sandbox.items import Json
from sandbox.wire import Answer, Refusal
from sandbox.x_errors import HTML_502

SUBCODES = {
    458: "Error validating access token: The user has not authorized application 1.",
    459: "Error validating access token: "
    "You cannot access the app till you log in to www.facebook.com and follow the instructions given.",
    460: "Error validating access token: The session has been invalidated because the user changed their password or "
    "Facebook has changed the session for security reasons.",
    463: "Error validating access token: Session has expired.",
    464: "Error validating access token: "
    "Sessions for the user are not allowed because the user is not a confirmed user.",
    467: "Error validating access token: The session is invalid because the user logged out.",
}
IDS_GONE = "(#100) The ids query parameter is deprecated in v26.0+. Please request each object by its own id."


def error(
    code: int, message: str, subcode: int | None = None, kind: str = "OAuthException", status: int = 400
) -> Refusal:
    told: Json = {"message": message, "type": kind, "code": code}
    if subcode is not None:
        told["error_subcode"] = subcode
    told["fbtrace_id"] = f"A{zlib.crc32(message.encode()):08x}sandbox"
    return Refusal(status, {"error": told})


def parameter(message: str) -> Refusal:
    return error(100, f"(#100) {message}")


def unknown_field(name: str, node: str) -> Refusal:
    return parameter(f"Tried accessing nonexisting field ({name}) on node type ({node})")


def not_there(verb: str, ident: str) -> Refusal:
    """The object is gone, or is not for this token; Facebook does not say which."""
    message = (
        f"Unsupported {verb} request. Object with ID '{ident}' does not exist, cannot be loaded due to missing "
        "permissions, or does not support this operation. Please read the Graph API documentation at "
        "https://developers.facebook.com/docs/graph-api"
    )
    return error(100, message, 33, "GraphMethodException")


def dead_token(subcode: int | None) -> Refusal:
    known = subcode or 463
    return error(190, SUBCODES.get(known, "Error validating access token"), known)


def no_token() -> Refusal:
    return error(104, "An access token is required to request this resource.", status=401)


def bad_token() -> Refusal:
    return error(190, "Invalid OAuth access token - Cannot parse access token", status=401)


def permission(code: int, message: str) -> Refusal:
    return error(code, f"(#{code}) {message}", status=403)


def page_token_needed() -> Refusal:
    return error(190, "This method must be called with a Page Access Token", 2069032)


def struck(fault: Fault, headers: dict[str, str]) -> Answer:
    """The answer that a fault gives in the place of the real one."""
    if fault.kind in ("rate_limit", "rate_limit_no_reset", "rate_limit_88"):
        answer = error(fault.code or 32, f"(#{fault.code or 32}) Page request limit reached", fault.subcode).answer
        answer.headers = headers if fault.kind == "rate_limit" else {}
        return answer
    if fault.kind == "app_limit":
        return _with(error(4, "(#4) Application request limit reached"), headers)
    if fault.kind == "dead_token":
        return _with(dead_token(fault.subcode), headers)
    if fault.kind == "forbidden":
        code = fault.code or 200
        return _with(error(code, f"(#{code}) Permissions error", fault.subcode, status=403), headers)
    if fault.kind == "credits" or fault.kind == "usage_capped":
        return _with(error(17, "(#17) User request limit reached"), headers)
    return broken(fault, headers)


def broken(fault: Fault, headers: dict[str, str]) -> Answer:
    """Trouble on the way, before or after the call was accepted."""
    if fault.kind.startswith("html_502"):
        return Answer(502, HTML_502, kind="text/html")
    if fault.kind.startswith("server_error"):
        message = "An unexpected error has occurred. Please retry your request later."
        refusal = error(fault.code or 2, message, fault.subcode, status=fault.status)
        refusal.answer.body["error"]["is_transient"] = True  # type: ignore[index, call-overload]  # the body made just above
        return _with(refusal, headers)
    return Answer(0, "", hang_up=True)


def _with(refusal: Refusal, headers: dict[str, str]) -> Answer:
    refusal.answer.headers = headers
    return refusal.answer
