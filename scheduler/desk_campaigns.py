"""The desk, campaigns: write down what one was for, what it cost, what was learnt."""

from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from domain.campaigns import CampaignWords, faults
from domain.clock import Clock
from domain.people import Act, Signed
from domain.posts import storable
from scheduler.desk_rules import MOVED_ON, Done, Refused, allow, missing
from store import audit, campaigns
from store.db import Store
from store.tables import Campaign


def write_campaign(
    store: Store, who: Signed, campaign_id: UUID, seen: datetime | None, words: CampaignWords, now: Clock
) -> Done:
    """Keep what is known of a campaign as it was changed at `seen` (None: nothing was written yet)."""
    with store.writing(durable=True) as db:
        at = now()
        allow(who, Act.CAMPAIGN, [])
        if db.get(Campaign, campaign_id) is None:
            raise missing("campaign")
        goal, audience, lessons = (storable(one).strip() for one in (words.goal, words.audience, words.lessons))
        words = replace(words, goal=goal, audience=audience, lessons=lessons)
        if wrong := faults(words):
            raise Refused(" ".join(wrong))
        before = campaigns.record(db, campaign_id)
        changed = [name for name, value in asdict(words).items() if value != getattr(before, name, _nothing(name))]
        if not changed:
            return Done("Nothing was changed.", campaign_id)
        values = {**asdict(words), "changed_by_id": who.person_id, "changed_at": at}
        if not campaigns.write(db, campaign_id, seen, **values):
            raise Refused(MOVED_ON)
        audit.write(db, who, Act.CAMPAIGN, "campaign", campaign_id, at, f"changed: {', '.join(changed)}")
        return Done("Kept.", campaign_id)


def _nothing(name: str) -> str | None:
    return "" if name in ("goal", "audience", "lessons") else None
