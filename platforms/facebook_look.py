"""Second looks at a page's posts and at comments: what was edited, what is gone."""

from collections.abc import Collection, Mapping, Sequence

from domain.errors import Rejected, Transient
from domain.posts import Known, SecondLook
from platforms import facebook_read as read
from platforms.facebook_errors import Lacking
from platforms.facebook_graph import THREADS_AT_A_TIME, Graph
from platforms.facebook_read import START, Place, Unclear

POST = "id,message,story"
COMMENT = "id,message,attachment"
THREADS = f"{POST},comments.filter(stream).order(chronological).summary(true).limit(100){{{COMMENT}}}"
CONTENT = "pages_read_user_content"
ONE_BY_ONE = 4  # threads; more of them are read together with their posts
MOST_LISTS = 6  # pages of a list of posts: 25 each with their comments, 100 without
MOST_PAGES = 50  # of one thread: 5,000 comments


def again(graph: Graph, items: Sequence[Known]) -> SecondLook:
    """What became of these: posts and threads together where they are many. A thread in trouble costs only itself."""
    outside = {item.external_id for item in items if item.thread == item.external_id}
    texts, ended = _outside(graph, outside) if outside else ({}, True)
    threads: dict[str, set[str]] = {}
    for item in items:
        if item.external_id not in texts and (ended or item.external_id not in outside):
            threads.setdefault(item.thread or item.external_id, set()).add(item.external_id)
    told, whole = _together(graph, threads) if len(threads) > ONE_BY_ONE else ({}, set[str]())
    texts |= told
    gone: set[str] = set()
    trouble: Rejected | Transient | None = None
    for thread, idents in threads.items():
        try:
            there, missing = _thread(graph, thread, idents - told.keys(), thread in whole)
        except Lacking:
            raise
        except (Rejected, Transient) as fault:
            trouble = fault
            continue
        texts |= there
        gone |= missing
    if trouble and not texts and not gone:
        raise trouble
    if gone and not texts:
        graph.sees("visitor_posts" if any(item.thread for item in items) else "published_posts")
    return SecondLook(texts, frozenset(gone))


def _together(graph: Graph, threads: Mapping[str, set[str]]) -> tuple[dict[str, str], set[str]]:
    """The texts of our posts and of comments under them, from the list of posts; and which threads it told whole."""
    texts: dict[str, str] = {}
    whole: set[str] = set()
    left = set(threads)
    place: Place | None = START
    pages = 0
    while place is not None and left and pages < MOST_LISTS:
        try:
            ways = {"fields": THREADS}
            answer = graph.page(
                graph.page_id, "published_posts", ways, place, need=CONTENT, at_a_time=THREADS_AT_A_TIME
            )
        except Lacking:
            raise
        except (Rejected, Transient):  # one by one it may be told
            break
        if answer is None:
            break
        told = read.whole_threads(answer)
        texts |= _texts(
            [*answer["data"], *(one for comments in told.values() for one in comments)], set().union(*threads.values())
        )
        whole |= told.keys()
        left -= read.comment_counts(answer).keys()
        place = read.next_place(place, answer, graph.now(), newest_first=True)
        pages += 1
    return texts, whole


def _thread(graph: Graph, thread: str, idents: set[str], whole: bool) -> tuple[dict[str, str], set[str]]:
    """The texts of what is asked about in one thread, the opening among it or not, and what is gone.

    `whole`: the thread has been read already, and these were not in it.
    """
    texts: dict[str, str] = {}
    gone: set[str] = set()
    if thread in idents:
        _one(graph, thread, POST, texts, gone)
    comments = idents - {thread}
    if thread in gone or not comments:
        return texts, gone | (comments if thread in gone else set())
    there = {} if whole else _comments(graph, thread, comments)
    if there is None:
        return texts, comments
    texts |= there
    for ident in comments - there.keys():  # not in the list is not yet gone: Facebook leaves some out there
        _one(graph, ident, COMMENT, texts, gone)
    return texts, gone


def _outside(graph: Graph, idents: set[str]) -> tuple[dict[str, str], bool]:
    """The texts of posts by others, from the lists they stand in, and whether those were read to their ends.

    Not each can be asked for by its id: one that is refused so may still stand further down a list.
    """
    texts: dict[str, str] = {}
    ended = True
    for edge in ("visitor_posts", "tagged"):
        place: Place | None = START
        pages = 0
        while place is not None and pages < MOST_LISTS and not texts.keys() >= idents:
            answer = graph.page(graph.page_id, edge, {"fields": POST}, place, need=CONTENT)
            texts |= _texts(answer["data"] if answer else [], idents)
            place = read.next_place(place, answer, graph.now(), newest_first=True) if answer else None
            pages += 1
        ended = ended and place is None
    return texts, ended


def _one(graph: Graph, ident: str, fields: str, texts: dict[str, str], gone: set[str]) -> None:
    raw = graph.get(ident, need=CONTENT, fields=fields)
    if raw is None:
        gone.add(ident)
    else:
        texts |= _texts([raw], {ident})


def _comments(graph: Graph, thread: str, idents: set[str]) -> dict[str, str] | None:
    """The texts of these comments as the thread shows them now, None when it is gone; what is not shown is left out."""
    texts: dict[str, str] = {}
    place: Place | None = START
    pages = 0
    while place is not None and pages < MOST_PAGES and not texts.keys() >= idents:
        answer = graph.page(
            thread, "comments", {"fields": COMMENT, **read.STREAM}, place, newest_first=False, need=CONTENT
        )
        if answer is None:
            return None
        texts |= _texts(answer["data"], idents)
        place = read.next_place(place, answer, graph.now(), newest_first=False)
        pages += 1
    return texts


def _texts(items: Sequence[object], idents: Collection[str]) -> dict[str, str]:
    """The texts of those of the items that are asked about and can be read."""
    texts: dict[str, str] = {}
    for raw in items:
        try:
            if (ident := read.ident_of(raw)) in idents and isinstance(raw, dict):
                texts[ident] = read.text_of(raw)
        except Unclear:
            continue
    return texts
