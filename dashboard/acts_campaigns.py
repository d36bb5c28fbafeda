"""What the buttons on campaigns do: one desk act each, as the person signed in."""

from datetime import datetime
from uuid import UUID

from dashboard import data
from dashboard.acts import do
from domain.campaigns import CampaignWords
from domain.clock import utc_now
from domain.people import Signed
from scheduler import desk


def write_campaign(who: Signed, campaign_id: UUID, seen: datetime | None, words: CampaignWords) -> bool:
    """Keep what is known of a campaign as it was seen."""
    return do(lambda: desk.write_campaign(data.store(), who, campaign_id, seen, words, utc_now))
