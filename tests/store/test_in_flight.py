"""A migration while posts are on their way: none is lost, and each stands where it stood."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from alembic import command
from sqlalchemy import Connection, MetaData, TableClause, Uuid, column, insert, select, table
from sqlmodel import AutoString, SQLModel

from domain.publication import Priority, State
from store import schema, turns
from store.db import Store, Utc

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def begun_as(store: Store, revision: str) -> dict[str, list[str]]:
    """Tables as an earlier version made them, empty; their columns by name."""
    SQLModel.metadata.drop_all(store.engine)
    config = schema._config()
    with store.engine.connect() as line:
        config.attributes["connection"] = line
        command.upgrade(config, revision)
    found = MetaData()
    found.reflect(store.engine)
    return {name: [one.name for one in there.columns] for name, there in found.tables.items()}


def put(line: Connection, where: str, columns: list[str], **values: object) -> None:
    """A row of that version; what is not said is empty."""
    for name in columns:
        now = SQLModel.metadata.tables[where].c[name]
        if name not in values and not now.nullable:
            values[name] = _nothing(now.type)
    line.execute(insert(_as_it_was(where, columns)).values(values))


def _as_it_was(name: str, columns: list[str]) -> TableClause:
    return table(name, *(column(one, SQLModel.metadata.tables[name].c[one].type) for one in columns))


def _nothing(kind: Any) -> object:
    if isinstance(kind, Utc):
        return AT
    if isinstance(kind, Uuid):
        return uuid4()
    return "" if isinstance(kind, AutoString) else kind.python_type()


def rows(line: Connection, where: str, columns: list[str]) -> list[tuple[object, ...]]:
    now = SQLModel.metadata.tables[where]
    return [tuple(row) for row in line.execute(select(*(now.c[name] for name in columns)).order_by(now.c.id))]


def test_posts_in_every_state_survive_a_migration_and_the_publisher_goes_on(store: Store) -> None:
    was = begun_as(store, "0001")
    person, message, answer = uuid4(), uuid4(), uuid4()
    account: dict[State, UUID] = {state: uuid4() for state in State}

    def publication(of: UUID, state: State, where: UUID, **more: object) -> None:
        put(
            line, "publication", was["publication"], scheduled_post_id=of, account_id=where, state=state, text="Words",
            expires_at=AT + timedelta(hours=2), attempts=1, **more,
        )  # fmt: skip

    with store.engine.begin() as line:
        put(line, "person", was["person"], id=person, email="officer@force.example", role="officer")
        for number, ident in enumerate(account.values()):
            put(line, "account", was["account"], id=ident, platform="facebook", external_id=str(number))
        for ident in (message, answer):
            put(line, "scheduled_post", was["scheduled_post"], id=ident, author_id=person, stage="approved")
        for state, ident in account.items():
            publication(message, state, ident)
        publication(answer, State.QUEUED, account[State.FAILED], in_reply_to="c1")
        before = rows(line, "publication", was["publication"])
        put(line, "attempt", was["attempt"], publication_id=before[0][0], number=1, outcome="started", detail="d")
        put(line, "hold", was["hold"], reason="Storm", placed_by_id=person, answers_too=True)
        kept = {name: rows(line, name, was[name]) for name in ("attempt", "hold", "scheduled_post")}

    assert schema.migrate(store)
    with store.engine.connect() as line:
        assert len(before) == len(State) + 1
        assert rows(line, "publication", was["publication"]) == before
        assert {name: rows(line, name, was[name]) for name in kept} == kept
    with store.writing() as db:
        assert turns.due(db, AT) == []  # the hold goes on
        db.execute(SQLModel.metadata.tables["hold"].delete())
        found = turns.due(db, AT)
        ours = {(one.publication.account_id, one.publication.priority) for one in found}
    assert ours == {(account[State.QUEUED], Priority.NORMAL), (account[State.FAILED], Priority.FIRST)}
