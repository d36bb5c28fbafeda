"""The publishing line: on time, at most once, stoppable."""
