"""The sandbox, held to what the platforms do and publish."""
