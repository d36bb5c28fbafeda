"""The results of our polls: counted about daily while they are open, and once they are over."""

from collector.visit import Visit, affordable, go_on, keeping
from domain.purse import Purpose
from store import polls


def collect_polls(visit: Visit) -> None:
    """The votes of the polls that are due on this account. Each costs what its post's numbers cost."""
    with visit.store.reading() as db:
        due = polls.due(db, visit.account, visit.now())
    for start in range(0, len(due), visit.batch):
        if start:
            go_on(visit)
        if not affordable(visit, Purpose.NUMBERS):
            return
        part = due[start : start + visit.batch]
        told = visit.source.fetch_polls([one.external_id for one in part])
        with keeping(visit, told.bought, len(part)) as db:
            kept = polls.keep(db, visit.account, part, told, visit.now())
        visit.came.update(polls=kept)
