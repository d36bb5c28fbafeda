"""The box to answer one question: words kept as they are typed, the checks beside them, and how it is to leave."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from dashboard import acts_answers, data, data_answers, data_questions
from dashboard.asked import go
from dashboard.boxes import line_box
from dashboard.components.autosave import kept_box
from dashboard.data_answers import Answering, Code, Finding, Severity
from dashboard.folded import in_short
from dashboard.parts import coloured, draw, link, meta, number, plain, say, shown
from dashboard.views import question_saved
from dashboard.wording_words import line
from dashboard.words import _, counted, later
from domain.people import MAY, Act, Signed

WAYS = {
    "one": later("Only this one"),
    "once": later("Once, here: the others are closed with it as soon as it is public"),
    "each": later("Each of them, once"),
}
"""How several that ask the same are met."""


def box(who: Signed, row: data_questions.QuestionRow) -> None:
    """Draw what this person may do to answer."""
    if Act.ANSWER not in MAY[who.role]:
        say(_("The team and comms answer the public. You may read along."))
        return
    if row.claimed_by_id and row.claimed_by_id != who.person_id:
        says = _("{name} has this question in hand, so that nobody is answered twice. You may read along.")
        say(says.format(name=row.claimed_by), "waiting")
        return
    told = data_answers.answering(who, row.id)
    if told is None:
        return
    if told.obstacle:
        _by_hand(who, row, told)
    if not (told.obstacle and told.obstacle.sure):
        _compose(who, row, told)


def _by_hand(who: Signed, row: data_questions.QuestionRow, told: Answering) -> None:
    """The platform lets us not answer from here: said before anybody writes, with the way out."""
    assert told.obstacle
    say(told.obstacle.says, "waiting")
    platform = data.label(row.platform)
    if row.url:
        words = _("Open it on {platform} and answer there").format(platform=platform)
        draw(link(words, data.public_link(row.url, row.platform, row.account)))
    with st.expander(_("I answered there"), expanded=told.obstacle.sure):
        address = line_box(_("The link to your answer"), f"there-{row.id}")
        if st.button(_("It is answered"), key=f"there-do-{row.id}") and acts_answers.answered_there(
            who, row.id, address
        ):
            go(None)
            st.rerun()


def _compose(who: Signed, row: data_questions.QuestionRow, told: Answering) -> None:
    """The box and what belongs to it. No fragment: a button outside, pressed straight from its box, is not heard."""
    key = f"answer-{row.id}"
    context = told.together if st.session_state.get(f"way-{row.id}") == "once" else told.context
    if second := data_answers.second_reader(acts_answers.second_reader_rule(), context.lanes):
        say(_("Somebody else reads this answer before it leaves: it goes to Approvals first."), "waiting")
    label = _("Your answer, public, as {account}").format(account=plain(row.account))
    begins = told.draft[0] if told.draft else ""
    text = kept_box(label, key, begins, lambda words: acts_answers.keep_words(who, row.id, words))
    _length(row, text)
    found = data_answers.check(text, context)
    confirmed = _findings(row.id, found)
    question_saved.choose(who, row, told, key)
    holding = _holding(row.id, text, told)
    way, others = _way(row.id, told)
    if way == "each":
        found, confirmed = _of_each(told, text, others, found, confirmed)
    insist = _insist(who, row.id, found)
    words = _("Send for approval, to answer as {account}") if second else _("Answer publicly as {account}")
    if not st.button(words.format(account=plain(row.account)), type="primary", key=f"answer-do-{row.id}", wrap=True):
        return
    if not text.strip():
        say(_("Write an answer first."), "danger")
        return
    if _send(who, row.id, text, way, others, holding, confirmed, insist):
        st.session_state.pop(key, None)
        go(None)
        st.rerun()


def _send(
    who: Signed, which: UUID, text: str, way: str, others: dict[UUID, str], holding: bool, confirmed: Sequence[Code],
    insist: str,
) -> bool:  # fmt: skip
    if way == "each":
        texts = {which: text} | {one: words or text for one, words in others.items()}
        return acts_answers.answer_each(who, texts, holding=holding, confirmed=confirmed, insist=insist)
    return acts_answers.answer(
        who, which, text, holding=holding, closes_others=way == "once", confirmed=confirmed, insist=insist
    )


def _length(row: data_questions.QuestionRow, text: str) -> None:
    can = data.capabilities(row.platform)
    used = can.count_text(text)
    if used <= can.max_text:
        draw(meta(f"{number(used)} / {number(can.max_text)}"))
    else:
        says = _("{used} / {most}: too long").format(used=number(used), most=number(can.max_text))
        draw(coloured(says, "danger"))


def _findings(which: UUID, found: Sequence[Finding]) -> list[Code]:
    """The list of what the checks found; those that are to be confirmed have a tick. Tells which are ticked."""
    confirmed: list[Code] = []
    draw(*(line(one) for one in found if one.code is not Code.TOO_LONG))  # the count says that
    for code in dict.fromkeys(one.code for one in found if one.severity is Severity.ASK):
        words = "; ".join(one.words for one in found if one.code is code and one.words)
        label = _("It is meant so: {words}").format(words=plain(words)) if words else _("It is meant so")
        if st.checkbox(label, key=f"meant-{which}-{code.value}-{words}"):
            confirmed.append(code)
    return confirmed


def _holding(which: UUID, text: str, told: Answering) -> bool:
    """Whether the officer says that it is only a holding reply; suggested where it looks like one."""
    if data_answers.only_holds(text, told.known.asked.text):
        draw(meta(_("This looks like a holding reply: it sends elsewhere, or promises to come back.")))
    return st.checkbox(
        _("Only a holding reply: the question waits on"),
        key=f"holding-{which}",
        help=_("Tick it where the question is not answered yet. It stays in the queue, and its clock runs on."),
    )


def _way(which: UUID, told: Answering) -> tuple[str, dict[UUID, str]]:
    """How those that ask the same are met, and words of their own for each where the platform wants them to differ."""
    if not told.alike:
        return "one", {}
    draw(meta(counted("{n} other asks the same.", "{n} others ask the same.", len(told.alike))))
    way = st.radio(
        _("Answer"), list(WAYS), format_func=lambda one: _(WAYS[one]), key=f"way-{which}", label_visibility="collapsed"
    )
    if way != "each":
        return str(way), {}
    words: dict[UUID, str] = {}
    for other in told.alike:
        asked = f"{other.author}: {in_short(shown(other.text))}" if other.author else in_short(shown(other.text))
        if other.same_words:
            words[other.id] = ""
            draw(meta(asked))
        else:
            words[other.id] = line_box(
                plain(asked), f"each-{other.id}", placeholder=_("in other words: the same are not allowed here")
            )
    return str(way), words


def _of_each(
    told: Answering, text: str, others: dict[UUID, str], found: Sequence[Finding], confirmed: Sequence[Code]
) -> tuple[list[Finding], list[Code]]:
    """What the checks find in the words for the others, who asked otherwise; and what is ticked wherever it is."""
    every, unticked = list(found), _asks(found).difference(confirmed)
    for other in told.alike:
        own = others.get(other.id)
        theirs = [one for one in data_answers.check(own or text, other.context) if own or one not in found]
        unticked |= _asks(theirs).difference(_findings(other.id, theirs))
        every += theirs
    return every, sorted(_asks(every) - unticked)


def _asks(found: Sequence[Finding]) -> set[Code]:
    return {one.code for one in found if one.severity is Severity.ASK}


def _insist(who: Signed, which: UUID, found: Sequence[Finding]) -> str:
    """Why it is to leave although the checks stop it; only for those who may insist."""
    stopped = any(one.severity is Severity.STOP and one.code is not Code.TOO_LONG for one in found)
    if not stopped:
        return ""
    if Act.INSIST not in MAY[who.role]:
        draw(meta(_("The checks stop this. Change it, or ask a supervisor to send it.")))
        return ""
    return line_box(_("It must leave like this, because"), f"insist-{which}")
