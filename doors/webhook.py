"""The line to a chat: hands a letter to a Microsoft Teams webhook as an Adaptive Card, and tells how that ended.

What a workflow's "When a Teams webhook request is received" takes, and an older incoming webhook too: a message with
one card attached (learn.microsoft.com, "Create Incoming Webhooks" and the Workflows connector). The address is a
secret: whoever knows it can write there, so it is never shown.
"""

import os
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from config.secrets import SecretFault, resolve
from config.settings import Settings
from scheduler.letters import Letter, MailFault, MailUnsure, Send

TIMEOUT = (5.0, 20.0)  # seconds to reach it, and for its answer
CARD = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"  # its name; nothing is fetched from there
MOST = 20_000  # signs of a card's text: Teams takes messages of about 28 KB
TAKEN = (200, 201, 202, 204)
PLAIN = {"Accept-Encoding": "identity"}  # its first bytes are read as they come, and no more: danger waits behind it
REFUSED_IN_WORDS = b"Webhook message delivery failed"  # an older webhook says so with the status 200

Json = dict[str, Any]


def sender(settings: Settings) -> Send | None:
    """What hands letters to the webhook; None where the settings name none."""
    return (lambda letter: hand_over(settings, letter)) if settings.webhook_ref else None


def hand_over(settings: Settings, letter: Letter) -> str:
    """Post one letter; "" when it was taken. Raises MailFault, MailUnsure."""
    where = address(settings)
    try:
        with requests.post(
            where, json=message(letter), timeout=TIMEOUT, allow_redirects=False, stream=True, headers=PLAIN
        ) as answer:
            return _ended(answer.status_code, answer.raw.read1(1000) if answer.status_code in TAKEN else b"")
    except requests.exceptions.ConnectTimeout:
        raise MailFault("The webhook cannot be reached: it does not answer.", whole=True) from None
    except requests.exceptions.SSLError:
        raise MailFault("The webhook's certificate is not to be trusted.", whole=True) from None
    except requests.exceptions.ConnectionError as fault:
        if _never_left(fault):
            raise MailFault("The webhook cannot be reached.", whole=True) from None
        raise MailUnsure("The line to the webhook broke before it said whether it took the message.") from None
    except requests.exceptions.RequestException as fault:
        raise MailUnsure(f"The webhook did not say whether it took the message: {type(fault).__name__}.") from None
    except (HTTPError, OSError):
        raise MailUnsure("The line to the webhook broke while it said whether it took the message.") from None


def _ended(status: int, begins: bytes) -> str:
    """What an answer means, of which these are the first bytes; "" when the message was taken.

    Raises MailFault, MailUnsure.
    """
    said = f"The webhook answered {status}."
    if status in TAKEN:
        if REFUSED_IN_WORDS in begins:
            raise MailFault("The webhook took the message and could not deliver it.", whole=True)
        return ""
    if status in (500, 502, 504):
        raise MailUnsure(said)
    # Too many, gone, forbidden, redirected: no other message would fare better.
    raise MailFault(said, whole=status not in (400, 413))


def address(settings: Settings) -> str:
    """The webhook's address, read anew, so that a new one counts at once. Raises MailFault."""
    try:
        fields = resolve(settings.webhook_ref or "", settings.secrets, os.environ).fields
    except SecretFault as fault:
        raise MailFault(str(fault), whole=True) from None
    found = fields.get("address", "")
    try:
        parts = urlsplit(found)
    except ValueError:
        parts = urlsplit("")
    if not parts.hostname:
        raise MailFault(f"The secret {settings.webhook_ref} holds no address of a webhook.", whole=True)
    here = _on_this_machine(parts.hostname)
    if settings.practice and not here:
        raise MailFault("This is practice: only a webhook on this machine is told.", whole=True)
    if parts.scheme != "https" and not here:
        raise MailFault(f"The address in the secret {settings.webhook_ref} must begin with https://.", whole=True)
    return found


def message(letter: Letter) -> Json:
    """A letter as a message with one card: its subject, its paragraphs, and its link as a button."""
    body, _, _ = letter.body.partition("-- \n")
    pieces = [piece.strip() for piece in body[:MOST].split("\n\n") if piece.strip()]
    links = [piece for piece in pieces if _is_link(piece)]
    blocks = [_block(_one_line(piece)) for piece in pieces if not _is_link(piece)]
    colour = {"color": "Attention"} if letter.urgent else {}
    head = {**_block(letter.subject), "weight": "Bolder", "size": "Medium", **colour}
    card: Json = {"$schema": SCHEMA, "type": "AdaptiveCard", "version": "1.4", "body": [head, *blocks]}
    if links:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Open in Bluelamp", "url": links[-1]}]
    return {"type": "message", "attachments": [{"contentType": CARD, "contentUrl": None, "content": card}]}


def _block(text: str) -> Json:
    """A text in a card; Teams reads Markdown there, so signs that would begin something are kept apart."""
    for sign in "\\*_[]":
        text = text.replace(sign, f"\\{sign}")
    return {"type": "TextBlock", "text": text, "wrap": True}


def _one_line(piece: str) -> str:
    """A folded paragraph in one line; a list keeps its lines."""
    lines: list[str] = []
    for line in piece.splitlines():
        if line.startswith("  ") and lines:
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return "\n\n".join(lines)


def _is_link(piece: str) -> bool:
    return piece.startswith(("https://", "http://")) and not any(sign.isspace() for sign in piece)


def _never_left(fault: requests.exceptions.ConnectionError) -> bool:
    """Whether the connection was never made, so that the message surely was not taken."""
    reason = getattr(fault.args[0] if fault.args else None, "reason", None)
    return type(reason).__name__ in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")


def _on_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
