"""What differs from how a post was when somebody was last to approve it: words, time, accounts, pictures."""

import re
from collections.abc import Iterator
from datetime import datetime
from difflib import SequenceMatcher
from html import escape

from dashboard import data
from dashboard.parts import meta, moment
from dashboard.small_print import kind
from dashboard.words import _, counted

_PARTS = re.compile(r"\s+|[^\s]+")


def differences(row: data.PlanRow) -> str:
    """A block that says what was changed since it was last read; "" for a post that nobody was to approve before."""
    if not row.earlier:
        return ""
    found = [*_words(row), *_facts(row), *_pictures(row)]
    head = _("Changed since it was last to be approved:") if found else _("Nothing was changed since it came back.")
    return f'<div class="bl-changes"><strong>{escape(head)}</strong>{"".join(found)}</div>'


def _words(row: data.PlanRow) -> Iterator[str]:
    """The words that left and those that came, once where all accounts say the same."""
    assert row.earlier
    before, shown = row.earlier["accounts"], set[tuple[str, str]]()
    pairs = [("", row.earlier["text"], row.text)]
    pairs += [(one.account, before[key][1], one.text) for one in row.accounts if (key := str(one.account_id)) in before]
    for name, old, new in pairs:
        if old != new and (old, new) not in shown:
            shown.add((old, new))
            yield (meta(name) if name else "") + f'<p class="bl-said" dir="auto">{marked(old, new)}</p>'


def _facts(row: data.PlanRow) -> Iterator[str]:
    earlier = row.earlier
    assert earlier
    if (due := datetime.fromisoformat(earlier["due_at"])) != row.due_at and not row.answer:
        yield meta(_("Its time was {at}.").format(at=moment(due, zone=True)))
    now = {str(one.account_id): one.account for one in row.accounts}
    came = [name for key, name in now.items() if key not in earlier["accounts"]]
    left = [name for key, (name, _text) in earlier["accounts"].items() if key not in now]
    if came:
        yield meta(_("Added: {accounts}.").format(accounts=", ".join(came)))
    if left:
        yield meta(_("Taken out: {accounts}.").format(accounts=", ".join(left)))
    if earlier["category"] != row.category:
        yield meta(_("Its kind was: {kind}.").format(kind=kind(earlier["category"]) or _("none")))
    if earlier["urgent"] != row.urgent:
        was = _("It was urgent: {reason}").format(reason=earlier["urgent"])
        yield meta(was if earlier["urgent"] else _("It was not urgent."))


def _pictures(row: data.PlanRow) -> Iterator[str]:
    assert row.earlier
    before, now = dict(row.earlier["media"]), {one.digest: one.alt for one in row.media}
    came, left = len(now.keys() - before.keys()), len(before.keys() - now.keys())
    if came:
        yield meta(counted("{n} picture or video was added.", "{n} pictures were added.", came))
    if left:
        yield meta(counted("{n} picture or video was taken out.", "{n} pictures were taken out.", left))
    if not came and not left and list(before) != list(now):
        yield meta(_("The pictures are in another order."))
    for digest, alt in now.items():
        if digest in before and before[digest] != alt:
            yield meta(_("Alt text:")) + f'<p class="bl-said" dir="auto">{marked(before[digest], alt)}</p>'


def marked(old: str, new: str) -> str:
    """Both texts in one, word by word: what left is struck out, what came is underlined."""
    left, right = _PARTS.findall(old), _PARTS.findall(new)
    found = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(escape("".join(left[a:b])))
            continue
        if gone := "".join(left[a:b]):
            found.append(f"<del>{escape(gone)}</del>")
        if came := "".join(right[c:d]):
            found.append(f"<ins>{escape(came)}</ins>")
    return "".join(found)
