"""What a backup brought back is looked for before it leaves: it may have been sent since the backup was made."""

import logging

from domain.errors import PlatformError, RateLimited, TokenExpired, Transient
from platforms.port import Outlet
from scheduler.means import Means
from store import proofs, publications
from store.publications import Due

log = logging.getLogger(__name__)


def is_out_already(means: Means, outlet: Outlet, one: Due) -> bool:
    """Whether it stands on its platform since the backup; then that is its proof. If not, nobody looks again.

    Raises PlatformError, never Rejected, when the look could not see: then it may not leave yet.
    """
    which, since = one.publication.id, one.publication.look_since
    if since is None:
        return False
    with means.store.reading() as db:
        taken = proofs.taken(db, which)
    try:
        proof = outlet.find(one.message, since=since, taken=taken)
    except (RateLimited, TokenExpired):
        raise
    except PlatformError as error:  # a refused look is no refusal of the post
        raise Transient(f"It came back with a backup and could not be looked for: {error}") from None
    with means.store.writing(durable=True) as db:
        if proof is None:
            publications.need_not_look(db, which, since)
            return False
        log.warning("%s was sent after the backup was made: %s", which, proof.url)
        how = f"found by looking, after a backup was restored: {proof.url}"
        return proofs.published(db, which, proof, means.now(), how=how)
