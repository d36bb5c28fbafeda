"""`bluelamp watch`: looks for matters that need somebody, and tells them by e-mail. A process of its own."""

import logging
import threading
from datetime import UTC, datetime, time, timedelta
from functools import partial
from urllib.parse import quote, urlsplit
from uuid import uuid4

from config.settings import Settings
from domain.matters import Patience
from domain.posts import PlatformName
from doors import mail, webhook
from doors.supervise import stop_on_signals
from doors.wiring import DoorFault, House, connector, secret_of, worker_name
from doors.write_report import office
from platforms import registry
from scheduler import alert_words, orders
from scheduler import watch as metronome
from scheduler.alert_paper import Manner
from scheduler.letters import Letter, MailFault, MailUnsure, Post, Tokens
from store.tables import Account

log = logging.getLogger("bluelamp.watch")


def watch(house: House, *, once: bool) -> None:
    """Look once and leave, or go on until SIGTERM or Ctrl-C."""
    post = post_of(house)
    if once:
        metronome.listen_for_silence(post)
        sent = metronome.look_once(post)
        made = orders.tick(office(house))
        print("1 message was sent." if sent == 1 else f"{sent} messages were sent." if sent else "Nothing was to tell.")
        if made:
            print("1 ordered report was made." if made == 1 else f"{made} ordered reports were made.")
        return
    name, stop = worker_name(metronome.KIND), threading.Event()
    stop_on_signals(stop)
    log.info("%s begins", name)
    if not post.send:
        log.warning("nobody is told by e-mail: see BLUELAMP_MAIL_HOST")
    metronome.run(post, name, stop, office(house))
    log.info("%s leaves", name)


def test(house: House, address: str) -> str:
    """Send one test message; tell in a sentence what the mail server answered. Raises DoorFault."""
    if not address.isprintable() or address.count("@") != 1 or set(address) & set(" ,;<>"):
        raise DoorFault(f"{address!r} is no e-mail address.", "Give one, as name@example.org.")
    subject, body = alert_words.test_message(manner_of(house.settings))
    letter = Letter(f"test-{uuid4().hex[:24]}", (address,), subject, body, house.clock())
    send, server = mail.must_send(house.settings), f"{house.settings.mail_host}:{house.settings.mail_port}"
    try:
        note = send(letter)
    except MailFault as fault:
        raise DoorFault(f"{server} did not take it. {fault}", "See the BLUELAMP_MAIL settings.") from None
    except MailUnsure as fault:
        raise DoorFault(str(fault), f"Look whether it has arrived at {address}.") from None
    return note or f"{server} took it for {address}. Whether it arrives is for that address to see: look there."


def post_of(house: House) -> Post:
    """What telling works with, as the settings say."""
    settings = house.settings
    return Post(
        house.store,
        house.clock,
        manner_of(settings),
        mail.sender(settings),
        settings.alerts_to,
        webhook.sender(settings),
        patience_of(settings),
        settings.digest_at,
        _tokens(house),
    )


def patience_of(settings: Settings) -> Patience:
    """How long the force waits before somebody else is told."""
    unseen = timedelta(minutes=settings.escalate_after_minutes)
    return Patience(unseen, timedelta(hours=settings.assignee_silent_hours))


def _tokens(house: House) -> Tokens:
    """What is asked about tokens once a day."""
    connect = connector(house, reads=False)
    free = tuple(one for one in PlatformName if not registry.capabilities(one).billed)

    def ends(account: Account) -> datetime | None:
        said = secret_of(house.settings, account).expires_on
        return datetime.combine(said, time(), UTC) if said else None

    return Tokens(lambda account: connect(account).health(), ends, free)


def manner_of(settings: Settings) -> Manner:
    """How messages speak."""
    return Manner(
        label=lambda platform: registry.capabilities(platform).label,
        profile=partial(_practised, settings.graph_address) if settings.practice else registry.profile,
        pages=settings.dashboard_address or "",
        practice=settings.practice,
    )


def _practised(address: str, platform: PlatformName, handle: str, external_id: str) -> str:
    """Where an account is seen in practice: on the sandbox's own page."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/public/{platform}/{quote(external_id or handle)}"
