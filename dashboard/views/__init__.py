"""One page each: choose, ask, draw, act."""
