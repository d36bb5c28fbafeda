"""How Alembic reaches the database: over the connection that the door hands in."""

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString, SQLModel

from store import tables

assert tables  # known to SQLModel.metadata from here on


def _plainly(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write text columns as what they are, so that a migration does not hang on the library of today."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


def run() -> None:
    """Run the migrations in one transaction, on the connection given; in the one that is open there, if one is."""
    line = context.config.attributes["connection"]
    within = line.in_transaction()  # of somebody who commits
    context.configure(
        connection=line,
        target_metadata=SQLModel.metadata,
        render_as_batch=line.dialect.name == "sqlite",
        compare_type=True,
        render_item=_plainly,
    )
    line = line.execution_options(writing=True)
    with context.begin_transaction():
        context.run_migrations()
    if not within:
        line.commit()


run()
