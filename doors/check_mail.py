"""Checks of the alerts: whether anybody is told by e-mail, safely, and whether messages get through. Sends nothing."""

from ipaddress import ip_address

from config.secrets import SecretFault
from config.settings import MailSecurity, Settings
from doors import mail, webhook
from doors.check_findings import Finding, fail, fine, warn
from doors.wiring import House
from scheduler.letters import MailFault
from store import alerts

TELLS = "late, unknown or failed posts, or when nobody publishes"
TRY = "Then try it: bluelamp watch --test ADDRESS"


def told(house: House) -> list[Finding]:
    """Who is told of what is wrong, and what has not got through."""
    settings = house.settings
    if not settings.mail_host:
        says = f"Nobody is told by e-mail of {TELLS}."
        if settings.practice:
            return [fine("alerts", "mail", f"Practice: {says[0].lower()}{says[1:]}"), *_chat(settings)]
        return [
            *_chat(settings),
            warn("alerts", "mail", says, f"Set BLUELAMP_MAIL_HOST, BLUELAMP_MAIL_FROM, BLUELAMP_ALERTS_TO. {TRY}"),
        ]
    server = f"{settings.mail_host}:{settings.mail_port}"
    return [_password(settings, server), _who(settings), *_stuck(house, server), *_chat(settings)]


def _chat(settings: Settings) -> list[Finding]:
    """Whether the chat has an address that may be called; nothing is sent there."""
    if not settings.webhook_ref:
        return []
    try:
        webhook.address(settings)
    except MailFault as fault:
        return [fail("alerts", "webhook", str(fault), "See BLUELAMP_WEBHOOK_REF.")]
    return [fine("alerts", "webhook", "Not asked: a check sends nothing. Danger is told there as well.")]


def _password(settings: Settings, server: str) -> Finding:
    """Whether it can be signed in, and whether the password would be said in clear."""
    if settings.mail_user:
        try:
            mail.password(settings)
        except SecretFault as fault:
            return fail("alerts", server, str(fault), TRY)
        if settings.mail_security is MailSecurity.NONE and not _near(settings.mail_host or ""):
            says = "The password goes over the network for everybody to read."
            return warn("alerts", server, says, "Set BLUELAMP_MAIL_SECURITY to starttls or tls.")
    return fine("alerts", server, "Not asked: a check sends nothing. To try it: bluelamp watch --test ADDRESS")


def _who(settings: Settings) -> Finding:
    number = len(settings.alerts_to)
    if not number:
        says = "Only the authors of posts are told, and those on duty of danger; nobody when nobody publishes."
        return warn("alerts", "recipients", says, "Set BLUELAMP_ALERTS_TO.")
    says = f"{number} {'address is' if number == 1 else 'addresses are'} told of {TELLS}."
    if not settings.dashboard_address:
        return warn("alerts", "recipients", f"{says} No link leads to the page.", "Set BLUELAMP_DASHBOARD_ADDRESS.")
    return fine("alerts", "recipients", says)


def _stuck(house: House, server: str) -> list[Finding]:
    with house.store.reading() as db:
        number, trouble = alerts.stuck(db)
    if not number:
        return []
    says = f"{number:,} {'matter' if number == 1 else 'matters'} could not be told. {trouble}"
    return [fail("alerts", server, says, "Mend it; they are tried again by themselves.")]


def _near(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
