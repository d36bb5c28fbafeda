"""The desk's door: everything a person may do. Each act asks who may, moves by compare-and-swap, and writes the trail.

Every act is one transaction and returns `Done` with a sentence, or raises `Refused` with one and changes nothing.
"""

from scheduler.desk_approving import approve, return_
from scheduler.desk_holds import Over, hold, lift, review
from scheduler.desk_media import keep_media
from scheduler.desk_questions import answer, set_aside
from scheduler.desk_resolving import cancel, confirm_published, drop, give_up, queue_again, retime, send_now
from scheduler.desk_review import drop_all, retime_all, send_all
from scheduler.desk_rules import Done, Refused, Rules, Words
from scheduler.desk_takedowns import approve_take_down, drop_take_down, take_down
from scheduler.desk_writing import (
    copy,
    draft,
    edit,
    look_over,
    submit,
    withdraw,
    write_and_submit,
    write_and_submit_all,
)

__all__ = [
    "Done",
    "Over",
    "Refused",
    "Rules",
    "Words",
    "answer",
    "approve",
    "approve_take_down",
    "cancel",
    "confirm_published",
    "copy",
    "draft",
    "drop",
    "drop_all",
    "drop_take_down",
    "edit",
    "give_up",
    "hold",
    "keep_media",
    "lift",
    "look_over",
    "queue_again",
    "retime",
    "retime_all",
    "return_",
    "review",
    "send_all",
    "send_now",
    "set_aside",
    "submit",
    "take_down",
    "withdraw",
    "write_and_submit",
    "write_and_submit_all",
]
