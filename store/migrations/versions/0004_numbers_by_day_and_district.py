"""Numbers by day and district, brought figures, polls and reports

Each post gets the London day it was made on, each account the place where it belongs now, from the beginning. The
numbers are added up after the migration (store.rollups_anew), for later versions of them are none of its business.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

import store.db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _keep_looks_in_one_tree()
    op.create_table(
        "thinned",
        sa.Column("until", store.db.Utc(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("until"),
    )
    op.create_table(
        "district_day",
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("likes", sa.BigInteger(), nullable=False),
        sa.Column("likes_told", sa.Integer(), nullable=False),
        sa.Column("replies", sa.BigInteger(), nullable=False),
        sa.Column("replies_told", sa.Integer(), nullable=False),
        sa.Column("shares", sa.BigInteger(), nullable=False),
        sa.Column("shares_told", sa.Integer(), nullable=False),
        sa.Column("views", sa.BigInteger(), nullable=False),
        sa.Column("views_told", sa.Integer(), nullable=False),
        sa.Column("clicks", sa.BigInteger(), nullable=False),
        sa.Column("clicks_told", sa.Integer(), nullable=False),
        sa.Column("engagement_told", sa.Integer(), nullable=False),
        sa.Column("as_of", store.db.Utc(timezone=True), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column(
            "platform", sa.Enum("x", "facebook", name="platformname", native_enum=False, length=24), nullable=False
        ),
        sa.PrimaryKeyConstraint("day", "district_id", "platform"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "district_followers",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column(
            "platform", sa.Enum("x", "facebook", name="platformname", native_enum=False, length=24), nullable=False
        ),
        sa.Column("followers", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("as_of", store.db.Utc(timezone=True), nullable=True),
        sa.Column("newest_at", store.db.Utc(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("day", "district_id", "platform"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "district_month",
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("likes", sa.BigInteger(), nullable=False),
        sa.Column("likes_told", sa.Integer(), nullable=False),
        sa.Column("replies", sa.BigInteger(), nullable=False),
        sa.Column("replies_told", sa.Integer(), nullable=False),
        sa.Column("shares", sa.BigInteger(), nullable=False),
        sa.Column("shares_told", sa.Integer(), nullable=False),
        sa.Column("views", sa.BigInteger(), nullable=False),
        sa.Column("views_told", sa.Integer(), nullable=False),
        sa.Column("clicks", sa.BigInteger(), nullable=False),
        sa.Column("clicks_told", sa.Integer(), nullable=False),
        sa.Column("engagement_told", sa.Integer(), nullable=False),
        sa.Column("as_of", store.db.Utc(timezone=True), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column(
            "platform", sa.Enum("x", "facebook", name="platformname", native_enum=False, length=24), nullable=False
        ),
        sa.PrimaryKeyConstraint("month", "district_id", "platform"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "belonging",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "since"),
    )
    with op.batch_alter_table("belonging", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_belonging_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_belonging_team_id"), ["team_id"], unique=False)

    op.create_table(
        "campaign_record",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("cost_pence", sa.Integer(), nullable=True),
        sa.Column("staff_minutes", sa.Integer(), nullable=True),
        sa.Column("lessons", sa.String(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", store.db.Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("campaign_id"),
    )
    op.create_table(
        "figure_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("brought_by_id", sa.Uuid(), nullable=False),
        sa.Column("brought_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", store.db.Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["brought_by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("figure_file", schema=None) as batch_op:
        batch_op.create_index(
            "one_file_of_a_content",
            ["digest"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "report_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("formats", sa.JSON(), nullable=False),
        sa.Column("every", sa.String(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("mail_to", sa.JSON(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("stopped_by_id", sa.Uuid(), nullable=True),
        sa.Column("stopped_at", store.db.Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["stopped_by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "town_home",
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("said_by_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", store.db.Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
        ),
        sa.ForeignKeyConstraint(
            ["said_by_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("town"),
    )
    op.create_table(
        "account_day",
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("likes", sa.BigInteger(), nullable=False),
        sa.Column("likes_told", sa.Integer(), nullable=False),
        sa.Column("replies", sa.BigInteger(), nullable=False),
        sa.Column("replies_told", sa.Integer(), nullable=False),
        sa.Column("shares", sa.BigInteger(), nullable=False),
        sa.Column("shares_told", sa.Integer(), nullable=False),
        sa.Column("views", sa.BigInteger(), nullable=False),
        sa.Column("views_told", sa.Integer(), nullable=False),
        sa.Column("clicks", sa.BigInteger(), nullable=False),
        sa.Column("clicks_told", sa.Integer(), nullable=False),
        sa.Column("engagement_told", sa.Integer(), nullable=False),
        sa.Column("as_of", store.db.Utc(timezone=True), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("belonging_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["belonging_id"],
            ["belonging.id"],
        ),
        sa.PrimaryKeyConstraint("day", "belonging_id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("account_day", schema=None) as batch_op:
        batch_op.create_index("account_days_of_one", ["belonging_id", "day"], unique=False)

    op.create_table(
        "account_month",
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("likes", sa.BigInteger(), nullable=False),
        sa.Column("likes_told", sa.Integer(), nullable=False),
        sa.Column("replies", sa.BigInteger(), nullable=False),
        sa.Column("replies_told", sa.Integer(), nullable=False),
        sa.Column("shares", sa.BigInteger(), nullable=False),
        sa.Column("shares_told", sa.Integer(), nullable=False),
        sa.Column("views", sa.BigInteger(), nullable=False),
        sa.Column("views_told", sa.Integer(), nullable=False),
        sa.Column("clicks", sa.BigInteger(), nullable=False),
        sa.Column("clicks_told", sa.Integer(), nullable=False),
        sa.Column("engagement_told", sa.Integer(), nullable=False),
        sa.Column("as_of", store.db.Utc(timezone=True), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("belonging_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["belonging_id"],
            ["belonging.id"],
        ),
        sa.PrimaryKeyConstraint("month", "belonging_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "brought_figure",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("stands", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["figure_file.id"],
        ),
        sa.PrimaryKeyConstraint("file_id", "line", "column"),
    )
    with op.batch_alter_table("brought_figure", schema=None) as batch_op:
        batch_op.create_index("figures_of_one", ["account_id", "first"], unique=False)

    op.create_table(
        "report_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("mailing_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("ended_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["report_order.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("report_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_run_next_try_at"), ["next_try_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_run_order_id"), ["order_id"], unique=False)

    op.create_table(
        "poll",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("scheduled_post_id", sa.Uuid(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("counted_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("closed_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("feedback_due_on", sa.Date(), nullable=False),
        sa.Column("feedback", sa.String(), nullable=False),
        sa.Column("fed_back_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("no_feedback_because", sa.String(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("changed_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("cancelled_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("together_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["issue.id"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["scheduled_post_id"],
            ["scheduled_post.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_scheduled_post_id"), ["scheduled_post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_team_id"), ["team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_together_id"), ["together_id"], unique=False)

    op.create_table(
        "poll_option",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["poll_id"],
            ["poll.id"],
        ),
        sa.PrimaryKeyConstraint("poll_id", "place"),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("day", sa.Date(), server_default="1970-01-01", nullable=False))
        batch_op.add_column(sa.Column("media", sa.String(), server_default="", nullable=False))
        batch_op.create_index("posts_of_day", ["account_id", "day"], unique=False)

    _say_the_day()
    _of_publications()
    op.execute(
        "INSERT INTO belonging (id, account_id, since, team_id, district_id)"
        " SELECT id, id, '1970-01-01', team_id, district_id FROM account"
    )


def _of_publications() -> None:
    """A publication carries its campaign and its poll as they were approved."""
    op.add_column("publication", sa.Column("campaign_id", sa.Uuid(), nullable=True))
    op.add_column("publication", sa.Column("poll", sa.JSON(), nullable=True))
    op.execute(
        "UPDATE publication SET campaign_id = (SELECT m.campaign_id FROM scheduled_post m"
        " WHERE m.id = publication.scheduled_post_id) WHERE scheduled_post_id IN"
        " (SELECT id FROM scheduled_post WHERE campaign_id IS NOT NULL)"
    )
    for name, table, columns in OF_PUBLICATIONS:
        there = sa.text(f"{columns[0]} IS NOT NULL")
        op.create_index(name, table, columns, sqlite_where=there, postgresql_where=there)


OF_PUBLICATIONS = (
    ("publications_of_campaign", "publication", ["campaign_id", "state", "id"]),
    ("posts_of_publications", "post", ["publication_id"]),
)


def _keep_looks_in_one_tree() -> None:
    """On SQLite the looks at numbers, by far the most rows, stand in their key's own tree."""
    if op.get_bind().dialect.name != "sqlite":
        return
    said = "SELECT sql FROM sqlite_master WHERE name = 'metric_snapshot'"
    (made,) = op.get_bind().execute(sa.text(said)).one()
    op.rename_table("metric_snapshot", "metric_snapshot_before")
    op.execute(sa.text(f"{made} WITHOUT ROWID".replace(":", r"\:")))
    op.execute("INSERT INTO metric_snapshot SELECT * FROM metric_snapshot_before")
    op.drop_table("metric_snapshot_before")


