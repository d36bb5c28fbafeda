"""The reports that are handed out, each made of the same chapters: panel, PCC, monthly by district, annual."""
