"""The desk's door: everything a person may do. Each act asks who may, moves by compare-and-swap, and writes the trail.

Every act is one transaction and returns `Done` with a sentence, or raises `Refused` with one and changes nothing.
"""

from scheduler.desk_approving import approve, return_
from scheduler.desk_brought import (
    Chosen,
    FiguresSeen,
    bring_figures,
    forget_town,
    look_at_figures,
    place_town,
    withdraw_figures,
)
from scheduler.desk_campaigns import write_campaign
from scheduler.desk_consultations import (
    change_consultation,
    count_consultation,
    due_feedback,
    record_consultation,
    tell_back,
)
from scheduler.desk_drafts import keep_words
from scheduler.desk_duty import BroughtIn, bring_in_duties, digest, put_on_duty, take_off_duty
from scheduler.desk_ends import (
    confirm_other,
    deny_other,
    open_again,
    refer_control_room,
    refer_private,
    set_aside,
    was_only_holding,
    was_the_answer,
)
from scheduler.desk_handover import hand_over
from scheduler.desk_hearing import correct
from scheduler.desk_hidings import close_hiding, hide, note_appeal, show_again
from scheduler.desk_holds import Over, hold, lift, review
from scheduler.desk_issues import (
    add_to_issue,
    close_issue,
    link_post,
    open_issue,
    reopen_issue,
    take_out_of_issue,
    told_asker,
    told_others,
    work_on_issue,
    write_issue_post,
)
from scheduler.desk_media import keep_media
from scheduler.desk_polls import cancel_poll, change_poll, put_polls
from scheduler.desk_questions import Said, answer, answer_each, answered_there
from scheduler.desk_queue import (
    acknowledge,
    assign,
    claim,
    gather,
    note,
    release,
    snooze,
    take_out,
    take_over,
    wake,
)
from scheduler.desk_resolving import cancel, confirm_published, drop, give_up, queue_again, retime, send_now
from scheduler.desk_review import drop_all, retime_all, send_all
from scheduler.desk_rules import Done, Refused, Rules, Words
from scheduler.desk_saved_replies import keep_saved_reply, retire_saved_reply, review_saved_reply
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
    "BroughtIn",
    "Chosen",
    "Done",
    "FiguresSeen",
    "Over",
    "Refused",
    "Rules",
    "Said",
    "Words",
    "acknowledge",
    "add_to_issue",
    "answer",
    "answer_each",
    "answered_there",
    "approve",
    "approve_take_down",
    "assign",
    "bring_figures",
    "bring_in_duties",
    "cancel",
    "cancel_poll",
    "change_consultation",
    "change_poll",
    "claim",
    "close_hiding",
    "close_issue",
    "confirm_other",
    "confirm_published",
    "copy",
    "correct",
    "count_consultation",
    "deny_other",
    "digest",
    "draft",
    "drop",
    "drop_all",
    "drop_take_down",
    "due_feedback",
    "edit",
    "forget_town",
    "gather",
    "give_up",
    "hand_over",
    "hide",
    "hold",
    "keep_media",
    "keep_saved_reply",
    "keep_words",
    "lift",
    "link_post",
    "look_at_figures",
    "look_over",
    "note",
    "note_appeal",
    "open_again",
    "open_issue",
    "place_town",
    "put_on_duty",
    "put_polls",
    "queue_again",
    "record_consultation",
    "refer_control_room",
    "refer_private",
    "release",
    "reopen_issue",
    "retime",
    "retime_all",
    "retire_saved_reply",
    "return_",
    "review",
    "review_saved_reply",
    "send_all",
    "send_now",
    "set_aside",
    "show_again",
    "snooze",
    "submit",
    "take_down",
    "take_off_duty",
    "take_out",
    "take_out_of_issue",
    "take_over",
    "tell_back",
    "told_asker",
    "told_others",
    "wake",
    "was_only_holding",
    "was_the_answer",
    "withdraw",
    "withdraw_figures",
    "work_on_issue",
    "write_and_submit",
    "write_and_submit_all",
    "write_campaign",
    "write_issue_post",
]
