"""One file per platform; nothing else in the house knows a platform's SDK."""
