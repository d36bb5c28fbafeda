"""Pieces of the pages that Streamlit does not have: a few lines of JavaScript each, shipped with the package."""
