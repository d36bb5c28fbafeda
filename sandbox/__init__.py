"""A small world that answers like the platforms, for practice and tests. A stranger to the rest of the house."""
