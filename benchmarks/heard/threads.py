"""How far threads have come, measured: is a comment an answer, is a thread still unanswered, did the account answer."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from time import process_time

import numpy as np
from numpy.typing import NDArray

from benchmarks.heard.measures import Row, binary, classes, ranked
from benchmarks.heard.sets import Item, Sets, labels_beside
from domain.listening import good_answers
from domain.listening.answered import findings
from domain.listening.standing import Standing
from domain.listening.thread import Party, Thread, Written

START = datetime(2026, 1, 1, tzinfo=UTC)
WAITING = frozenset({Standing.UNANSWERED, Standing.HOLDING})
BY_US = frozenset({Standing.ANSWERED, Standing.HOLDING})
OURS = "ours"
NAIVE = "somebody replied"
TRANSFER = "transfer: no weight learnt here; rules and thresholds were chosen on the dev half"
FOLDS = 10


def score(found: Sets) -> list[Row]:
    """All rows of threads: forum, companies' own accounts, invented threads, speed."""
    return [*_forum(found), *_companies(found), *_tweets(found), *_invented(found), _speed()]


# ------------------------------------------------------------------------------------------------- forum (SemEval)


def _forum(found: Sets) -> list[Row]:
    """Transfer: nothing of these sets was trained on. "benchmark only" is trained in the same forum."""
    rows = [row for row in found.rows("cqa_threads") if row["label"] != "Not English"]
    if not rows:
        return []
    threads = [row["qid"] for row in rows]
    truth = [row["label"] == "Good" for row in rows]
    naive = [row["by_asker"] != "1" for row in rows]
    ours = _sure(rows)
    apart = _in_domain(found, rows)
    note = "benchmark only: trained in the same forum"
    return [
        *_forum_threads(rows, apart),
        binary("semeval-cqa", "comment is an answer", NAIVE, truth, naive, threads),
        binary("semeval-cqa", "comment is an answer", OURS, truth, [at >= 0.5 for at in ours], threads, TRANSFER),
        binary("semeval-cqa", "comment is an answer", "our features, in-domain", truth, [at >= 0.5 for at in apart],
               threads, note),
        ranked("semeval-cqa", "comment is an answer, ranked", OURS, truth, ours, threads, TRANSFER),
    ]  # fmt: skip


def _forum_threads(rows: Sequence[Item], apart: Sequence[float]) -> list[Row]:
    """Threads without any good answer by somebody else; `apart`: what was learnt in the forum says of each comment."""
    by_thread = _gathered(rows)
    names = list(by_thread)
    open_ = [not any(row["label"] == "Good" and row["by_asker"] != "1" for row in by_thread[name]) for name in names]
    doubt = dict.fromkeys(names, 1.0)
    for row, at in zip(rows, apart, strict=True):
        doubt[row["qid"]] *= 1 - at
    quiet = [all(row["by_asker"] == "1" for row in by_thread[name]) for name in names]
    waiting = [_forum_standing(by_thread[name]) is not Standing.OTHER for name in names]
    return [
        binary("semeval-cqa", "thread still unanswered", NAIVE, open_, quiet, names),
        binary("semeval-cqa", "thread still unanswered", OURS, open_, waiting, names, TRANSFER),
        binary("semeval-cqa", "thread still unanswered", "our features, in-domain", open_,
               [1 - doubt[name] < good_answers.GOOD for name in names], names,
               "benchmark only: trained in the same forum"),
    ]  # fmt: skip


def _asked(row: Item) -> str:
    return f"{row['subject']}. {row['body']}"


def _sure(rows: Sequence[Item]) -> list[float]:
    return [0.0 if row["by_asker"] == "1" else good_answers.sure(_asked(row), row["comment"]) for row in rows]


def _gathered(rows: Sequence[Item]) -> dict[str, list[Item]]:
    by_thread: defaultdict[str, list[Item]] = defaultdict(list)
    for row in rows:
        by_thread[row["qid"]].append(row)
    return dict(by_thread)


def _forum_standing(rows: Sequence[Item]) -> Standing:
    """The whole of what the product says of a forum thread."""
    asker = rows[0]["asker"]
    question = Written("q", None, Party.PUBLIC, asker, "", START, _asked(rows[0]))
    replies = [
        Written(row["cid"], "q", Party.PUBLIC, row["commenter"], "", START + timedelta(minutes=int(row["pos"])),
                row["comment"])
        for row in rows
    ]  # fmt: skip
    return findings(Thread("", START, [question, *replies], frozenset("q")))[0].standing


