"""Migrations lead to the very tables that the code uses, and may be run twice."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from store import schema
from store.db import Store


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
