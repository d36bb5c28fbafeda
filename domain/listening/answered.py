"""How far each question of a thread has come: unanswered, held, answered by us or somebody else, taken back.

Who replied counts for more than how. A reply of ours counts for whom it stands under, or whom it names; an update
under the post for those it names or is plainly on the point of. What somebody else wrote only ever offers.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.listening import good_answers, on_point
from domain.listening.addressed import Names, greeted, named, names
from domain.listening.alike import alike
from domain.listening.gist import Gist, gist
from domain.listening.standing import Finding, Standing
from domain.listening.taken_back import thanks, withdrawn, withdrawn_within
from domain.listening.thread import Party, Thread, Written, in_order, roots
from domain.listening.weigh import Weight, weigh
from domain.listening.words import Reason

DEEP = 20
"""How far up a conversation the question is looked for that a reply of ours belongs to."""

CLOSED = frozenset({Standing.ANSWERED, Standing.WITHDRAWN})


@dataclass(slots=True)
class _Asked:
    """A question while its thread is read."""

    one: Written
    standing: Standing = Standing.UNANSWERED
    by: Written | None = None
    reason: Reason | None = None
    follows: str | None = None
    heard: list[Written] = field(default_factory=list)  # what others wrote under it
    best: tuple[float, Written | None] = (0.0, None)  # the surest of that
    doubt: float = 1.0  # how likely none of it is an answer
    since_ours: bool = False  # we wrote to it, so what the asker asks next follows


@dataclass(frozen=True, slots=True)
class _Read:
    """A thread, indexed so that each comment is looked at a few times only."""

    thread: Thread
    by_id: dict[str, Written]
    root: dict[str, str]
    names: Names
    asked: dict[str, _Asked] = field(default_factory=dict)
    of_author: defaultdict[str, list[_Asked]] = field(default_factory=lambda: defaultdict(list))
    of_branch: defaultdict[str, list[_Asked]] = field(default_factory=lambda: defaultdict(list))
    of_matter: defaultdict[str, list[_Asked]] = field(default_factory=lambda: defaultdict(list))
    of_word: defaultdict[str, list[_Asked]] = field(default_factory=lambda: defaultdict(list))
    served: dict[str, list[_Asked]] = field(default_factory=dict)  # comment of ours: the questions it was for
    about: dict[str, Gist] = field(default_factory=dict)


def findings(thread: Thread) -> list[Finding]:
    """The finding of every question of a thread, in the order they were asked."""
    read = _index(thread)
    common = on_point.common_words(one.text for one in thread.comments if one.id in thread.questions)
    post = gist(thread.post)
    for one in in_order(thread.comments):
        if one.party is Party.US:
            if not one.gone:
                _ours(read, one)
            continue
        if not one.gone:
            _theirs(read, one)
        if one.id in thread.questions:
            _ask(read, one, post, common)
    return [_finding(asked) for asked in read.asked.values()]


def _index(thread: Thread) -> _Read:
    by_id = {one.id: one for one in thread.comments}
    return _Read(thread, by_id, roots(by_id), names(one for one in thread.comments if one.party is not Party.US))


def _ask(read: _Read, one: Written, post: Gist, common: frozenset[str]) -> None:
    """A question joins the thread; it may follow an earlier one of the same person."""
    asked = _Asked(one)
    taken_back = withdrawn_within(one.text)
    if one.gone:
        asked.standing, asked.by, asked.reason = Standing.WITHDRAWN, one, Reason("gone")
    elif taken_back:
        asked.standing, asked.by, asked.reason = Standing.WITHDRAWN, one, Reason("withdrawn", taken_back)
    asked.follows = _follows(read, one)
    read.asked[one.id] = asked
    read.of_author[one.who].append(asked)
    read.of_branch[read.root[one.id]].append(asked)
    read.about[one.id] = on_point.own_words(one.text, post, common)
    for matter in on_point.matters_asked(one.text):
        read.of_matter[matter].append(asked)
    for word in read.about[one.id]:
        read.of_word[word].append(asked)


def _follows(read: _Read, one: Written) -> str | None:
    """The question this one comes after: the same person's, in the same place, to which we had written."""
    above = read.by_id.get(one.parent or "")
    if above and above.id in read.served:
        for asked in read.served[above.id]:
            if asked.one.who == one.who:
                return asked.one.id
    near = read.root[one.id]
    for asked in reversed(read.of_author[one.who][-DEEP:]):
        if asked.since_ours and read.root[asked.one.id] == near:
            return asked.one.id
    return None


