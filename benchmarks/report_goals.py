"""The goals of reports, and whether what was seen meets them."""

from collections.abc import Iterator
from statistics import median

from benchmarks.goals import Goal, percentile
from benchmarks.report_looks import EXACT, PLAIN
from benchmarks.report_runs import Key, Seen

EACH_MS, PAGE_MS, COUNTRY_MS = 20.0, 60.0, 50.0
SCAN, HAND, GROWTH = 100.0, 2.0, 1.5
LOOKS = 40_000.0
OURS = ("overview", "reach", "compare", "what_works", "campaigns", "accounts")  # the pages of numbers


def judged(seen: Seen) -> list[Goal]:
    """Every goal, in the order in which docs/benchmarks.md explains them; of many figures the worst counts."""
    kinds = sorted({kind for _, kind, _ in seen.warm})
    return [goal for kind in kinds for goal in (*_queries(seen, kind), *_pages(seen, kind), *_others(seen, kind))]


def _queries(seen: Seen, kind: str) -> Iterator[Goal]:
    keys = [key for key in seen.warm if key[1:] == (kind, seen.plan.share)]
    yield _worst(f"each query's p95 in ms, {kind}", {key: percentile(seen.warm[key], 0.95) for key in keys}, EACH_MS)
    hand = {key: median(seen.said[key]) / median(seen.hand[key]) for key in keys}
    yield _worst(f"its SQL ÷ by hand, {kind}", hand, HAND)
    scan = {key: median(seen.raw[key]) / median(seen.warm[key]) for key in keys if seen.raw[key]}
    yield _worst(f"of raw rows ÷ ours, {kind}", scan, SCAN, at_least=True)
    tenth = {key: (key[0], kind, seen.plan.shares[0]) for key in keys if seen.plan.tenth}
    grown = {key: median(seen.warm[key]) / median(seen.warm[small]) for key, small in tenth.items()}
    yield _worst(f"the whole ÷ a tenth, {kind}", grown, GROWTH)
    wrong = [what for what in seen.different if kind in what]
    yield Goal(f"answers that differ, {kind}", float(len(wrong)), 0, at_least=False, says="; ".join(wrong)[:80])


def _pages(seen: Seen, kind: str) -> Iterator[Goal]:
    keys = {key: median(took) for key, took in seen.pages.items() if key[1:] == (kind, seen.plan.share)}
    yield _worst(f"all a page asks, ms, {kind}", {key: ms for key, ms in keys.items() if key[0] in OURS}, PAGE_MS)


def _others(seen: Seen, kind: str) -> Iterator[Goal]:
    told = seen.country.get(kind, {})
    for name, what in (("statement_ms", "the statement"), ("answer_ms", "the whole answer")):
        yield Goal(f"43 forces by district and week, ms, {what}, {kind}", told.get(name), COUNTRY_MS, at_least=False)
    rates, plain = seen.looks.get((EXACT, kind), []), seen.looks.get((PLAIN, kind), [])
    value = median(rates) if rates else None
    says = f"{median(plain):,.0f} without sums" if plain else ""
    low, high = min(rates, default=None), max(rates, default=None)
    yield Goal(f"looks kept with exact sums a second, {kind}", value, LOOKS, True, low, high, says)


def _worst(name: str, values: dict[Key, float], target: float, *, at_least: bool = False) -> Goal:
    """The worst of all, which it is, and in how many the goal was met."""
    if not values:
        return Goal(name, None, target, at_least)
    pick = min if at_least else max
    worst = pick(values, key=lambda key: values[key])
    met = sum(value >= target if at_least else value <= target for value in values.values())
    says = f"{worst[0]}; {met} of {len(values)} meet it; the middle {median(values.values()):.2f}"
    return Goal(name, values[worst], target, at_least, min(values.values()), max(values.values()), says)
