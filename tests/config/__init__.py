"""Tests of what a process is told at its door."""
