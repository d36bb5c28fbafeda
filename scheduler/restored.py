"""What may be public already is looked for before it leaves: what came back with a backup, and what was given up."""

import logging

from domain.errors import PlatformError, RateLimited, TokenExpired, Transient
from platforms.port import Outlet
from scheduler.means import Means
from store import proofs, publications
from store.turns import Due

log = logging.getLogger(__name__)


def is_out_already(means: Means, outlet: Outlet, one: Due) -> bool:
    """Whether it stands on its platform; then that is its proof. If not, nobody looks again.

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
        raise Transient(f"It may be public already, and could not be looked for: {error}") from None
    with means.store.writing(durable=True) as db:
        if proof is None:
            publications.need_not_look(db, which, since)
            return False
        log.warning("%s was public already: %s", which, proof.url)
        how = f"found by looking, before it was sent: {proof.url}"
        if proofs.published(db, which, proof, means.now(), how=how):
            return True
    raise Transient("What was found is the proof of another with the same words; it is looked for again.")
