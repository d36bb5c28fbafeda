"""Every table and every query; the only package that speaks SQL."""
