"""Uploads: the files of a publication are given to its platform before the claim, once (T14).

Nothing is public by an upload, so the one call that cannot be undone stays alone behind the claim.
What the platform was given is kept, each file as soon as it is there, and is used again at every later try.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from domain.errors import Rejected, Transient, UploadLost
from domain.posts import Attached, MediaKind, Uploaded
from platforms.port import Outlet
from scheduler.means import Means
from store import budget, folder, media, publications, uploads
from store.db import Store
from store.turns import Due

MARGIN = timedelta(minutes=10)  # what the platform forgets so soon is given to it anew
KEPT_FOR = timedelta(days=3)  # no platform keeps longer what was not used
NO_FOLDER = "The media folder cannot be reached. See that it is there and can be read; it is tried again."
FEWER = "A picture or video of this post is no longer in the database. Take it out of the post and add it again."
PREPARES = "The platform is still preparing the video of this post."


def named(means: Means, one: Due) -> Due:
    """The publication with the files that go out with it. Raises Rejected when one of them is not known any more."""
    if not one.publication.attachments:
        return one
    with means.store.reading() as db:
        files = media.of_message(db, one.publication.scheduled_post_id)
    if len(files) != one.publication.attachments:
        raise Rejected(FEWER)
    return replace(one, files=files)


def done(means: Means, outlet: Outlet, one: Due) -> Due | None:
    """The publication with what its platform calls its files, uploaded now where they are not yet there.

    None when another worker has it in hand, or its platform prepares a file: then it stays queued until that may be
    over. Raises PlatformError, all of which mean that nothing is public.
    """
    if not one.files:
        return one
    which, now = one.publication.id, means.now()
    with means.store.reading() as db:
        there = _usable(one, uploads.given(db, which), now)
    if not _ready(one, there):
        until = now + (means.lease if _has_video(one) else means.lease / 4)
        with means.store.writing() as db:
            if not uploads.take(db, which, now, until):
                return None
        try:
            there = _all(means, outlet, one, there)
        finally:
            mine = _let_go(means.store, one, until)
        if not mine or not _wait_over(means, which, there):
            return None
    return replace(one, given=tuple(there[place].external_id for place in range(len(one.files))))


def tries(one: Due) -> int:
    """How many tries count against a publication before its claim: only those of uploading do."""
    return one.publication.transients if one.publication.attachments else 0


def fell_through(db: Session, one: Due, error: Exception, *, counts: bool = False) -> None:
    """What an error means for the files: what the platform refused is given to it anew. `counts` as a try."""
    if not one.publication.attachments:
        return
    if isinstance(error, UploadLost | Rejected):
        uploads.forget(db, one.publication.id)
    if counts:
        uploads.failed_try(db, one.publication.id)


def tidy(means: Means) -> int:
    """Forget what platforms have long forgotten; tell how much."""
    with means.store.writing() as db:
        return uploads.forget_old(db, means.now() - KEPT_FOR)


def _usable(one: Due, given: dict[int, tuple[str, Uploaded]], now: datetime) -> dict[int, Uploaded]:
    """What was given before, is the same file still, and is not about to be forgotten."""
    found = {}
    for place, file in enumerate(one.files):
        digest, uploaded = given.get(place, ("", None))
        if uploaded and digest == file.digest and (uploaded.expires_at is None or uploaded.expires_at > now + MARGIN):
            found[place] = uploaded
    return found


def _ready(one: Due, there: dict[int, Uploaded]) -> bool:
    return len(there) == len(one.files) and not any(uploaded.ask_again_at for uploaded in there.values())


def _has_video(one: Due) -> bool:
    return any(file.kind is MediaKind.VIDEO for file in one.files)


def _all(means: Means, outlet: Outlet, one: Due, there: dict[int, Uploaded]) -> dict[int, Uploaded]:
    """Each file in its turn, written down as soon as the platform has it."""
    found = dict(there)
    for place, file in enumerate(one.files):
        known = found.get(place)
        if known is None:
            found[place] = _one(means, outlet, one, place, file)
        elif known.ask_again_at:
            found[place] = outlet.prepared(file, known)
            _keep(means, one, place, found[place], "")
    return found


def _one(means: Means, outlet: Outlet, one: Due, place: int, file: Attached) -> Uploaded:
    path = _file(means.media, file)
    operation = means.capabilities(one.account.platform).price_of_upload(file)
    with means.store.reading() as db:
        uploads.must_afford(db, one.account, operation, means.limits(one.account.platform), means.now())
    uploaded = outlet.upload(file, path)
    _keep(means, one, place, uploaded, operation)
    return uploaded


def _file(where: Path, file: Attached) -> Path:
    """The file, seen to be whole. Raises Rejected: without its picture a post never leaves."""
    if not where.is_dir():
        raise Transient(NO_FOLDER)
    try:
        return folder.checked(where, file.digest, file.mime)
    except folder.MediaFault as fault:
        raise Rejected(str(fault)) from None


def _keep(means: Means, one: Due, place: int, uploaded: Uploaded, operation: str) -> None:
    """Write down what the platform was given, in one transaction with its price."""
    now = means.now()
    with means.store.writing() as db:
        uploads.keep(db, one.publication.id, place, one.files[place].digest, uploaded, now)
        if operation:
            uploads.paid(db, one.publication.id, budget.pay(db, one.account, operation, 1, now))


def _let_go(store: Store, one: Due, until: datetime) -> bool:
    with store.writing() as db:
        return uploads.let_go(db, one.publication.id, until, one.publication.not_before)


def _wait_over(means: Means, which: UUID, there: dict[int, Uploaded]) -> bool:
    """False when the platform still prepares a file: the publication waits until it may be asked again."""
    again = max((uploaded.ask_again_at for uploaded in there.values() if uploaded.ask_again_at), default=None)
    if again is None:
        return True
    with means.store.writing() as db:
        publications.postpone(db, which, again, PREPARES, "Preparing")
    return False
