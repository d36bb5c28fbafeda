"""What people wrote down about campaigns."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import Session, SQLModel, col

from store.tables import CampaignRecord

_record = SQLModel.metadata.tables[str(CampaignRecord.__tablename__)]


def record(db: Session, campaign_id: UUID) -> CampaignRecord | None:
    """What is written down about a campaign; None when nothing is."""
    return db.get(CampaignRecord, campaign_id, populate_existing=True)


def write(db: Session, campaign_id: UUID, seen: datetime | None, **values: Any) -> bool:
    """Write down what is known of it; False when it is no longer as it was `seen` (None: nothing was written)."""
    if seen is None:
        put = (insert_sqlite if db.get_bind().dialect.name == "sqlite" else insert_postgresql)(_record)
        first = put.values(campaign_id=campaign_id, **values).on_conflict_do_nothing()
        return bool(db.execute(first.returning(_record.c.campaign_id)).first())
    still = [col(CampaignRecord.campaign_id) == campaign_id, col(CampaignRecord.changed_at) == seen]
    done = update(CampaignRecord).where(*still).values(**values).execution_options(synchronize_session=False)
    return bool(db.execute(done).rowcount)  # type: ignore[attr-defined]
