"""Who may do what, where. Nobody approves their own words."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person is here for, within a scope."""

    OFFICER = "officer"  # writes, answers
    COMMS = "comms"  # writes, approves
    SUPERVISOR = "supervisor"  # approves, places holds, resolves
    ADMINISTRATOR = "administrator"  # keeps roster and accounts


class Act(StrEnum):
    """What a person can do; each is one line of the trail."""

    WRITE = "write"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    ANSWER = "answer"
    SET_ASIDE = "set_aside"
    CLAIM = "claim"  # a question, for a while; also to let go of it
    ASSIGN = "assign"  # a question, to a person or a team
    SNOOZE = "snooze"
    NOTE = "note"
    CORRECT = "correct"  # what was heard in a comment, or how far its question has come
    GROUP = "group"  # questions that ask the same, or take one out
    REFER = "refer"  # to private messages, or to the control room
    ACKNOWLEDGE = "acknowledge"  # danger or a breach has been seen
    HIDE = "hide"  # a comment, by a house rule; also to show it again
    SAVED_REPLY = "saved_reply"  # write, review or retire one
    DUTY = "duty"  # say who is on duty when
    HAND_OVER = "hand_over"  # leave a note for the next shift
    ISSUE = "issue"  # you said, we did: open it, work on it, close it
    BRING_FIGURES = "bring_figures"  # from a platform's export; also to withdraw such a file
    PLACE_TOWN = "place_town"  # say which district a town belongs to
    CAMPAIGN = "campaign"  # write down what a campaign was for, what it cost, what was learnt
    POLL = "poll"  # put a question to the public, count it by hand, tell what came of it
    ORDER_REPORT = "order_report"  # have a report made again and again
    HOLD = "hold"
    LIFT = "lift"
    CANCEL = "cancel"
    RETIME = "retime"
    QUEUE_AGAIN = "queue_again"
    CONFIRM_PUBLISHED = "confirm_published"
    GIVE_UP = "give_up"
    TAKE_DOWN = "take_down"  # ask for it; where no second person is needed, order it
    APPROVE_TAKE_DOWN = "approve_take_down"
    INSIST = "insist"  # the same words again within 7 days
    URGENT = "urgent"  # let a post go before all others
    EXPORT = "export"  # hand out the whole story of a publication, as evidence


_WRITING = {Act.WRITE, Act.SUBMIT, Act.EDIT, Act.WITHDRAW, Act.CANCEL, Act.URGENT, Act.EXPORT} | {
    Act.ANSWER,
    Act.SET_ASIDE,
}
_LISTENING = {Act.CLAIM, Act.SNOOZE, Act.NOTE, Act.CORRECT, Act.GROUP, Act.REFER, Act.ACKNOWLEDGE} | {
    Act.HIDE,
    Act.HAND_OVER,
    Act.ISSUE,
    Act.POLL,
}
_APPROVING = (
    {Act.APPROVE, Act.RETURN, Act.RETIME, Act.TAKE_DOWN, Act.APPROVE_TAKE_DOWN}
    | {
        Act.ASSIGN,
        Act.SAVED_REPLY,
        Act.DUTY,
    }
    | {
        Act.BRING_FIGURES,
        Act.PLACE_TOWN,
        Act.CAMPAIGN,
        Act.ORDER_REPORT,
    }
)
_RESOLVING = {Act.QUEUE_AGAIN, Act.CONFIRM_PUBLISHED, Act.GIVE_UP, Act.HOLD, Act.LIFT, Act.INSIST}

MAY: dict[Role, frozenset[Act]] = {
    Role.OFFICER: frozenset(_WRITING | _LISTENING),
    Role.COMMS: frozenset(_WRITING | _LISTENING | _APPROVING | {Act.QUEUE_AGAIN, Act.CONFIRM_PUBLISHED}),
    Role.SUPERVISOR: frozenset(_WRITING | _LISTENING | _APPROVING | _RESOLVING),
    Role.ADMINISTRATOR: frozenset({Act.HOLD, Act.LIFT}),
}


@dataclass(frozen=True)
class Scope:
    """A part of the force: one team, one district, or (both None) the whole force."""

    district_id: UUID | None = None
    team_id: UUID | None = None

    def covers(self, district_id: UUID | None, team_id: UUID | None) -> bool:
        """Whether something that belongs to this district and team lies within."""
        if self.team_id:
            return team_id == self.team_id
        return self.district_id is None or district_id == self.district_id


@dataclass(frozen=True)
class Signed:
    """The person acting, as the desk and the reports know them; `system_user` when acting from a shell."""

    person_id: UUID
    email: str
    name: str
    role: Role
    scope: Scope
    system_user: str = ""


def may(who: Signed, act: Act, district_id: UUID | None = None, team_id: UUID | None = None) -> bool:
    """Whether this person may do this to something of that district and team."""
    return act in MAY[who.role] and who.scope.covers(district_id, team_id)