# ------------------------------------------------------------------------------------------------- what we wrote


def _ours(read: _Read, one: Written) -> None:
    """A reply or an update of ours moves the questions it is for."""
    found = _for_whom(read, one)
    read.served[one.id] = [asked for asked, _ in found]
    if not found:
        return
    for asked, code in [*found, *_the_same(read, found)]:
        asked.since_ours = True
        if asked.one.id in read.thread.answered_from and one.at <= read.thread.answered_from[asked.one.id]:
            continue
        worth = weigh(one.text, "" if code == "on_point" else asked.one.text)
        if worth.weight is Weight.SUBSTANCE:
            if asked.standing not in CLOSED:
                asked.standing, asked.by, asked.reason = Standing.ANSWERED, one, Reason(code, worth.words[:80])
        elif asked.standing is Standing.UNANSWERED:
            asked.standing, asked.by, asked.reason = Standing.HOLDING, one, Reason(worth.weight.value, worth.words)


def _the_same(read: _Read, found: list[tuple[_Asked, str]]) -> list[tuple[_Asked, str]]:
    """What the same person asked in the same words elsewhere in the thread, and still waits for."""
    return [
        (other, "asked_twice")
        for asked, _ in found
        for other in read.of_author[asked.one.who][-DEEP:]
        if other is not asked and other.standing not in CLOSED and alike(other.one.text, asked.one.text)
    ]


def _for_whom(read: _Read, one: Written) -> list[tuple[_Asked, str]]:
    """The questions a comment of ours is for, each with the code of why."""
    above = read.by_id.get(one.parent or "")
    called = named(one.text, read.names)
    if above is None:
        return _under_the_post(read, one, called)
    if above.party is Party.US and above.id in read.served and not called:
        return [(asked, "direct") for asked in read.served[above.id]]  # "1/2", "2/2"
    branch = read.of_branch[read.root[one.id]]
    called = called or _called_here(read, one, above, branch)
    if called and above.who not in called:
        return [(asked, "named") for asked in _latest(asked for asked in branch if asked.one.who in called)]
    return [(asked, "direct") for asked in _of_parent(read, one, above, branch)]


def _called_here(read: _Read, one: Written, above: Written, branch: list[_Asked]) -> set[str]:
    """Whom a greeting calls, among those who are in this branch."""
    here = {above.who} | {asked.one.who for asked in branch}
    return {
        who
        for bearers in greeted(one.text, read.names)
        for who in ({above.who} if above.who in bearers else bearers & here)
    }


def _of_parent(read: _Read, one: Written, above: Written, branch: list[_Asked]) -> list[_Asked]:
    """The questions of whom we reply to: the one replied to, and what they asked since in the same place."""
    asked = read.asked.get(above.id)
    if asked:
        later = [more for more in branch if more.one.who == above.who and more is not asked]
        return [asked, *(more for more in later if more.standing not in CLOSED)]
    up = above
    for _ in range(DEEP):
        over = read.by_id.get(up.parent or "")
        if over is None:
            break
        if over.id in read.asked and over.who == above.who:
            return [read.asked[over.id]]
        up = over
    theirs = [more for more in branch if more.one.who == above.who]
    if theirs:
        return _latest(theirs)
    words = gist(one.text)
    waiting = [more for more in branch if more.standing not in CLOSED]
    return waiting if len(waiting) == 1 and read.about[waiting[0].one.id] & words else []


def _under_the_post(read: _Read, one: Written, called: set[str]) -> list[tuple[_Asked, str]]:
    """An update or a reply that stands under the post: for whom it names, else for what it is plainly about."""
    if not called:
        maybe = [[who for who in bearers if who in read.of_author] for bearers in greeted(one.text, read.names)]
        called = {askers[0] for askers in maybe if len(askers) == 1}
    if called:
        theirs = [asked for who in sorted(called) for asked in read.of_author.get(who, [])]
        return [(asked, "named") for asked in _by_person(theirs)]
    if weigh(one.text).weight is not Weight.SUBSTANCE:
        return []
    told, to_many, words = on_point.matters_told(one.text), on_point.told_to_many(one.text), gist(one.text)
    announced = on_point.heading(one.text)
    found = {asked.one.id: asked for matter in sorted(told) for asked in read.of_matter[matter]}
    for asked in (asked for word in sorted(words) for asked in read.of_word.get(word, [])):
        about = read.about[asked.one.id]
        if asked.one.id not in found and on_point.shares_enough(about, words, to_many or bool(about & announced)):
            found[asked.one.id] = asked
    return [(asked, "on_point") for asked in found.values() if asked.standing not in CLOSED]


