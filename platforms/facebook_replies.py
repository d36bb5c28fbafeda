"""The walk over what the public writes to a page: what has changed, then only that. One request a step."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from domain.errors import Rejected
from domain.posts import FetchedReply, Page, Surface, Unreadable
from platforms import facebook_read as read
from platforms.facebook_errors import Lacking
from platforms.facebook_graph import THREADS_AT_A_TIME, Graph
from platforms.facebook_read import START, Json, Place, unix

OVERLAP = int(timedelta(hours=1).total_seconds())  # comments held for moderation appear late, with old times
WHOLE_EVERY = int(timedelta(hours=20).total_seconds())
WINDOW = int(timedelta(days=30).total_seconds())  # how far back threads are watched
ONE_PAGE = 100  # comments; a thread that fits is read whole, which costs the same and misses nothing
ONE_BY_ONE = 4  # threads; more of them are read together with their posts

COUNTS, VISITOR, TAGGED, TOGETHER, COMMENTS, REST = "counts", "visitor", "tagged", "together", "comments", ""
CONTENT = "pages_read_user_content"


@dataclass(frozen=True)
class Last:
    """How a thread stood when it was last read: its count as told, and when (unix s), also when last as a whole."""

    count: int | None
    at: int
    whole_at: int


@dataclass(frozen=True)
class Task:
    """A thread to be read: comments since then (unix s), 0 for all. `ours`: it hangs under a post of ours."""

    thread: str
    count: int | None
    ours: bool
    since: int = 0


@dataclass(frozen=True)
class Walk:
    """Where the walk stands. Times in unix s; `met` are the threads whose counts were told in this walk."""

    step: str = REST
    began: int = 0
    since: int = 0
    floor: int = 0
    place: Place = START
    met: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    stale: tuple[Task, ...] = ()
    last: dict[str, Last] = field(default_factory=dict)


Told = tuple[list[FetchedReply], list[Unreadable], Walk]


def fetch(graph: Graph, posts: Sequence[str], cursor: str, back_to: datetime) -> Page[FetchedReply]:
    """One page of the walk, in one request; a new walk begins where the last one ended."""
    walk = load(cursor)
    if walk.step == REST:
        walk = begun(walk, unix(graph.now()), unix(back_to), bool(posts))
    steps: dict[str, Callable[[], Told]] = {
        COUNTS: lambda: _counts(graph, walk, posts),
        VISITOR: lambda: _outside(graph, walk, "visitor_posts", Surface.VISITOR),
        TAGGED: lambda: _outside(graph, walk, "tagged", Surface.TAGGED),
        TOGETHER: lambda: _together(graph, walk),
        COMMENTS: lambda: _comments(graph, walk),
    }
    items, aside, left = steps[walk.step]()
    return Page(items, unreadable=aside, cursor=dump(left), more=left.step != REST)


def begun(walk: Walk, now: int, back_to: int, watching: bool) -> Walk:
    """A new walk: over the last 30 days, or deeper when that is asked for the first time."""
    deeper = not walk.floor or back_to < walk.floor
    since = min(back_to, now - WINDOW) if deeper else now - WINDOW
    floor = min(back_to, walk.floor) if walk.floor else back_to
    return replace(walk, step=COUNTS if watching else VISITOR, began=now, since=since, floor=floor, place=START)


def load(cursor: str) -> Walk:
    """The walk of a cursor."""
    if not cursor:
        return Walk()
    kept = json.loads(cursor)
    kept["place"] = Place(**kept["place"])
    kept["met"] = tuple(kept["met"])
    kept |= {name: tuple(Task(**task) for task in kept[name]) for name in ("tasks", "stale")}
    kept["last"] = {thread: Last(*told) for thread, told in kept["last"].items()}
    return Walk(**kept)


def dump(walk: Walk) -> str:
    """The walk as a cursor."""
    last = {thread: (one.count, one.at, one.whole_at) for thread, one in walk.last.items()}
    return json.dumps({**asdict(walk), "last": last}, separators=(",", ":"))


def _counts(graph: Graph, walk: Walk, posts: Sequence[str]) -> Told:
    """Which of the watched posts have other counts of comments than when they were last read."""
    ways = {"fields": read.COUNTS, "since": str(walk.since)}
    answer = graph.page(graph.page_id, "published_posts", ways, walk.place, need="pages_read_engagement")
    if answer is None:
        raise Rejected("Facebook does not show this page to its own token. Connect the page again.")
    watched = set(posts)
    for thread, count in read.comment_counts(answer).items():
        if thread in watched:
            walk = _noticed(walk, Task(thread, count, ours=True))
    place = read.next_place(walk.place, answer, graph.now(), newest_first=True)
    missed = watched.difference(walk.met)
    if place and missed:
        return [], [], replace(walk, place=place)
    for thread in sorted(missed):  # older than the window, or not listed: its comments are asked for once a day
        walk = _noticed(walk, Task(thread, None, ours=True))
    return [], [], replace(walk, step=VISITOR, place=START)


def _outside(graph: Graph, walk: Walk, edge: str, surface: Surface) -> Told:
    """What people write on the page of their own accord, or elsewhere with a tag of it."""
    fields = read.VISITOR if surface is Surface.VISITOR else read.TAGGED
    ways = {"fields": fields, "since": str(walk.since)}
    try:
        answer = graph.page(graph.page_id, edge, ways, walk.place, need=CONTENT)
        why = "Facebook does not show it to this page."
    except Rejected as refused:
        answer, why = None, str(refused)
    if answer is None:  # costs nothing but itself, and is shown
        return [], [Unreadable(edge, why, "")], _after(walk, edge)

    def reader(raw: Json) -> FetchedReply | None:
        began = read.reply_of(raw, graph.page_id, read.ident_of(raw), None, surface)
        known = surface is Surface.TAGGED and (began.thread in walk.met or began.thread in walk.last)
        return None if began.by_us or known else began

    items, aside = read.read_all(answer["data"], reader)
    if surface is Surface.VISITOR:
        counts = read.comment_counts(answer)
        for item in items:
            walk = _noticed(walk, Task(item.thread, counts[item.thread], ours=False))
    place = read.next_place(walk.place, answer, graph.now(), newest_first=True)
    return items, aside, replace(walk, place=place) if place else _after(walk, edge)


def _after(walk: Walk, edge: str) -> Walk:
    """The step that follows a surface; after the last one it is settled how the threads are read."""
    if edge == "visitor_posts":
        return replace(walk, step=TAGGED, place=START)
    due = (*walk.tasks, *walk.stale)
    together = tuple(task for task in due if task.ours and not task.since and task.count and task.count <= ONE_PAGE)
    if len(together) <= ONE_BY_ONE:
        return _next(replace(walk, tasks=due, stale=(), place=START))
    alone = tuple(task for task in due if task not in together)
    return replace(walk, step=TOGETHER, tasks=alone, stale=together, place=START)


def _together(graph: Graph, walk: Walk) -> Told:
    """The comments of many threads at once, with the list of our posts; what is not told there is read alone."""
    ways = {"fields": read.THREADS, "since": str(walk.since)}
    try:
        answer = graph.page(
            graph.page_id, "published_posts", ways, walk.place, need=CONTENT, at_a_time=THREADS_AT_A_TIME
        )
    except Lacking:
        raise
    except Rejected:  # too much asked for at once; one by one it may be told
        answer = None
    items: list[FetchedReply] = []
    aside: list[Unreadable] = []
    for thread, comments in read.whole_threads(answer or {"data": []}).items():
        task = next((task for task in walk.stale if task.thread == thread), None)
        if task is not None:
            found, unread = _replies(graph, task, comments)
            items, aside = items + found, aside + unread
            last = {**walk.last, thread: Last(task.count, walk.began, walk.began)}
            walk = replace(walk, last=last, stale=tuple(one for one in walk.stale if one != task))
    place = read.next_place(walk.place, answer, graph.now(), newest_first=True) if answer else None
    if place and walk.stale:
        return items, aside, replace(walk, place=place)
    return items, aside, _next(replace(walk, tasks=(*walk.tasks, *walk.stale), stale=(), place=START))


def _comments(graph: Graph, walk: Walk) -> Told:
    """A page of the comments of the first thread that is to be read, oldest first."""
    task = walk.tasks[0]
    ways = {"fields": read.COMMENT, **read.STREAM} | ({"since": str(task.since)} if task.since else {})
    try:
        answer = graph.page(task.thread, "comments", ways, walk.place, newest_first=False, need=CONTENT)
    except Lacking:
        raise
    except Rejected as refused:  # one thread that Facebook does not give out must not hold up the others
        return [], [Unreadable(f"{task.thread}/comments", str(refused), "")], _done(walk)
    if answer is None:
        return [], [], _done(walk)
    items, aside = _replies(graph, task, answer["data"])
    place = read.next_place(walk.place, answer, graph.now(), newest_first=False)
    return items, aside, replace(walk, place=place) if place else _done(walk)


def _replies(graph: Graph, task: Task, comments: Sequence[object]) -> tuple[list[FetchedReply], list[Unreadable]]:
    """Comments of one thread, under a post of ours or under a visitor's."""
    post, surface = (task.thread, Surface.THREAD) if task.ours else (None, Surface.VISITOR)
    return read.read_all(comments, lambda raw: read.reply_of(raw, graph.page_id, task.thread, post, surface))


