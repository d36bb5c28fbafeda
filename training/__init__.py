"""Builds the trained parts of listening; nothing of it runs in the product."""
