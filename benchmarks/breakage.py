"""What a deliberate breakage is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Breakage:
    """`right` stands in `file` exactly once; with `wrong` in its place one of `tests` must fail."""

    name: str
    file: str
    right: str
    wrong: str
    tests: tuple[str, ...]
