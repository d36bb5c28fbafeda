"""The trail: who did what, when. Rows are added, never changed."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.people import Signed
from store.tables import Trail


def write(
    db: Session, who: Signed | None, act: str, subject: str, subject_id: UUID | None, now: datetime, detail: str = ""
) -> None:
    """Add one line, in the transaction of the act itself; `who` is None when the service acted by itself."""
    db.add(
        Trail(
            at=now,
            person_id=who.person_id if who else None,
            system_user=who.system_user if who else "",
            act=act,
            subject=subject,
            subject_id=subject_id,
            detail=detail,
        )
    )
