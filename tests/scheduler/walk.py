"""A walk through every fate of a first attempt times every fate of a second."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.conftest import Ticking
from tests.scheduler.fates import FATES, START, UNTOUCHED, Attempted, Ends, Harness


@dataclass
class Walk:
    """Every fate of a first attempt times every fate of a second. `lived` counts those that had to be walked.

    A crash that never struck is no other case than no crash at all; where there is no second attempt its fate is
    nobody's; and from two moments that are alike in everything the same follows. Such cases are counted, not walked.
    """

    harness: Harness
    ends: Ends = field(default_factory=Counter)
    lived: int = 0
    followed: dict[str, Ends] = field(default_factory=dict)
    finished: dict[str, str] = field(default_factory=dict)

    def everything(self, fates: Sequence[Attempted]) -> "Walk":
        for fate in fates:
            self.harness.back_to(self.harness.begun)
            end = self._live(fate)
            self.ends += Counter({end: len(FATES)}) if end else self._second()
        return self

    def _second(self) -> Ends:
        alike = self.harness.alike()
        if alike not in self.followed:
            at, told, known = self.harness.moment(), Counter[str](), dict[str, str]()
            for crash, outcome in FATES:
                if outcome not in known or crash != UNTOUCHED:
                    self.harness.back_to(at)
                    end = self._live((crash, outcome)) or self._well()
                    known.setdefault(outcome, end)
                told[end] += 1
            self.followed[alike] = told
        return self.followed[alike]

    def _well(self) -> str:
        """Past the plan all goes well."""
        alike = self.harness.alike()
        for _ in range(5):
            if alike in self.finished:
                break
            if end := self._live((UNTOUCHED, "accepted")):
                self.finished[alike] = end
        return self.finished.get(alike, "never at an end")

    def _live(self, attempted: Attempted) -> str | None:
        self.lived += 1
        return self.harness.live(attempted)


def walked(resend: bool, fates: Sequence[Attempted] = FATES) -> Walk:
    harness = Harness(Ticking(START), resend)
    try:
        return Walk(harness).everything(fates)
    finally:
        harness.close()
