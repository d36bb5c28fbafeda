"""The words of the trade. Standard library only; knows nobody, does nothing with the outside."""
