"""The words of the trade. Knows nobody, does nothing with the outside."""
