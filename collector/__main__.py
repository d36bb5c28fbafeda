"""The collector's process: `python -m collector [--once]`, the same as `bluelamp collect`."""

from doors.processes import collector

if __name__ == "__main__":
    collector()
