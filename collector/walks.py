"""The walks through what is new: our own posts, and what the public writes to us."""

from datetime import datetime, timedelta

from collector.visit import PAGES, Visit, affordable, bought_ids, go_on, keeping
from domain.purse import Purpose
from store import posts, replies, unread


def collect_posts(visit: Visit) -> None:
    """Our own posts, page by page, and our own answers that stand among them."""
    for _ in range(PAGES):
        if not affordable(visit, Purpose.OWN_POSTS):
            return
        page = visit.source.fetch_posts(visit.account.posts_cursor, back_to(visit))
        now, bought = visit.now(), bought_ids(page.bought)
        ours = posts.ready(visit.form, visit.account, page.items, now, bought, visit.tells)
        answers = replies.ready(visit.form, visit.account, page.replies, now, bought, visit.ours)
        with keeping(visit, page.bought, len(ours.rows) + len(answers.rows), posts_cursor=page.cursor) as db:
            kept = posts.keep(db, visit.account, ours, now)
            said = replies.keep(db, visit.account, answers, now)
            aside = unread.keep(db, visit.account, page.unreadable, now)
        visit.came.update(posts=kept.new, replies=said.new, edited=kept.edited + said.edited, unreadable=aside)
        if not page.more:
            return
        go_on(visit)
    visit.more = True


def collect_replies(visit: Visit) -> None:
    """What the public wrote to us, page by page, and the questions in it."""
    with visit.store.reading() as db:
        watched = posts.watched(db, visit.account, visit.now())
    for _ in range(PAGES):
        if not affordable(visit, Purpose.REPLIES):
            return
        page = visit.source.fetch_replies(watched, visit.account.replies_cursor, back_to(visit))
        now, bought = visit.now(), bought_ids(page.bought)
        heard = replies.ready(visit.form, visit.account, [*page.items, *page.replies], now, bought, visit.ours)
        with keeping(visit, page.bought, len(heard.rows), replies_cursor=page.cursor) as db:
            kept = replies.keep(db, visit.account, heard, now)
            aside = unread.keep(db, visit.account, page.unreadable, now)
        visit.came.update(replies=kept.new, edited=kept.edited, unreadable=aside)
        if not page.more:
            return
        go_on(visit)
    visit.more = True


def back_to(visit: Visit) -> datetime:
    """How far back the walks go: as far as somebody asked, or as a first visit does."""
    return visit.account.back_to or visit.now() - timedelta(days=visit.back_days)
