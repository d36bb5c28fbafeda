"""The scheduler's process: `python -m scheduler [--once]`, the same as `bluelamp publish`."""

from doors.processes import scheduler

if __name__ == "__main__":
    scheduler()
