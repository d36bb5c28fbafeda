"""The process that brings posts, replies and numbers from the platforms into the store."""
