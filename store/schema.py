"""Brings a database to the tables of this version, and tells whether it is there."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import Session

from store import rollups_anew
from store.db import Store


def migrate(store: Store) -> list[str]:
    """Bring the database up to date; tell the changes that were made, oldest first. Twice does nothing."""
    before = current(store)
    config = _config()
    with store.engine.connect() as line:
        config.attributes["connection"] = line
        command.upgrade(config, "head")
    with store.writing() as db:
        add_up(db)
    done = list(ScriptDirectory.from_config(config).iterate_revisions("head", before or "base"))
    return [revision.doc for revision in reversed(done)]


def current(store: Store) -> str | None:
    """The revision the database is at; None when it has no tables of ours yet."""
    with store.engine.connect() as line:
        return MigrationContext.configure(line).get_current_revision()


def is_current(store: Store) -> bool:
    """Whether the database is at the revision that this version expects."""
    return current(store) == ScriptDirectory.from_config(_config()).get_current_head()


def is_newer(store: Store) -> bool:
    """Whether the database is at a revision that this version has never heard of."""
    at = current(store)
    return at is not None and not knows(at)


def knows(revision: str) -> bool:
    """Whether this version has heard of a revision."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def mark_and_migrate(db: Session, revision: str) -> None:
    """Say of what revision the tables are and bring them up to date, all in the transaction that is open."""
    config = _config()
    config.attributes["connection"] = db.connection()
    command.stamp(config, revision)
    command.upgrade(config, "head")
    add_up(db)


def add_up(db: Session) -> None:
    """Add up by day what was kept before there were tables for it; once they are filled, this does nothing."""
    if rollups_anew.is_missing(db):
        rollups_anew.rebuild(db)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("store") / "migrations"))
    return config
