"""What others do with the same posts: twitter-to-sqlite's own function, and the SQLModel loop that everybody writes."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID, uuid5

import sqlite_utils
import tweepy
from sqlmodel import Field, Session, SQLModel, func, select
from twitter_to_sqlite import utils as twitter_to_sqlite

from benchmarks import rows
from benchmarks.orders import Order, Told
from benchmarks.pace import Watch
from benchmarks.places import file_of, furnished
from domain.clock import utc_now
from platforms import wire, x_client
from platforms.x import POST_FIELDS
from store.tables import MetricSnapshot, Post, PostNumbers


class Tweet(SQLModel, table=True):
    """A post in one table, the platform's id as its key: the simplest there is, a third of the rows that we write."""

    id: str = Field(primary_key=True)
    account: str = Field(index=True)
    text: str
    url: str
    created_at: datetime
    likes: int
    replies: int
    shares: int
    views: int


def old_tool(order: Order) -> Told:
    """twitter-to-sqlite's save_tweets, posts by sixty people on each page, as those have that name somebody."""
    return _saved(order, authors=60)


def old_tool_one_author(order: Order) -> Told:
    """The same with the timeline of one account: hardly any authors to keep."""
    return _saved(order, authors=1)


def _saved(order: Order, authors: int) -> Told:
    """Two hundred at a time, as it reads them; no HTTP and no JSON to be parsed."""
    db, watch, newest = sqlite_utils.Database(file_of(order.database) + "-old"), Watch(), rows.this_morning(utc_now())
    for start in range(0, order.rows, 200):
        tweets = [rows.old_tweet(0, at, newest, authors) for at in range(start, min(start + 200, order.rows))]
        with watch:
            twitter_to_sqlite.save_tweets(db, tweets)
    return order.told(watch, kept=db["tweets"].count)


def merge_loop(order: Order) -> Told:
    """HTTP, tweepy's own objects, session.merge for each row that we write too, a commit for each page; no cursor."""
    return _looped(order, lambda db, one, key: [db.merge(row) for row in _three(one, key)], Post)


def merge_loop_one_table(order: Order) -> Told:
    """The same into one table, a single merge for a post."""
    return _looped(order, lambda db, one, key: db.merge(_tweet(one, key)), Tweet)


def _looped(order: Order, merge: Callable[[Session, tweepy.Tweet, UUID], object], table: type[SQLModel]) -> Told:
    store, (_, *accounts) = furnished(order.database, len(rows.accounts(order.rows)))
    Tweet.__table__.create(store.engine)  # type: ignore[attr-defined]
    client, watch = tweepy.Client("practice-app-bearer"), Watch()
    client.session.mount(x_client.HOME, wire.Address(order.server))
    with watch:
        for account in accounts:
            for page in _pages(client, account.external_id):
                with Session(store.engine) as db:
                    for one in page:
                        merge(db, one, account.id)
                    db.commit()
    with store.reading() as db:
        kept = int(db.exec(select(func.count()).select_from(table)).one())
    return order.told(watch, kept=kept)


def _pages(client: tweepy.Client, account: str) -> Iterator[list[tweepy.Tweet]]:
    token = None
    while True:
        told = client.get_users_tweets(account, max_results=100, tweet_fields=POST_FIELDS, pagination_token=token)
        yield told.data
        token = told.meta.get("next_token")
        if not token:
            return


def _three(one: tweepy.Tweet, account: UUID) -> Iterator[SQLModel]:
    """The rows that we write; their keys are made from the platform's, as a loop needs that merges."""
    key, now, counts = uuid5(account, str(one.id)), utc_now(), one.public_metrics
    told = {
        "likes": counts["like_count"],
        "replies": counts["reply_count"],
        "shares": counts["retweet_count"] + counts["quote_count"],
        "views": counts["impression_count"],
    }
    url = f"https://x.com/i/status/{one.id}"
    yield Post(id=key, account_id=account, external_id=str(one.id), text=one.text, url=url, created_at=one.created_at)
    yield MetricSnapshot(post_id=key, taken_at=now, **told)
    yield PostNumbers(post_id=key, taken_at=now, **told)


def _tweet(one: tweepy.Tweet, account: UUID) -> Tweet:
    counts = one.public_metrics
    return Tweet(
        id=str(one.id),
        account=str(account),
        text=one.text,
        url=f"https://x.com/i/status/{one.id}",
        created_at=one.created_at,
        likes=counts["like_count"],
        replies=counts["reply_count"],
        shares=counts["retweet_count"] + counts["quote_count"],
        views=counts["impression_count"],
    )
