"""The monthly report by district: the force first, then one chapter a district."""

from reporting.document import Block, Column, Kind, Prose, Section, Table
from reporting.kinds import asked, method, reached
from reporting.kinds.told import Told, summed


def chapters(t: Told) -> list[Section]:
    """The force in short, its districts one by one, and how the figures are meant."""
    _ = t.w._
    own = [_district(t.of(one)) for one in t.g.districts_of]
    first = Section(_("All districts in short"), (reached.facts(t), *reached.meanings(t), _short(t)))
    return [first, *own, *method.chapter(t)]


def _short(t: Told) -> Table:
    """One row a district."""
    _ = t.w._
    asked_of = {
        one.district_id: [row for row in t.g.two_way if row.district_id == one.district_id] for one in t.g.likes
    }
    followers = {one.district_id: one.followers for one in t.g.followers}
    columns = (
        Column(_("District")), Column(_("Posts"), Kind.COUNT), Column(_("Views"), Kind.COUNT),
        Column(_("Engagement"), Kind.COUNT), Column(_("Followers"), Kind.COUNT),
        Column(_("Needed an answer"), Kind.COUNT), Column(_("Answered"), Kind.COUNT), Column(_("In time"), Kind.COUNT),
    )  # fmt: skip
    rows = []
    for one in t.g.likes:
        teams = asked_of[one.district_id]
        counts = (summed(teams, name) for name in ("asked", "answers", "in_time"))
        place = t.place(one.district_id, one.district)
        rows.append((place, one.posts, one.views, one.engagement, followers.get(one.district_id), *counts))
    return Table(_("Districts side by side"), columns, rows, _("No account is in sight here."))


def _district(t: Told) -> Section:
    _ = t.w._
    blocks: list[Block] = [reached.facts(t)]
    blocks.append(asked.promise_facts(t) if t.g.kept else Prose(_("Nobody asked anything in this period.")))
    blocks += [one for one in asked.two_way(t).blocks if isinstance(one, Table)]
    if t.g.topics:
        blocks += [one for one in asked.topics(t, level=2).blocks if isinstance(one, Table)]
    blocks += asked.said_did(t).blocks if t.g.issues else (Prose(_("No issue was open here in this period.")),)
    return Section(t.part, tuple(blocks))
