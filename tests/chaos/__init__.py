"""Chaos: real workers under attack against the sandbox in a process of its own, which keeps the truth."""
