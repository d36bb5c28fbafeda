"""Keeps APScheduler's ticks coming when the machine's clock is put back."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)


def on_time(clock: BackgroundScheduler, now: datetime, longest: Callable[[str], timedelta]) -> None:
    """Whatever is planned later than it can be (`longest`, by a job's id) is done at once.

    The machine's clock was put back then, and APScheduler would sleep until the old hour comes again.
    """
    for job in clock.get_jobs():
        if job.next_run_time and job.next_run_time - now > longest(job.id):
            log.warning("the clock of this machine was put back; going on at once with: %s", job.id)
            with suppress(JobLookupError):  # it ran, and is over, since it was listed
                job.modify(next_run_time=now)
