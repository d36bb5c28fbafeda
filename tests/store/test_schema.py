"""Migrations lead to the very tables that the code uses, and may be run twice."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, insert
from sqlmodel import SQLModel, select

from domain.clock import london_day
from store import rollups_anew, schema
from store.db import Store
from store.tables import DistrictFollowers, Post, Publication


def emptied(store: Store) -> Store:
    SQLModel.metadata.drop_all(store.engine)
    return store


def test_migrations_lead_to_the_tables_of_the_code(store: Store) -> None:
    schema.migrate(emptied(store))
    with store.engine.connect() as line:
        context = MigrationContext.configure(line, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_fresh_database_says_what_was_done_and_a_second_time_nothing(store: Store) -> None:
    assert not schema.is_current(emptied(store))
    assert schema.migrate(store)
    assert schema.is_current(store)
    assert schema.migrate(store) == []


def row(line: Connection, was: MetaData, table: str, /, **said: Any) -> UUID:
    """A row of a table as it was; what must be there and was not said is empty."""
    of, today, id_ = was.tables[table], SQLModel.metadata.tables[table].c, uuid4()
    empty: dict[type, Any] = {int: 1, bool: False, dict: [], UUID: id_, datetime: datetime(2026, 1, 1, tzinfo=UTC)}
    for column in of.c:
        if column.name in today:
            column.type = today[column.name].type  # as we write it
        if column.name not in said and not column.nullable and column.server_default is None:
            kind = getattr(column.type, "impl", column.type).python_type
            said[column.name] = empty.get(kind, "")
    line.execute(insert(of).values(said))
    return id_


def test_posts_of_a_store_from_before_get_their_london_day_and_are_added_up(store: Store) -> None:
    """As a backup is restored: in one transaction, with all that hangs on a post."""
    config, old = schema._config(), emptied(store)
    with old.engine.connect() as line:
        config.attributes["connection"] = line
        command.upgrade(config, "0003")
    turns = [datetime(*day, tzinfo=UTC) for day in ((2019, 3, 31), (2019, 10, 27), (2026, 3, 29), (2026, 10, 25))]
    made = [turn + timedelta(minutes=30 * half, microseconds=half + 4) for turn in turns for half in range(-4, 56)]
    was = MetaData()
    with old.engine.begin() as line:
        was.reflect(line)
        row(line, was, "force", name="Marlshire Police")
        district = row(line, was, "district", name="Ashvale", population=1)
        account = row(line, was, "account", platform="facebook", external_id="1", district_id=district)
        campaign, author = row(line, was, "campaign", name="Sheds"), row(line, was, "person", role="comms")
        message = row(line, was, "scheduled_post", author_id=author, stage="approved", campaign_id=campaign)
        row(line, was, "publication", scheduled_post_id=message, account_id=account, state="published")
        for number, at in enumerate(made):
            post = row(line, was, "post", account_id=account, external_id=str(number), created_at=at)
            row(line, was, "post_numbers", post_id=post, taken_at=at, likes=2)
        row(line, was, "account_numbers", account_id=account, day=date(2026, 5, 5), followers=50)
    with old.writing() as db:
        schema.mark_and_migrate(db, "0003")
    assert schema.migrate(old) == []
    with old.reading() as db:
        assert [post.external_id for post in db.exec(select(Post)) if post.day != london_day(post.created_at)] == []
        assert db.exec(select(Publication.campaign_id)).all() == [campaign]
        assert [told.followers for told in db.exec(select(DistrictFollowers))] == [50]
        assert rollups_anew.wrong(db) == {}
