"""Listening: what a public comment says to us, as pure functions over text and thread."""
