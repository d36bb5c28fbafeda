"""How Alembic reaches the database: over the connection that the door hands in."""

from alembic import context
from sqlmodel import SQLModel

from store import tables

assert tables  # known to SQLModel.metadata from here on


def run() -> None:
    """Run the migrations in one transaction, on the connection given."""
    line = context.config.attributes["connection"]
    context.configure(
        connection=line,
        target_metadata=SQLModel.metadata,
        render_as_batch=line.dialect.name == "sqlite",
        compare_type=True,
    )
    line = line.execution_options(writing=True)
    with context.begin_transaction():
        context.run_migrations()
    line.commit()


run()