def _say_the_day() -> None:
    """The London day of every post; SQLite knows no time zones, so it is told when summer time began and ended.

    There the column keeps the default that it came with: without it the table would have to be made anew, which no
    row that hangs on a post allows.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute("UPDATE post SET day = (created_at AT TIME ZONE 'Europe/London')::date")
        op.alter_column("post", "day", server_default=None)
        return
    summer = " OR ".join(f"(created_at >= '{begins}' AND created_at < '{ends}')" for begins, ends in _summers())
    op.execute(f"UPDATE post SET day = date(created_at, CASE WHEN {summer} THEN '+1 hour' ELSE '+0 hours' END)")


def _summers() -> list[tuple[str, str]]:
    """Between which moments, in UTC as SQLite keeps them, clocks in London are an hour ahead."""
    london, hour, hours = ZoneInfo("Europe/London"), timedelta(hours=1), datetime(2004, 1, 1, tzinfo=ZoneInfo("UTC"))
    turns, ahead = [], False
    while hours.year < 2040:
        if ahead != bool(hours.astimezone(london).utcoffset()):
            ahead = not ahead
            turns.append(f"{hours:%Y-%m-%d %H:%M:%S}")
        hours += hour * (1 if hours.day >= 24 and hours.month in (3, 10) else 24 - hours.hour)
    return list(zip(turns[::2], turns[1::2], strict=True))


def downgrade() -> None:
    for name, table, _columns in OF_PUBLICATIONS:
        op.drop_index(name, table)
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.drop_column("poll")
        batch_op.drop_column("campaign_id")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index("posts_of_day")
        batch_op.drop_column("media")
        batch_op.drop_column("day")

    op.drop_table("poll_option")
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_together_id"))
        batch_op.drop_index(batch_op.f("ix_poll_team_id"))
        batch_op.drop_index(batch_op.f("ix_poll_scheduled_post_id"))
        batch_op.drop_index(batch_op.f("ix_poll_district_id"))

    op.drop_table("poll")
    with op.batch_alter_table("report_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_run_order_id"))
        batch_op.drop_index(batch_op.f("ix_report_run_next_try_at"))

    op.drop_table("report_run")
    with op.batch_alter_table("brought_figure", schema=None) as batch_op:
        batch_op.drop_index("figures_of_one")

    op.drop_table("brought_figure")
    op.drop_table("account_month")
    with op.batch_alter_table("account_day", schema=None) as batch_op:
        batch_op.drop_index("account_days_of_one")

    op.drop_table("account_day")
    op.drop_table("town_home")
    op.drop_table("report_order")
    with op.batch_alter_table("figure_file", schema=None) as batch_op:
        batch_op.drop_index("one_file_of_a_content")

    op.drop_table("figure_file")
    op.drop_table("campaign_record")
    with op.batch_alter_table("belonging", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_belonging_team_id"))
        batch_op.drop_index(batch_op.f("ix_belonging_district_id"))

    op.drop_table("belonging")
    op.drop_table("district_month")
    op.drop_table("district_followers")
    op.drop_table("district_day")
    op.drop_table("thinned")
