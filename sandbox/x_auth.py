"""Who signs an X call: OAuth 1.0a over the address that the client believes in, a user's bearer, or the app's."""

import re
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import parse_qsl, unquote

from oauthlib.oauth1.rfc5849 import signature

from sandbox import x_errors
from sandbox.wire import Request

CONSUMER_KEY = "practice-app"
CONSUMER_SECRET = "practice-app-secret"
APP_BEARER = "practice-app-bearer"
SIGNED_FOR = "https://api.twitter.com"  # clients sign the real address, whatever they are redirected to
PART = re.compile(r'([a-zA-Z_]+)="([^"]*)"')
USER_TOKEN = re.compile(r"practice-x-([0-9]{1,19})")
USER_BEARER = re.compile(r"practice-x-([0-9]{1,19})-bearer")


@dataclass(frozen=True, slots=True)
class Signer:
    """How the call is signed: oauth1, oauth2 or app; and for whom."""

    way: str
    account: str | None


def signer(request: Request) -> Signer:
    """Check the Authorization header; raises a 401 refusal."""
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _bearer(rest.strip())
    if scheme.lower() == "oauth":
        return _oauth1(request, rest)
    raise x_errors.unauthorized()


def _bearer(token: str) -> Signer:
    if token == APP_BEARER:
        return Signer("app", None)
    if found := USER_BEARER.fullmatch(token):
        return Signer("oauth2", found[1])
    raise x_errors.unauthorized()


def _oauth1(request: Request, header: str) -> Signer:
    parts = {key: unquote(value) for key, value in PART.findall(header)}
    token = USER_TOKEN.fullmatch(parts.get("oauth_token", ""))
    if token is None or parts.get("oauth_consumer_key") != CONSUMER_KEY:
        raise x_errors.unauthorized()
    if parts.get("oauth_signature_method") != "HMAC-SHA1" or not parts.get("oauth_nonce"):
        raise x_errors.unauthorized()
    params = [(key, value) for key, value in parts.items() if key not in ("oauth_signature", "realm")]
    params += parse_qsl(request.raw_query, keep_blank_values=True)
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        params += parse_qsl(request.body.decode(), keep_blank_values=True)
    signed = SimpleNamespace(
        params=params,
        uri=SIGNED_FOR + request.path,
        http_method=request.method,
        signature=parts.get("oauth_signature", ""),
    )
    secret = f"practice-x-{token[1]}-secret"
    if not signature.verify_hmac_sha1(signed, CONSUMER_SECRET, secret):  # type: ignore[arg-type]  # the four it reads
        raise x_errors.unauthorized()
    return Signer("oauth1", token[1])