def _in_domain(found: Sets, rows: Sequence[Item]) -> list[float]:
    """Our features with weights learnt in the same forum: from the other half, or from other folds of this one."""
    from sklearn.linear_model import LogisticRegression

    def learn(some: Sequence[Item]) -> LogisticRegression:
        own = [row for row in some if row["by_asker"] != "1"]
        model = LogisticRegression(C=0.3, max_iter=2000, class_weight="balanced", fit_intercept=False)
        return model.fit(_features(own), [row["label"] == "Good" for row in own])

    apart = np.zeros(len(rows))
    train = [row for table in found.train.get("cqa_threads", []) for row in table.rows]
    if {row["qid"] for row in train} - {row["qid"] for row in rows}:
        apart = learn(train).predict_proba(_features(rows))[:, 1]
    else:
        names = {name: at % FOLDS for at, name in enumerate(dict.fromkeys(row["qid"] for row in rows))}
        folds = np.asarray([names[row["qid"]] for row in rows])
        for fold in range(FOLDS):
            rest = [row for row, at in zip(rows, folds, strict=True) if at != fold]
            here = [row for row, at in zip(rows, folds, strict=True) if at == fold]
            if here and rest:
                apart[folds == fold] = learn(rest).predict_proba(_features(here))[:, 1]
    return [0.0 if row["by_asker"] == "1" else float(at) for row, at in zip(rows, apart, strict=True)]


def _features(rows: Sequence[Item]) -> NDArray[np.float64]:
    return np.asarray([good_answers.features(_asked(row), row["comment"]) for row in rows], np.float64)


# ------------------------------------------------------------------------------------------------- own accounts


def _companies(found: Sets) -> list[Row]:
    """Each conversation twice: whole (answered by its account) and cut off before the answer (still waiting)."""
    rows = found.rows("ibm_care")
    if not rows:
        return []
    cases = [case for at, row in enumerate(rows) for case in _conversation(str(at), row)]
    units, silent = [case[0] for case in cases], [case[1] and not case[3] for case in cases]
    said = [findings(case[2])[0].standing not in BY_US for case in cases]
    naive = [all(one.who == case[2].comments[0].who for one in case[2].comments) for case in cases]
    note = "answered or held by the account itself"
    out = [
        binary("ibm-care", "own account: unanswered", NAIVE, silent, naive, units),
        binary("ibm-care", "own account: unanswered", OURS, silent, said, units, note),
    ]
    for task, some in (
        ("own account: still waiting", cases),
        ("own account: still waiting, it had written before", [case for case in cases if case[3]]),
    ):
        truth, units = [case[1] for case in some], [case[0] for case in some]
        naive = [all(one.who == case[2].comments[0].who for one in case[2].comments) for case in some]
        said = [findings(case[2])[0].standing in WAITING for case in some]
        out.append(binary("ibm-care", task, NAIVE, truth, naive, units))
        out.append(binary("ibm-care", task, OURS, truth, said, units))
    return out


def _conversation(name: str, row: Item) -> Iterator[tuple[str, bool, Thread, bool]]:
    """Name, whether it truly waits, the thread, and whether the account had written before its answer."""
    turns: list[Written] = []
    for at, turn in enumerate(row["dialogContent"]):
        party = Party.US if "agent" in turn else Party.PUBLIC
        who = "us" if party is Party.US else str(turn.get("client") or turn.get("client1"))
        turns.append(_turn(at, party, who, turn["message"]))
    if not turns or turns[0].party is Party.US:
        return
    before = any(one.party is Party.US for one in turns)
    last = _turn(len(turns), Party.US, "us", row["agentURL"]["url_utterance"])
    yield name, True, Thread("", START, turns, frozenset("0")), before
    yield name, False, Thread("", START, [*turns, last], frozenset("0")), before


def _turn(at: int, party: Party, who: str, text: str) -> Written:
    parent = str(at - 1) if at else None
    return Written(str(at), parent, party, who, "@" + who, START + timedelta(minutes=at), text)


def _tweets(found: Sets) -> list[Row]:
    """Has the company's own account replied to a message: the platform's list of responses is the truth."""
    out: list[Row] = []
    for name in ("twcs_threads", "twcs"):
        for table in found.test.get(name, []):
            by_id = {row["tweet_id"]: row for row in table.rows}
            ours = {id_ for id_, row in by_id.items() if row["inbound"] == "False"}
            asked = [id_ for id_, row in by_id.items() if row["inbound"] == "True"]
            if not ours or not asked:
                continue
            truth = [not set(by_id[id_]["response_tweet_id"].split(",")) & ours for id_ in asked]
            heard = {_plain(row["in_response_to_tweet_id"]) for row in table.rows}
            known = _tweeted(table.rows, frozenset(asked))
            said = [known[id_] not in BY_US for id_ in asked]
            task = "own account: unanswered"
            out.append(binary(name, task, NAIVE, truth, [id_ not in heard for id_ in asked], asked))
            out.append(binary(name, task, OURS, truth, said, asked, "answered or held by the account itself"))
    return out


