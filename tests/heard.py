"""Listening as the listener's process does it, for tests that need questions in the queue."""

from collections import Counter

from domain.clock import Clock
from listener.listen import Ears, listen_to_all
from store.db import Store


def hear_all(store: Store, now: Clock) -> Counter[str]:
    """Hear everything that is new; tells how many were heard, and how many questions opened."""
    return listen_to_all(Ears(store, now))
