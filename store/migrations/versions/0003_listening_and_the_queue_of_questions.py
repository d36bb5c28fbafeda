"""Listening, the queue of questions, saved replies, hidden comments, duties, issues

Every reply that is already kept counts as not yet heard: listening goes through them, the newest first.
"""

import sqlalchemy as sa
from alembic import op

import store.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("ends_at", store.db.Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "starts_at", "district_id", "team_id"),
    )
    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.create_index("duties_by_time", ["ends_at", "starts_at"], unique=False)

    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_at"), ["at"], unique=False)

    op.create_table(
        "saved_reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_cy", sa.String(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "roads",
                "parking",
                "asb",
                "burglary",
                "vehicle",
                "theft",
                "drugs",
                "violence",
                "domestic",
                "hate",
                "fraud",
                "missing",
                "rural",
                "animals",
                "patrols",
                "contact",
                "events",
                "courts",
                "other",
                name="topic",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("retired_at", store.db.Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "issue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "roads",
                "parking",
                "asb",
                "burglary",
                "vehicle",
                "theft",
                "drugs",
                "violence",
                "domestic",
                "hate",
                "fraud",
                "missing",
                "rural",
                "animals",
                "patrols",
                "contact",
                "events",
                "courts",
                "other",
                name="topic",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("cannot_because", sa.String(), nullable=False),
        sa.Column("outcome_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("scheduled_post_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("changed_at", store.db.Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
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
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_opened_at"), ["opened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_team_id"), ["team_id"], unique=False)

    op.create_table(
        "issue_told",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["issue.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("issue_told", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_told_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reply_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("now", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["reply.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_reply_id"), ["reply_id"], unique=False)

    op.create_table(
        "hiding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reply_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ordered",
                "hidden",
                "show_ordered",
                "shown",
                "refused",
                name="hidingstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("rule_text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ordered_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("done_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("shown_by_id", sa.Uuid(), nullable=True),
        sa.Column("shown_reason", sa.String(), nullable=False),
        sa.Column("show_ordered_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("shown_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("appeal", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("claimed_until", store.db.Utc(timezone=True), nullable=True),
        sa.Column("micros", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("trouble_kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["reply.id"],
        ),
        sa.ForeignKeyConstraint(
            ["shown_by_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("hiding", schema=None) as batch_op:
        batch_op.create_index("hidings_due", ["state", "next_try_at"], unique=False)
        batch_op.create_index("hidings_of_reply", ["reply_id"], unique=False)
        batch_op.create_index(
            "one_open_hiding",
            ["reply_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('ordered', 'hidden', 'show_ordered')"),
            postgresql_where=sa.text("state IN ('ordered', 'hidden', 'show_ordered')"),
        )

    op.create_table(
        "verdict",
        sa.Column("reply_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("heard_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("languages", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "question",
                "request",
                "report",
                "complaint",
                "information",
                "thanks",
                "abuse",
                "rhetorical",
                "chat",
                "tag",
                "spam",
                "urgent",
                "other",
                name="kind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("needs_answer", sa.Boolean(), nullable=False),
        sa.Column("sure", sa.Float(), nullable=False),
        sa.Column("lanes", sa.String(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "roads",
                "parking",
                "asb",
                "burglary",
                "vehicle",
                "theft",
                "drugs",
                "violence",
                "domestic",
                "hate",
                "fraud",
                "missing",
                "rural",
                "animals",
                "patrols",
                "contact",
                "events",
                "courts",
                "other",
                name="topic",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("mood", sa.Enum("neg", "neu", "pos", name="mood", native_enum=False, length=24), nullable=True),
        sa.Column("textblob", sa.Float(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("corrected", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["reply.id"],
        ),
        sa.PrimaryKeyConstraint("reply_id"),
    )
    with op.batch_alter_table("verdict", schema=None) as batch_op:
        batch_op.create_index("verdicts_by_version", ["version"], unique=False)

    op.create_table(
        "draft",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("saved_at", store.db.Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
        ),
        sa.PrimaryKeyConstraint("question_id", "person_id"),
    )
    op.create_table(
        "issue_question",
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("told_at", store.db.Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["issue.id"],
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
        ),
        sa.PrimaryKeyConstraint("issue_id", "question_id"),
    )
    with op.batch_alter_table("issue_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_question_question_id"), ["question_id"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_question_id"), ["question_id"], unique=False)

    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hours", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("force", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hours", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("nation", sa.String(), server_default="england", nullable=False))

    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "lane",
                sa.Enum(
                    "danger",
                    "at_risk",
                    "sighting",
                    "crime",
                    "named",
                    "complaint",
                    "foi",
                    "data_request",
                    "welsh",
                    name="lane",
                    native_enum=False,
                    length=24,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column(
                "topic",
                sa.Enum(
                    "roads",
                    "parking",
                    "asb",
                    "burglary",
                    "vehicle",
                    "theft",
                    "drugs",
                    "violence",
                    "domestic",
                    "hate",
                    "fraud",
                    "missing",
                    "rural",
                    "animals",
                    "patrols",
                    "contact",
                    "events",
                    "courts",
                    "other",
                    name="topic",
                    native_enum=False,
                    length=24,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("due_at", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "standing",
                sa.Enum(
                    "unanswered",
                    "holding",
                    "answered",
                    "answered_by_other",
                    "withdrawn",
                    name="standing",
                    native_enum=False,
                    length=24,
                ),
                server_default="unanswered",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("standing_reply_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("standing_at", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("standing_set_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("follows_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("group_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("group_set_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("claimed_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("claimed_until", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("assigned_to_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("assigned_team_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("assigned_at", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("snoozed_until", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("snooze_reason", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("reference", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("acknowledged_at", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("acknowledged_by_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_question_follows_id"), ["follows_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_group_id"), ["group_id"], unique=False)
        batch_op.create_index("questions_asked", ["account_id", "waiting_since"], unique=False)

    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.add_column(sa.Column("heard", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index(
            "replies_unheard",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("heard = 0"),
            postgresql_where=sa.text("heard = 0"),
        )

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("token_ends_at", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("token_says", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("token_asked_at", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("silent_since", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("comments_a_day", sa.Float(), nullable=True))

    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "channel",
                sa.Enum("mail", "webhook", name="channel", native_enum=False, length=24),
                server_default="mail",
                nullable=False,
            )
        )

    op.create_table(
        "no_digest",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", store.db.Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
    )

    with op.batch_alter_table("scheduled_post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("holding", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("answers_group", sa.Boolean(), server_default="0", nullable=False))

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hours", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_table("no_digest")

    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_column("channel")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("comments_a_day")
        batch_op.drop_column("silent_since")
        batch_op.drop_column("token_asked_at")
        batch_op.drop_column("token_says")
        batch_op.drop_column("token_ends_at")

    with op.batch_alter_table("scheduled_post", schema=None) as batch_op:
        batch_op.drop_column("answers_group")
        batch_op.drop_column("holding")

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("hours")

    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index("replies_unheard", sqlite_where=sa.text("heard = 0"), postgresql_where=sa.text("heard = 0"))
        batch_op.drop_column("heard")

    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("questions_asked")
        batch_op.drop_index(batch_op.f("ix_question_group_id"))
        batch_op.drop_index(batch_op.f("ix_question_follows_id"))
        batch_op.drop_column("acknowledged_by_id")
        batch_op.drop_column("acknowledged_at")
        batch_op.drop_column("reference")
        batch_op.drop_column("snooze_reason")
        batch_op.drop_column("snoozed_until")
        batch_op.drop_column("assigned_at")
        batch_op.drop_column("assigned_team_id")
        batch_op.drop_column("assigned_to_id")
        batch_op.drop_column("claimed_until")
        batch_op.drop_column("claimed_by_id")
        batch_op.drop_column("group_set_by_id")
        batch_op.drop_column("group_id")
        batch_op.drop_column("follows_id")
        batch_op.drop_column("standing_set_by_id")
        batch_op.drop_column("standing_at")
        batch_op.drop_column("standing_reply_id")
        batch_op.drop_column("standing")
        batch_op.drop_column("due_at")
        batch_op.drop_column("topic")
        batch_op.drop_column("lane")

    with op.batch_alter_table("force", schema=None) as batch_op:
        batch_op.drop_column("nation")
        batch_op.drop_column("hours")

    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.drop_column("hours")

    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_question_id"))

    op.drop_table("note")
    with op.batch_alter_table("issue_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_question_question_id"))

    op.drop_table("issue_question")
    op.drop_table("draft")
    with op.batch_alter_table("verdict", schema=None) as batch_op:
        batch_op.drop_index("verdicts_by_version")

    op.drop_table("verdict")
    with op.batch_alter_table("hiding", schema=None) as batch_op:
        batch_op.drop_index(
            "one_open_hiding",
            sqlite_where=sa.text("state IN ('ordered', 'hidden', 'show_ordered')"),
            postgresql_where=sa.text("state IN ('ordered', 'hidden', 'show_ordered')"),
        )
        batch_op.drop_index("hidings_of_reply")
        batch_op.drop_index("hidings_due")

    op.drop_table("hiding")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_reply_id"))

    op.drop_table("correction")
    with op.batch_alter_table("issue_told", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_told_issue_id"))

    op.drop_table("issue_told")
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_team_id"))
        batch_op.drop_index(batch_op.f("ix_issue_opened_at"))
        batch_op.drop_index(batch_op.f("ix_issue_district_id"))

    op.drop_table("issue")
    op.drop_table("saved_reply")
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_at"))

    op.drop_table("handover")
    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.drop_index("duties_by_time")

    op.drop_table("duty")
