"""The checks of the composer: pure functions over the words of an answer and what they answer."""
