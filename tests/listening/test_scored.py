"""The score of a labelled set: counts and figures of every task."""

import pytest

from benchmarks.heard.measures import binary, classes, kappa, ranked
from benchmarks.heard.sets import COLUMNS, recognised
from domain.listening.scored import macro_f1, score_labels

HEARD = {"needs_answer": True, "kind": "question", "lanes": ["danger"], "language": "en"}


def test_each_task_is_scored_with_its_counts() -> None:
    told = {one.task: one for one in score_labels([
        (HEARD, {"needs_answer": True, "kind": "question", "lanes": ["danger", "crime"]}),
        (HEARD, {"needs_answer": False, "kind": "chat", "lanes": []}),
        (HEARD | {"needs_answer": False}, {"needs_answer": True}),
    ])}  # fmt: skip
    needs = told["needs_answer"]
    assert (needs.n, needs.true, needs.said, needs.right) == (3, 2, 2, 1)
    assert (needs.precision, needs.recall, needs.f1) == (0.5, 0.5, 0.5)
    assert told["lane=crime"].recall == 0
    assert told["lane=crime"].precision is None
    assert (told["kind"].n, told["kind"].right) == (2, 1)
    assert macro_f1(list(told.values()), "kind") == pytest.approx(1 / 3)


def test_a_field_nobody_labelled_is_not_scored() -> None:
    assert [one.task for one in score_labels([(HEARD, {"kind": "question"})])] == ["kind", "kind=question"]
    assert score_labels([]) == []


def test_the_benchmarks_figures_are_those_of_the_score() -> None:
    truth, said = [True, True, False, False], [True, False, True, False]
    row = binary("set", "task", "method", truth, said)
    assert (row.figures["P"], row.figures["R"], row.figures["F1"], row.figures["alarms"]) == (0.5, 0.5, 0.5, 0.5)
    assert row.low["F1"] <= 0.5 <= row.high["F1"]
    assert classes("s", "t", "m", ["a", "b", "b"], ["a", "b", "a"]).figures["accuracy"] == pytest.approx(2 / 3)
    assert ranked("s", "t", "m", [True, False, True], [0.9, 0.5, 0.1]).figures["AP"] == pytest.approx(5 / 6)
    assert binary("set", "task", "method", [], []).n == 0


def test_kappa_is_one_when_passes_agree_and_nought_by_chance() -> None:
    assert kappa("aabb", "aabb") == 1
    assert kappa("aabb", "abab") == 0
    assert kappa("aa", "aa") == 1


def test_a_draw_by_thread_is_wider_than_by_comment() -> None:
    truth, said, threads = [True, False] * 50, [True, False] * 25 + [False, True] * 25, [at // 50 for at in range(100)]
    alone, together = binary("s", "t", "m", truth, said), binary("s", "t", "m", truth, said, threads)
    assert together.high["F1"] - together.low["F1"] > alone.high["F1"] - alone.low["F1"]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_set_is_recognised_by_its_columns(name: str) -> None:
    assert recognised(COLUMNS[name]) == name
    more = set() if name in ("uk_policing", "tweeteval", "sts_gold") else {"split"}
    assert recognised(COLUMNS[name] | more) == name


def test_what_is_none_of_ours_is_passed_over() -> None:
    assert recognised({"a", "b"}) is None
