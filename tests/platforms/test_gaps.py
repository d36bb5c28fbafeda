"""The list of gaps: nothing lost and nothing bought twice, wherever the process dies."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from platforms import gaps

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
BORN = NOW - timedelta(days=29)
PAGE = 3


class Timeline:
    """A newest-first timeline: one item for each minute since BORN, ids grow with time."""

    def __init__(self, items: int) -> None:
        self.items = list(range(1, items + 1))
        self.bought: Counter[str] = Counter()

    def comes(self) -> None:
        self.items.append(self.items[-1] + 1 if self.items else 1)

    def page(self, gap: gaps.Gap, size: int = PAGE) -> tuple[list[str], bool]:
        inside = [item for item in self.items if gap.holds(str(item)) and stamp(item) >= gap.floor]
        page = inside[-size:][::-1]
        self.bought.update(map(str, page))
        return [str(item) for item in page], len(inside) > len(page)


def stamp(item: int) -> str:
    return gaps.stamp(BORN + timedelta(minutes=item))


def read_on(timeline: Timeline, cursor: str, kept: set[str], back_to: datetime, at: datetime) -> Iterator[str]:
    """Read page after page; each yield is a page kept with its cursor, and a place where the process may die."""
    more = True
    while more:
        unread = gaps.opened(cursor, back_to, at)
        page, following = timeline.page(unread.open[0])
        left = gaps.shrunk(unread, page, following)
        cursor, more = gaps.dump(left), bool(left.open)
        kept |= set(page)
        yield cursor


def read_all(timeline: Timeline, cursor: str, kept: set[str], back_to: datetime = BORN, at: datetime = NOW) -> str:
    for saved in read_on(timeline, cursor, kept, back_to, at):
        cursor = saved
    return cursor


def test_a_crash_after_any_page_loses_nothing_and_buys_nothing_twice() -> None:
    for crash_at in range(1, 15):
        for arriving in range(0, 8):
            timeline, kept = Timeline(31), set[str]()
            reading = read_on(timeline, "", kept, BORN, NOW)
            cursor = ""
            for number in range(crash_at):
                cursor = next(reading, cursor)
                if number % 3 == 1:
                    timeline.comes()
            for _ in range(arriving):
                timeline.comes()
            cursor = read_all(timeline, cursor, kept)
            read_all(timeline, cursor, kept)
            assert kept == set(map(str, timeline.items))
            assert set(timeline.bought.values()) == {1}


def test_a_crash_before_a_page_is_kept_reads_only_that_page_again() -> None:
    for crash_at in range(1, 12):
        timeline, kept, cursor = Timeline(31), set[str](), ""
        reading = read_on(timeline, "", kept, BORN, NOW)
        for _ in range(crash_at - 1):
            cursor = next(reading, cursor)
        timeline.page(gaps.opened(cursor, BORN, NOW).open[0])  # read, and the process dies before it is kept
        read_all(timeline, cursor, kept)
        assert kept == set(map(str, timeline.items))
        assert sum(timeline.bought.values()) <= len(timeline.items) + PAGE


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_however_visits_crashes_and_news_fall_all_is_read_once(data: st.DataObject) -> None:
    timeline, kept, cursor, at = Timeline(data.draw(st.integers(0, 20))), set[str](), "", NOW
    for _ in range(data.draw(st.integers(1, 6))):
        for saved in read_on(timeline, cursor, kept, BORN, at):
            cursor = saved
            for _ in range(data.draw(st.integers(0, 4))):
                timeline.comes()
            at += timedelta(minutes=data.draw(st.sampled_from([0, 1, 6])))
            if data.draw(st.booleans()):
                break
            if len(timeline.items) > 200:
                break
    cursor = read_all(timeline, cursor, kept, at=at)
    read_all(timeline, cursor, kept, at=at + gaps.FRESH)
    assert kept == set(map(str, timeline.items))
    assert set(timeline.bought.values()) <= {1}


def test_looking_deeper_reads_only_what_is_older() -> None:
    timeline, kept = Timeline(60), set[str]()
    cursor = read_all(timeline, "", kept, back_to=BORN + timedelta(minutes=41))
    assert kept == set(map(str, range(41, 61)))
    cursor = read_all(timeline, cursor, kept, back_to=BORN + timedelta(minutes=11))
    assert kept == set(map(str, range(11, 61)))
    read_all(timeline, cursor, kept, back_to=BORN + timedelta(minutes=41))
    assert set(timeline.bought.values()) == {1}


def test_looking_deeper_before_the_first_walk_is_done_goes_on_deeper() -> None:
    timeline, kept = Timeline(60), set[str]()
    cursor = next(read_on(timeline, "", kept, BORN + timedelta(minutes=41), NOW))
    read_all(timeline, cursor, kept, back_to=BORN)
    assert kept == set(map(str, timeline.items))
    assert set(timeline.bought.values()) == {1}


def test_looking_deeper_where_nothing_was_ever_seen_reads_all() -> None:
    timeline, kept = Timeline(10), set[str]()
    cursor = read_all(timeline, "", kept, back_to=BORN + timedelta(minutes=50))
    assert kept == set()
    read_all(timeline, cursor, kept, back_to=BORN)
    assert len(kept) == 10


def test_a_long_walk_looks_at_what_is_new_first() -> None:
    timeline, kept = Timeline(60), set[str]()
    cursor = next(read_on(timeline, "", kept, BORN, NOW))
    timeline.comes()
    assert gaps.opened(cursor, BORN, NOW + timedelta(minutes=1)).open[0].before == "58"
    assert gaps.opened(cursor, BORN, NOW + timedelta(minutes=6)).open[0].after == "60"


def test_ids_from_elsewhere_move_no_bound() -> None:
    unread = gaps.Gaps(top="100", bottom="10", open=(gaps.Gap(after="50", before="90"),))
    left = gaps.shrunk(unread, ["95", "80", "12", "85", "80"], True)
    assert left.open == (gaps.Gap(after="50", before="80"),)
    assert (left.top, left.bottom) == ("100", "10")


def test_ids_are_compared_as_numbers() -> None:
    left = gaps.shrunk(gaps.Gaps(open=(gaps.Gap(),)), ["9", "10", "100"], True)
    assert (left.top, left.bottom, left.open[0].before) == ("100", "9", "9")


def test_a_cursor_is_the_same_after_it_was_kept() -> None:
    unread = gaps.opened("", BORN, NOW)
    left = gaps.shrunk(unread, ["7", "9"], True)
    assert gaps.opened(gaps.dump(left), BORN, NOW) == left
