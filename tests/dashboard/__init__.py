"""Tests of the dashboard: its pieces, and every page drawn on a real store."""
