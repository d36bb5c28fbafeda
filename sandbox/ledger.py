"""What X bills: each resource once per UTC day however often it is returned, and each write."""

from collections import Counter, defaultdict
from datetime import datetime

from sandbox.items import Json

# Micro US dollars; source: xdocs x-api/getting-started/pricing.mdx, pay per use, 2026.
MICROS = {
    "post.read": 5_000,
    "user.read": 10_000,
    "post.create": 15_000,
    "post.create_with_url": 200_000,
    "post.create_summoned": 10_000,
    "interaction.delete": 10_000,
    "content.manage": 5_000,
    "media.metadata": 5_000,
}


class Ledger:
    """Resources returned and writes made, by UTC day."""

    def __init__(self) -> None:
        self.returned: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self.writes: dict[str, Counter[str]] = defaultdict(Counter)

    def read(self, kind: str, idents: list[str], now: datetime) -> None:
        """Note that these posts or users were returned (kind: post or user)."""
        self.returned[now.date().isoformat()].update((kind, ident) for ident in idents)

    def wrote(self, operation: str, now: datetime) -> None:
        self.writes[now.date().isoformat()][operation] += 1

    def tell(self) -> Json:
        """Per day: what was billed, how often it was returned, what came twice, and the price in micro-dollars."""
        return {day: self._day(day) for day in sorted({*self.returned, *self.writes})}

    def _day(self, day: str) -> Json:
        returned, writes = self.returned.get(day, Counter()), self.writes.get(day, Counter())
        told: Json = {"writes": dict(writes)}
        micros = sum(MICROS[operation] * count for operation, count in writes.items())
        for kind in ("post", "user"):
            mine = {ident: count for (what, ident), count in returned.items() if what == kind}
            told[f"{kind}s_billed"] = len(mine)
            told[f"{kind}s_returned"] = sum(mine.values())
            told[f"{kind}s_twice"] = {ident: count for ident, count in mine.items() if count > 1}
            micros += MICROS[f"{kind}.read"] * len(mine)
        return told | {"micros": micros}

    def dump(self) -> Json:
        return {
            "returned": {
                day: [[*key, count] for key, count in counts.items()] for day, counts in self.returned.items()
            },
            "writes": {day: dict(counts) for day, counts in self.writes.items()},
        }

    def load(self, kept: Json) -> None:
        for day, counts in kept["returned"].items():
            self.returned[day] = Counter({(kind, ident): count for kind, ident, count in counts})
        for day, writes in kept["writes"].items():
            self.writes[day] = Counter(writes)
