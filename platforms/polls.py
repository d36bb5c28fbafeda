"""What is wrong with the poll of a message by a platform's PollLimits, in sentences for whoever wrote it."""

from domain.polls import PollAsked, option_faults
from domain.posts import Outgoing
from platforms.port import PollLimits

DAY = 24 * 60


def faults(message: Outgoing, label: str, limits: PollLimits) -> list[str]:
    """Every fault of the poll; `label` is the platform's name. None without a poll."""
    if message.poll is None:
        return []
    if not limits.options:
        return [f"Bluelamp cannot put polls on {label}. Ask there by hand, and keep the result under Polls."]
    found = [*option_faults(message.poll.options), *_options(message.poll, label, limits)]
    if message.media:
        found.append(f"{label} takes either a poll or pictures and videos in one post, not both. Choose one of them.")
    if message.in_reply_to:
        found.append("A poll goes out as a post, not as an answer.")
    if not limits.least_minutes <= message.poll.minutes <= limits.most_minutes:
        least, most = f"{limits.least_minutes} minutes", f"{limits.most_minutes // DAY} days"
        found.append(f"{label} keeps a poll open for {least} to {most}. Choose a time between the two.")
    return found


def _options(poll: PollAsked, label: str, limits: PollLimits) -> list[str]:
    found = []
    if len(poll.options) > limits.options:
        found.append(f"{label} takes at most {limits.options} answers in a poll; this one has {len(poll.options)}.")
    for number, text in enumerate(poll.options, 1):
        if (over := len(text) - limits.letters) > 0:
            found.append(f"Answer {number} is too long for {label} by {over:,}: it takes {limits.letters} characters.")
    return found
