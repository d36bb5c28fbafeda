"""Figures that people bring: the platforms' own exports read as what they say, with nothing added and nothing guessed.

`reading.read` is the door: bytes in, figures and faults out. It opens no file and no network.
"""
