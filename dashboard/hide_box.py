"""The box under a comment of the public: hide it by a house rule, folded away; or how far its hiding has come."""

from uuid import UUID

import streamlit as st

from dashboard import acts_hidings, data, data_hidings, hiding_words
from dashboard.boxes import text_box
from dashboard.links import link_to
from dashboard.parts import draw, meta, say
from dashboard.words import _
from domain.people import MAY, Act, Signed
from domain.posts import PlatformName
from domain.questions import HidingState

PAGE = "hidden"


def hide_box(who: Signed, reply_id: UUID, platform: PlatformName) -> None:
    """Draw it below one comment of the public. Nothing for who may not hide, and for what is ours or gone."""
    row = data_hidings.hiding_of(who, reply_id)
    if row and row.state is not HidingState.SHOWN:
        draw(hiding_words.badge(row), meta(row.rule_text, row.hidden_by))
        link_to(PAGE, _("How far its hiding has come"))
        if row.state is not HidingState.REFUSED:
            return
    if Act.HIDE not in MAY[who.role]:
        return
    fault = acts_hidings.why_not(who, reply_id)
    if fault is None:
        return
    with st.expander(_("Hide by a house rule…")):
        if fault:
            say(fault)
        else:
            _form(who, reply_id, platform)


def _form(who: Signed, reply_id: UUID, platform: PlatformName) -> None:
    texts = {one.key: data_hidings.rule_text(one) for one in data_hidings.house_rules()}
    rule = st.selectbox(
        _("Which rule does it break?"), list(texts), index=None, format_func=lambda key: texts[key],
        placeholder=_("Choose a rule"), key=f"hide-rule-{reply_id}",
    )  # fmt: skip
    reason = text_box(_("What breaks it? Kept, and told who objects."), f"hide-why-{reply_id}", height=80)
    means = data.capabilities(platform).hidden_means
    draw(meta(means), meta(_("A question in it still waits for its answer.")))
    if st.button(_("Hide it"), key=f"hide-{reply_id}") and acts_hidings.hide(who, reply_id, rule or "", reason):
        st.rerun()
