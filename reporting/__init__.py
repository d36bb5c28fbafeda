"""Charts, tables and documents made of numbers, for pages, files and letters; opens no store and no network."""
