"""Asks the platforms once a day what each account's token may do and when it ends, where asking is free."""

import logging
from datetime import datetime

from domain.errors import PlatformError, TokenExpired
from domain.posts import TokenHealth
from scheduler.letters import Post, Tokens
from store import silence
from store.tables import Account

log = logging.getLogger(__name__)

AT_ONCE = 10  # accounts of one look


def look(post: Post) -> int:
    """Ask about the accounts that were not asked about for a day; how many were."""
    if post.tokens is None:
        return 0
    with post.store.reading() as db:
        due = silence.to_ask(db, post.now(), AT_ONCE)
    for account in due:
        found, ends_at = _asked(post.tokens, account)
        with post.store.writing() as db:
            silence.asked(db, account.id, found, ends_at, post.now())
    return len(due)


def _asked(tokens: Tokens, account: Account) -> tuple[TokenHealth | None, datetime | None]:
    """What its platform says of a token, and when it ends; None when nobody can tell."""
    try:
        by_secret = tokens.ends(account)
        found = tokens.ask(account) if account.platform in tokens.free else TokenHealth()
    except TokenExpired as fault:  # the collector meets it too, and says so on Attention
        return TokenHealth((str(fault),)), None
    except PlatformError as fault:
        log.info("nobody could tell what the token of %s may do: %s", account.handle, fault)
        return None, None
    ends = [at for at in (by_secret, found.expires_at) if at]
    return found, min(ends, default=None)