def _plain(id_: str) -> str:
    return id_.removesuffix(".0")


def _tweeted(rows: Sequence[Item], asked: frozenset[str]) -> dict[str, Standing]:
    """Each conversation by itself, where the file tells which messages belong together."""
    apart: defaultdict[str, list[Item]] = defaultdict(list)
    for row in rows:
        apart[row.get("main_tweet_id", "")].append(row)
    return {id_: at for some in apart.values() for id_, at in _tweeted_together(some, asked).items()}


def _tweeted_together(rows: Sequence[Item], asked: frozenset[str]) -> dict[str, Standing]:
    comments = [
        Written(row["tweet_id"], _plain(row["in_response_to_tweet_id"]) or None,
                Party.PUBLIC if row["inbound"] == "True" else Party.US, row["author_id"], "@" + row["author_id"],
                START, row["text"])
        for row in rows
    ]  # fmt: skip
    return {one.question: one.standing for one in findings(Thread("", START, comments, asked))}


# ------------------------------------------------------------------------------------------------- invented threads


def _invented(found: Sets) -> list[Row]:
    """The product's own task: the status of every question, with the confusions told."""
    out: list[Row] = []
    for table in found.test.get("threads", []):
        labels = labels_beside(table, found.test)
        cases = [case for thread in table.rows for case in _cases(thread, labels)]
        if not cases:
            continue
        name = f"threads/{table.path.parent.name}"
        units, truth = [case[0] for case in cases], [case[1] for case in cases]
        for method, said in ((NAIVE, [case[3] for case in cases]), (OURS, [case[2] for case in cases])):
            note = _confusions(truth, said)
            out.append(classes(name, "status of a question", method, truth, said, units, note))
            open_ = [one == "unanswered" for one in truth]
            out.append(binary(name, "still unanswered", method, open_, [one == "unanswered" for one in said], units))
            waits, still = {"unanswered", "holding", "answered_by_other"}, "waits for us"
            is_, called = [one in waits for one in truth], [one in waits for one in said]
            out.append(binary(name, still, method, is_, called, units, "not answered by us, not withdrawn"))
    return out


def _cases(thread: Item, labels: dict[str, Item]) -> Iterator[tuple[str, str, str, str]]:
    """Thread, true status, ours, and what "somebody replied" says, for every question of a thread."""
    start = datetime.fromisoformat(thread["post"]["created_at"])
    comments = [
        Written(one["id"], one["parent"], Party(one["by"]), None, one["author"],
                start + timedelta(minutes=one["minutes"]), one["text"])
        for one in thread["comments"]
    ]  # fmt: skip
    asked = frozenset(one.id for one in comments if labels.get(one.id, {}).get("status"))
    heard = {one.parent for one in comments}
    for one in findings(Thread(thread["post"]["text"], start, comments, asked)):
        naive = "answered" if one.question in heard else "unanswered"
        yield thread["thread"], labels[one.question]["status"], one.standing.value, naive


def _confusions(truth: Sequence[str], said: Sequence[str]) -> str:
    wrong = Counter(pair for pair in zip(truth, said, strict=True) if pair[0] != pair[1])
    return "; ".join(f"{is_} called {called} {n}x" for (is_, called), n in sorted(wrong.items())) or "no confusion"


# ------------------------------------------------------------------------------------------------- speed


def _speed() -> Row:
    """Made-up threads of 5,000 comments, a third of them questions, a tenth ours: the best of three."""
    took = min(_read_once(at) for at in range(3))
    return Row("made up", "speed of answered", OURS, 5000, {"us a comment": took})


def _read_once(turn: int) -> float:
    said = ("when will it reopen", "no idea mate", "UPDATE: the road is open again", "is there a diversion for lorries")
    comments = [
        Written(str(at), str(at // 7 * 3) if at % 2 else None, Party.US if at % 10 == 2 else Party.PUBLIC, None,
                f"Name{at % 900} Last{at % 700}", START + timedelta(seconds=at), f"{said[at % 4]} {turn}{at}")
        for at in range(1, 5001)
    ]  # fmt: skip
    asked = frozenset(one.id for one in comments if one.party is Party.PUBLIC and int(one.id) % 3 == 0)
    began = process_time()
    findings(Thread("Road closed", START, comments, asked))
    return (process_time() - began) / len(comments) * 1e6
