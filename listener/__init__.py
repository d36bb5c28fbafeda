"""The listener: hears what the public wrote, after it is kept, and keeps the queue of questions in line with it."""