def _noticed(walk: Walk, task: Task) -> Walk:
    """Put a thread down to be read, if it has changed or has not been read as a whole for a day."""
    if task.thread in walk.met:
        return walk
    walk = replace(walk, met=(*walk.met, task.thread))
    last = walk.last.get(task.thread)
    if task.count == 0:
        return replace(walk, last={**walk.last, task.thread: Last(0, walk.began, walk.began)})
    if last is None:
        return replace(walk, tasks=(*walk.tasks, task))
    old = walk.began - last.whole_at >= WHOLE_EVERY
    if task.count is not None and task.count != last.count:
        whole = old or task.count <= ONE_PAGE
        return replace(walk, tasks=(*walk.tasks, task if whole else replace(task, since=last.at - OVERLAP)))
    return replace(walk, stale=(*walk.stale, task)) if old else walk


def _done(walk: Walk) -> Walk:
    """The first thread is read."""
    task, *rest = walk.tasks
    last = walk.last.get(task.thread)
    whole_at = last.whole_at if task.since and last else walk.began
    kept = {**walk.last, task.thread: Last(task.count, walk.began, whole_at)}
    return _next(replace(walk, tasks=tuple(rest), last=kept, place=START))


def _next(walk: Walk) -> Walk:
    """On to the next thread; with none left the walk is at rest, and forgets what it no longer watches."""
    if walk.tasks:
        return replace(walk, step=COMMENTS)
    kept = {thread: last for thread, last in walk.last.items() if thread in walk.met}
    return replace(walk, step=REST, met=(), last=kept)
