"""The annual engagement report: the year's activity, and the standards of engagement as far as figures tell."""

from reporting.document import Fact, Facts, Points, Prose, Section
from reporting.kinds import asked, by_district, cost, method, reached
from reporting.kinds.told import Told, summed


def chapters(t: Told) -> list[Section]:
    """The year, the five standards, what is not recorded, and how the figures are meant."""
    return [
        reached.headline(t, t.w._("Activity over the year")),
        *by_district.chapter(t),
        _standards(t),
        _information(t),
        _respect(t),
        _opportunity(t),
        _feedback(t),
        _considering(t),
        asked.topics(t),
        asked.said_did(t),
        *asked.polls(t),
        *by_district.brought(t),
        cost.chapter(t),
        _not_recorded(t),
        *method.chapter(t),
    ]


def _standards(t: Told) -> Section:
    return Section(
        t.w._("The standards of engagement"),
        (
            Prose(
                t.w._(
                    "Each standard stands here with the figures that bear on it. A figure shows what was done; whether"
                    " a standard was met is for people to judge."
                )
            ),
        ),
    )


def _information(t: Told) -> Section:
    _ = t.w._
    means = _("Information is timely, easy to find and easy to understand.")
    shown = tuple(one for one in reached.facts(t).facts[:3])
    return Section(_("Information"), (Prose(means), Facts(_("Information"), shown)), level=2)


def _respect(t: Told) -> Section:
    _ = t.w._
    means = _("Everybody is treated with respect, and personal details are kept confidential.")
    said = _("Whether people felt respected is not recorded here. Answers are checked for personal details"
             " before they are sent.")  # fmt: skip
    return Section(_("Respect"), (Prose(means), Prose(said)), level=2)


def _opportunity(t: Told) -> Section:
    _ = t.w._
    means = _("Everybody has the opportunity to take part and to be heard.")
    facts = (
        Fact(_("Comments of the public"), summed(t.g.two_way, "comments")),
        Fact(_("Needed an answer"), summed(t.g.two_way, "asked")),
        Fact(_("Raised at meetings"), summed(t.g.topics, "offline")),
    )
    return Section(_("Opportunity"), (Prose(means), Facts(_("Opportunity"), facts)), level=2)


def _feedback(t: Told) -> Section:
    promise = asked.promise(t, level=2)
    means = t.w._("People are given feedback as soon as possible, and told what difference they have made.")
    told = Facts(t.w._("People told what came of it"), (Fact(t.w._("Askers told"), summed(t.g.issues, "told")),))
    return Section(t.w._("Feedback"), (Prose(means), *promise.blocks, told), level=2)


def _considering(t: Told) -> Section:
    _ = t.w._
    means = _("Views are considered, and it is said honestly what can and what cannot be changed.")
    return Section(_("Considering views"), (Prose(means), asked.issue_facts(t)), level=2)


def _not_recorded(t: Told) -> Section:
    _ = t.w._
    return Section(
        _("What is not recorded here"),
        (
            Points(
                (
                    _("Who the people are: age, ethnicity, faith or disability are never inferred."),
                    _("How many came to meetings, surgeries and events."),
                    _("Leaflets, newspapers, radio and television."),
                    _("Private messages, telephone calls and visits to the website."),
                )
            ),
        ),
    )
