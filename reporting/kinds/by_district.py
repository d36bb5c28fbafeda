"""The chapter of followers and likes by district, counted in ways that are told apart."""

from reporting import charts
from reporting.document import Chart, Column, Kind, Prose, Section, Table
from reporting.kinds.told import Told
from store.reports.brought_towns import BroughtTowns
from store.reports.towns import Place, TownShare


def chapter(t: Told) -> list[Section]:
    """By where followers live, by whose the account is, and the likes of posts."""
    _ = t.w._
    begin = Section(
        _("Followers by district"),
        (
            Prose(
                _(
                    "There are several honest ways to count by district, and they must not be added to each other."
                    " Each is told apart here, with its source and its day."
                )
            ),
        ),
    )
    return [begin, _towns(t), *([_files(t)] if t.g.brought_towns else []), _accounts(t), _likes(t)]


def _towns(t: Told) -> Section:
    """Where a page's followers live, as the platform puts them to towns."""
    _ = t.w._
    columns = (
        Column(_("Page")), Column(_("District")), Column(_("Followers"), Kind.COUNT),
        Column(_("Share of the page"), Kind.PERCENT), Column(_("Per 1,000 residents"), Kind.DECIMAL),
        Column(_("As of"), Kind.DAY),
    )  # fmt: skip
    rows = [(one.account, _home(t, one), one.followers, one.share, _per_1000(one), one.on) for one in t.g.towns]
    says = _(
        "A platform tells for some pages in which towns followers live; towns are put to districts by the force's own"
        " list. People who tell the platform no town are in no district."
    )
    none = _("No platform told in which towns the followers of a page live.")
    columns = (*columns[:4], Column(columns[4].name, Kind.DECIMAL, _("no figure")), columns[5])
    return Section(
        _("Where the followers of a page live"),
        (Prose(says), Table(_("Followers of a page by where they live"), columns, rows, none)), level=2,
    )  # fmt: skip


def _files(t: Told) -> Section:
    """What the platforms' own exports tell by town, as somebody brought them."""
    _ = t.w._
    columns = (
        Column(_("Page")), Column(_("Figure")), Column(_("District")), Column(_("Number"), Kind.COUNT),
        Column(_("Share of the page"), Kind.PERCENT), Column(_("Per 1,000 residents"), Kind.DECIMAL, _("no figure")),
        Column(_("As of"), Kind.DAY), Column(_("File")),
    )  # fmt: skip
    rows = [
        (one.account, t.metric(one.metric), _home(t, one), whole(one.value), one.share,
         one.per_1000 if one.place is Place.DISTRICT else None, one.last, one.file) for one in t.g.brought_towns
    ]  # fmt: skip
    says = _("These figures are from the platforms' own exports, as people of the force brought them in.")
    table = Table(_("Figures from files by district"), columns, rows, "")
    return Section(_("Figures from files"), (Prose(says), table), level=2)


def brought(t: Told) -> list[Section]:
    """Figures of whole accounts from files; nothing where there are none."""
    _ = t.w._
    if not t.g.brought:
        return []
    columns = (
        Column(_("Account")), Column(_("Figure")), Column(_("Number"), Kind.COUNT, _("not added up")),
        Column(_("From"), Kind.DAY), Column(_("Up to"), Kind.DAY), Column(_("File")),
    )  # fmt: skip
    rows = [(one.account, t.metric(one.metric), whole(one.value), one.first, one.last, one.file) for one in t.g.brought]
    says = _("What files tell stands here by itself and is added to nothing that was read from a platform.")
    table = Table(_("Figures of accounts from files"), columns, rows, "")
    return [Section(_("Figures of accounts from files"), (Prose(says), table))]


def whole(value: float | None) -> float | int | None:
    """A number of a file without the fraction that it does not have."""
    return int(value) if value is not None and value == int(value) else value


def _home(t: Told, one: TownShare | BroughtTowns) -> str:
    if one.place is Place.OTHER:
        return t.w._("Towns outside the districts")
    return t.w._("Town not told") if one.place is Place.NOT_TOLD else one.district


def _per_1000(one: TownShare) -> float | None:
    return one.per_1000 if one.place is Place.DISTRICT else None


def _accounts(t: Told) -> Section:
    """Followers of the accounts that belong to the district, wherever they live."""
    _ = t.w._
    columns = (
        Column(_("District")), Column(_("Followers"), Kind.COUNT), Column(_("Change over the period"), Kind.COUNT),
        Column(_("Accounts told"), Kind.WORDS), Column(_("Per 1,000 residents"), Kind.DECIMAL, _("no figure")),
        Column(_("As of"), Kind.DAY),
    )  # fmt: skip
    rows = []
    for one in t.g.followers:
        change = growth.change if (growth := t.g.growth.get(one.district_id)) else None
        share = _("{told} of {of}").format(told=f"{one.told:,}", of=f"{one.accounts:,}")
        day = one.as_of.date() if one.as_of else None
        rows.append((t.place(one.district_id, one.district), one.followers, change, share, one.per_1000, day))
    title = _("Followers of each district's own accounts")
    said = "; ".join(f"{row[0]} {t.w.cell(row[1], Kind.COUNT)}" for row in rows)
    about = _("Bar chart. {title}: {all}.").format(title=title, all=said)
    bars = [(str(row[0]), row[1]) for row in rows if row[1] is None or isinstance(row[1], int)]
    drawn = Chart(title, about, charts.bars(bars, about=about, words=t.chart_words))
    says = _(
        "These are followers of the accounts that belong to a district, wherever the followers live. Whoever follows"
        " two accounts counts twice."
    )
    of_both = _(
        "A change is that of the accounts told at both ends of the period: one that came, left or moved is none."
    )
    table = Table(_("Followers by the district of the account"), columns, rows, _("No account is in sight here."),
                  _("The force's own accounts are spread over no district."))  # fmt: skip
    return Section(
        _("Followers of the accounts of a district"),
        (Prose(says), Prose(of_both), *([drawn] if any(told is not None for _name, told in bars) else []), table),
        level=2,
    )


def _likes(t: Told) -> Section:
    _ = t.w._
    columns = (
        Column(_("District")), Column(_("Posts"), Kind.COUNT), Column(_("Views"), Kind.COUNT),
        Column(_("Engagement"), Kind.COUNT), Column(_("Likes"), Kind.COUNT),
        Column(_("Share of the likes"), Kind.PERCENT, _("no figure")),
        Column(_("Likes per 1,000 residents"), Kind.DECIMAL, _("no figure")),
    )  # fmt: skip
    rows = [
        (t.place(one.district_id, one.district), one.posts, one.views, one.engagement, one.likes, one.share,
         one.per_1000) for one in t.g.likes
    ]  # fmt: skip
    table = Table(_("Posts of the period by district"), columns, rows, _("No account is in sight here."),
                  _("A post counts for the district that its account belonged to on the day it was made."))  # fmt: skip
    return Section(_("Likes, views and engagement by district"), (table,), level=2)
