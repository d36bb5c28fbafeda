"""Tests of the store: every table, every query."""
