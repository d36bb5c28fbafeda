"""The publisher keeps house: at its start, then once an hour, and never while it may not publish."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from domain.posts import Attached
from scheduler import desk
from scheduler.means import Means
from scheduler.metronome import _Line
from store import folder
from tests.films import jpeg, letter
from tests.scheduler.conftest import Force
from tests.scheduler.test_desk_media import RULES


def stray(force: Force, where: Path, width: int) -> Attached:
    """A picture that somebody added, and then went home."""
    content = BytesIO(jpeg(letter(width, 40)))
    return desk.keep_media(force.store, where, force.people["officer"], content, RULES, force.now)


def test_what_no_post_needs_is_deleted_at_the_start_and_once_an_hour(
    force: Force, change: Callable[..., Means], tmp_path: Path
) -> None:
    where, passed = tmp_path / "media", [0.0]

    class Timed(Means):
        def elapsed(self) -> float:
            return passed[0]

    means = Timed(**{**vars(change()), "media": where})
    line = _Line(means, "publisher 1")
    one = stray(force, where, 40)
    file = folder.place(where, one.digest, one.mime)
    force.now.forward(days=2)
    line.keep_house()
    assert file.exists()  # it has no seat yet
    line.beat()
    line.keep_house()
    assert not file.exists()
    two = stray(force, where, 50)
    file = folder.place(where, two.digest, two.mime)
    force.now.forward(days=2)
    line.beat()
    passed[0] += 3_500
    line.keep_house()
    assert file.exists()
    passed[0] += 200
    line.keep_house()
    assert not file.exists()
    line.finish()
