"""Signposts: where people are sent, in words that go into an answer."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Signpost:
    """One place to be sent to: what stands on its button, its words in both languages, and since when that holds."""

    key: str
    label: str
    en: str
    cy: str
    since: date

    def words(self, language: str) -> str:
        """The words in a language: Welsh where it is asked for and written, else English."""
        return self.cy if language == "cy" and self.cy else self.en
