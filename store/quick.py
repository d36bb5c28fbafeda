"""The busiest statements of the house: worked out once, then handed to the driver as SQLAlchemy would hand them.

What SQLAlchemy adds to each execution costs several times what the driver needs for it, and publishing runs these
for every post, under a lock on SQLite (docs/benchmarks.md). Anything that is not as busy uses the session.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from store import bulk

Statement = Insert | Update | Delete | Select[Any]
_As = Callable[[Any], Any]


@dataclass(frozen=True)
class _Ready:
    """A statement in the words of one database: its constants, and how values go there and come back."""

    words: str
    names: Sequence[str] | None  # in their order, where values go by place
    fixed: Mapping[str, Any]
    to: tuple[tuple[str, _As | None], ...]
    back: tuple[_As | None, ...]


def rows(db: Session, statement: Statement, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement that was built once, and hand back the rows that it returns, in the order of its columns.

    Every column of an insert is to be named. Raises what the session would raise.
    """
    line = db.connection()
    ready = _ready(statement, tuple(values) if isinstance(statement, Insert) else None, line.dialect)
    told = dict(ready.fixed)
    for name, form in ready.to:
        told[name] = form(values[name]) if form else values[name]
    given = told if ready.names is None else [told[name] for name in ready.names]
    try:
        cursor = bulk.driver(db).execute(ready.words, given)
        if not ready.back:
            return []
        return [
            tuple(form(value) if form else value for form, value in zip(ready.back, row, strict=True))
            for row in cursor.fetchall()
        ]
    except line.dialect.loaded_dbapi.Error as fault:
        kind = line.dialect.loaded_dbapi.Error
        named = DBAPIError.instance(ready.words, None, fault, kind, hide_parameters=True, dialect=line.dialect)
        raise named from fault


@cache
def _ready(statement: Statement, columns: tuple[str, ...] | None, dialect: Dialect) -> _Ready:
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(columns) if columns else None)
    assert not compiled.prefetch and "POSTCOMPILE" not in compiled.string, compiled.string
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    forms = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
    fixed = {name: bind.value for name, bind in binds.items() if not bind.required}
    told = {name: form(value) if (form := forms[name]) else value for name, value in fixed.items()}
    to = tuple((name, form) for name, form in forms.items() if name not in fixed)
    kinds = [column.type for column in statement.exported_columns] if _returns(statement) else []
    back = tuple(kind.dialect_impl(dialect).result_processor(dialect, None) for kind in kinds)
    return _Ready(compiled.string, compiled.positiontup, told, to, back)


def _returns(statement: Statement) -> bool:
    return isinstance(statement, Select) or bool(statement.returning_column_descriptions)