def _by_person(theirs: list[_Asked]) -> list[_Asked]:
    """All that each person still waits for; their last question when nothing waits."""
    waiting = [asked for asked in theirs if asked.standing not in CLOSED]
    return waiting or theirs[-1:]


def _latest(asked: Iterable[_Asked]) -> list[_Asked]:
    """The last that waits, else the last."""
    every = list(asked)
    return ([one for one in every if one.standing not in CLOSED] or every)[-1:]


# ------------------------------------------------------------------------------------------------- what others wrote


def _theirs(read: _Read, one: Written) -> None:
    """A comment of the public or a partner may take a question back, offer an answer, or thank for one."""
    branch = read.of_branch.get(read.root[one.id], [])
    own = read.of_author.get(one.who, [])
    here = next((asked for asked in reversed(own[-DEEP:]) if read.root[asked.one.id] == read.root[one.id]), None)
    mine = here or (own[-1] if own and one.parent is None else None)
    if mine:
        _by_asker(read, one, mine, here is not None)
    if one.id in read.thread.questions:
        return  # who asks does not answer
    above = read.asked.get(one.parent or "")
    for asked in [above] if above else _named_in(read, one, branch):
        if asked.one.who != one.who and asked.standing not in CLOSED:
            _offer(asked, one, thanked=False)


def _by_asker(read: _Read, one: Written, asked: _Asked, here: bool) -> None:
    """What the asker wrote afterwards: taken back, or thanks to somebody for an answer."""
    taken_back = withdrawn(one.text, asked.one.text)
    if taken_back and one.id not in read.thread.questions:
        if asked.standing not in CLOSED:
            asked.standing, asked.by, asked.reason = Standing.WITHDRAWN, one, Reason("withdrawn", taken_back)
        return
    if thanks(one.text) and here and asked.standing not in CLOSED and asked.heard:
        above = read.by_id.get(one.parent or "")
        helped = above if above in asked.heard else asked.heard[-1]
        _offer(asked, helped, thanked=True)


def _named_in(read: _Read, one: Written, branch: list[_Asked]) -> list[_Asked]:
    """Questions of those whom somebody names beside them in a branch, or a partner under the post."""
    if one.parent is None and one.party is not Party.PARTNER:
        return []
    called = named(one.text, read.names) - {one.who}
    if one.parent is None:
        return _by_person([asked for who in sorted(called) for asked in read.of_author.get(who, [])])
    return _latest(asked for asked in branch if asked.one.who in called)


def _offer(asked: _Asked, one: Written, thanked: bool) -> None:
    """Somebody else's comment may be a good answer: told with why, for a person to confirm."""
    partner = one.party is Party.PARTNER
    sure = good_answers.sure(asked.one.text, one.text, partner)
    if not thanked:
        asked.heard.append(one)
        asked.doubt *= 1 - sure
        asked.best = max(asked.best, (sure, one), key=lambda best: best[0])
    if (asked.standing is Standing.OTHER or (asked.standing is Standing.HOLDING and not partner)) and not thanked:
        return
    if sure >= (good_answers.THANKED if thanked else good_answers.PARTNER if partner else good_answers.GOOD):
        code = "other_thanked" if thanked else "other_partner" if partner else "other"
        asked.standing, asked.by, asked.reason = Standing.OTHER, one, Reason(code, one.text[:80])
    elif 1 - asked.doubt >= good_answers.GOOD and asked.best[1]:
        best = asked.best[1]
        asked.standing, asked.by, asked.reason = Standing.OTHER, best, Reason("other", best.text[:80])


def _finding(asked: _Asked) -> Finding:
    at = asked.by.at if asked.by else None
    reason = asked.reason or Reason("nobody")
    return Finding(asked.one.id, asked.standing, asked.by.id if asked.by else None, at, asked.follows, reason)
