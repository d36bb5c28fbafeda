"""The tables of figures that people bring: files of the platforms' own exports, and where towns belong."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, text, true
from sqlmodel import Field, SQLModel

from store.db import Utc


class FigureFile(SQLModel, table=True):
    """A file of figures that somebody brought in: from which export, by its columns, and when it was made.

    `digest` is the SHA-256 of its content, so that the same file counts once. Withdrawn, it counts no more.
    """

    __tablename__ = "figure_file"
    __table_args__ = (
        Index(
            "one_file_of_a_content", "digest", unique=True,
            sqlite_where=text("withdrawn_at IS NULL"), postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )  # fmt: skip

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str
    layout: str
    digest: str
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    as_of: date
    note: str = ""
    brought_by_id: UUID = Field(foreign_key="person.id")
    brought_at: datetime = Field(sa_type=Utc)
    withdrawn_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=Utc)


class BroughtFigure(SQLModel, table=True):
    """One figure of a file: of an account from `first` to `last`, of a town, or of a post; as the file calls it and we.

    A stock (followers) has `first` = `last`, the day it was told for, or the month where only that is told. Of a post's
    numbers `first` is the day it was made and `last` the day they were told. It `stands` where no newer file that
    counts tells the same: decided when a file is brought or withdrawn (store/brought.py).
    """

    __tablename__ = "brought_figure"
    __table_args__ = (Index("figures_of_one", "account_id", "first"),)

    file_id: UUID = Field(foreign_key="figure_file.id", primary_key=True)
    line: int = Field(primary_key=True)
    column: str = Field(primary_key=True)
    metric: str
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    town: str = ""
    post: str = ""  # its address or id there
    first: date
    last: date
    value: float
    stands: bool = Field(default=True, sa_column_kwargs={"server_default": true()})


class TownHome(SQLModel, table=True):
    """Where a town that a platform names belongs, as somebody said on the page; stands before the roster's lists.

    `town` as domain.towns.town_key writes it. District None: to none of ours.
    """

    __tablename__ = "town_home"

    town: str = Field(primary_key=True)
    district_id: UUID | None = Field(default=None, foreign_key="district.id")
    said_by_id: UUID = Field(foreign_key="person.id")
    said_at: datetime = Field(sa_type=Utc)
