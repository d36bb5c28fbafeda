"""Pictures, take-downs, alerts, urgent posts, holds from a time on

Defaults are plain texts, for with an expression SQLite would write a table anew, and those that others name cannot be.
"""

import sqlalchemy as sa
from alembic import op

import store.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("raised_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("seen_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("sent_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("settled_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("matter"),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_letter"), ["letter"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_settled_at"), ["settled_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "media",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.Enum("image", "video", name="mediakind", native_enum=False, length=24), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("kept_at", store.db.Utc(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "attachment",
        sa.Column("scheduled_post_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest"],
            ["media.digest"],
        ),
        sa.ForeignKeyConstraint(
            ["scheduled_post_id"],
            ["scheduled_post.id"],
        ),
        sa.PrimaryKeyConstraint("scheduled_post_id", "place"),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_digest"), ["digest"], unique=False)

    op.create_table(
        "take_down",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked", "ordered", "gone", "refused", "dropped", name="takedownstate", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("deleted_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("looked_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("gone_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("micros", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("trouble_kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("take_down", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_take_down_publication_id"), ["publication_id"], unique=False)
        batch_op.create_index(
            "one_open_take_down",
            ["publication_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'ordered')"),
            postgresql_where=sa.text("state IN ('asked', 'ordered')"),
        )
        batch_op.create_index("take_downs_due", ["state", "next_try_at"], unique=False)

    op.create_table(
        "upload",
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("uploaded_at", store.db.Utc(timezone=True), nullable=False),
        sa.Column("expires_at", store.db.Utc(timezone=True), nullable=True),
        sa.Column("ask_again_at", store.db.Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
        ),
        sa.PrimaryKeyConstraint("publication_id", "place"),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("worker", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.add_column(sa.Column("spares", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("starts_at", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("began_at", store.db.Utc(timezone=True), nullable=True))
        batch_op.alter_column("placed_by_id", existing_type=sa.Uuid(), nullable=True)

    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("priority", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("attachments", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("media_micros", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("look_since", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("held_by_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            "publications_held_by",
            ["held_by_id"],
            unique=False,
            sqlite_where=sa.text("held_by_id IS NOT NULL"),
            postgresql_where=sa.text("held_by_id IS NOT NULL"),
        )

    with op.batch_alter_table("scheduled_post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("urgent", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("earlier", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("look_since", store.db.Utc(timezone=True), nullable=True))

    with op.batch_alter_table("worker", schema=None) as batch_op:
        batch_op.add_column(sa.Column("began_at", store.db.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("trouble", sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE publication SET priority = 0 WHERE in_reply_to IS NOT NULL")  # answers go first
    op.execute(
        "UPDATE publication SET version = (SELECT version FROM scheduled_post WHERE id = scheduled_post_id)"
        " WHERE state <> 'cancelled'"  # those were taken back, of a version that nobody wrote down
    )


def downgrade() -> None:
    with op.batch_alter_table("worker", schema=None) as batch_op:
        batch_op.drop_column("trouble")
        batch_op.drop_column("began_at")

    with op.batch_alter_table("scheduled_post", schema=None) as batch_op:
        batch_op.drop_column("look_since")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("earlier")
        batch_op.drop_column("urgent")

    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.drop_index(
            "publications_held_by",
            sqlite_where=sa.text("held_by_id IS NOT NULL"),
            postgresql_where=sa.text("held_by_id IS NOT NULL"),
        )
        batch_op.drop_column("held_by_id")
        batch_op.drop_column("look_since")
        batch_op.drop_column("media_micros")
        batch_op.drop_column("attachments")
        batch_op.drop_column("priority")
        batch_op.drop_column("version")

    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.alter_column("placed_by_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("began_at")
        batch_op.drop_column("starts_at")
        batch_op.drop_column("spares")

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_column("worker")
        batch_op.drop_column("answer")

    op.drop_table("upload")
    with op.batch_alter_table("take_down", schema=None) as batch_op:
        batch_op.drop_index("take_downs_due")
        batch_op.drop_index(
            "one_open_take_down",
            sqlite_where=sa.text("state IN ('asked', 'ordered')"),
            postgresql_where=sa.text("state IN ('asked', 'ordered')"),
        )
        batch_op.drop_index(batch_op.f("ix_take_down_publication_id"))

    op.drop_table("take_down")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_digest"))

    op.drop_table("attachment")
    op.drop_table("media")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_subject_id"))
        batch_op.drop_index(batch_op.f("ix_alert_settled_at"))
        batch_op.drop_index(batch_op.f("ix_alert_letter"))

    op.drop_table("alert")
