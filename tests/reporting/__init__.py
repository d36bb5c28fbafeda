"""Tests of charts, tables and documents made of numbers."""
