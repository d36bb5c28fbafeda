"""The desk, pictures: keep an image or a video that a person adds to a post, cleaned of all it says beside itself."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlmodel import Session

from domain.clock import Clock
from domain.people import Act, Signed
from domain.posts import Attached, PlatformName, storable
from scheduler import cleaning, media_kinds
from scheduler.desk_checks import NOT_IN_ANSWERS
from scheduler.desk_rules import Refused, Rules, Words, allow
from scheduler.media_kinds import Unfit
from store import folder, media
from store.db import Store
from store.tables import ScheduledPost

GONE = (
    "A picture or video of this post is no longer kept: what belongs to no post is let go after a day."
    " Take it out and add it again."
)


def keep_media(store: Store, where: Path, who: Signed, content: BinaryIO, rules: Rules, now: Clock) -> Attached:
    """Clean a file that a person uploaded, judged by its content alone, and keep it in the media folder.

    Raises Refused with a sentence when it is nothing that can go out. What comes back has no alt text yet.
    """
    allow(who, Act.WRITE, [])
    limits = [rules.capabilities(name).media for name in PlatformName]
    try:
        with folder.rough(where) as here:
            source, target = here / "given", here / "clean"
            with source.open("xb") as out:
                shutil.copyfileobj(content, out, 1 << 20)
            found = cleaning.clean(source, target, media_kinds.fence(limits))
            one = Attached(digest=folder.settle(target), alt="", **vars(found))
            with store.writing(durable=True) as db:
                media.keep(db, one, target, where, now())
    except Unfit as why:
        raise Refused(str(why)) from None
    except OSError as fault:
        raise Refused(f"The file could not be kept: {fault.strerror}. Tell whoever runs Bluelamp.") from None
    return one


def attach(db: Session, message: ScheduledPost, words: Words, now: datetime) -> None:
    """The pictures and videos of a message that is written or changed, in its transaction. Raises Refused."""
    if message.in_reply_to and words.media:
        raise Refused(NOT_IN_ANSWERS)
    pictures = _storable(words)
    wanted = {digest for digest, _ in pictures}
    if wanted - media.want(db, wanted, now):
        raise Refused(GONE)
    media.attach(db, message.id, pictures)


def of_words(db: Session, words: Words) -> tuple[list[Attached], list[str]]:
    """What would go out with these words, and a sentence when some of it is no longer kept."""
    found = media.described(db, _storable(words))
    return found, [GONE] if len(found) < len(words.media) else []


def _storable(words: Words) -> Sequence[tuple[str, str]]:
    return [(digest, storable(alt).strip()) for digest, alt in words.media]
