"""The process that publishes, and the desk where people say what may be published."""
