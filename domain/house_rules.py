"""A house rule: what the force does not let stand under its posts, in English and in Welsh."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HouseRule:
    """One rule by which a comment may be hidden. `key` names it in exports; `welsh` "" where a force has none."""

    key: str
    english: str
    welsh: str = ""
