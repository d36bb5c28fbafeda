"""Spoiling an answer that was given in good faith: broken off, cut, late, or its items not as they should be."""

from collections.abc import Callable

from sandbox.faults import Fault
from sandbox.items import Json
from sandbox.wire import Answer

TEXTS = ("text", "message")
DATES = ("created_at", "created_time")


def after(answer: Answer, fault: Fault, broken: Callable[[Fault, dict[str, str]], Answer]) -> Answer:
    """What becomes of the answer to an accepted call."""
    if fault.kind in ("server_error_after", "html_502_after", "hang_up_after"):
        return broken(fault, answer.headers)
    answer.truncated = fault.kind == "truncated"
    answer.cut = fault.kind == "cut"
    answer.delay = fault.delay if fault.kind == "slow" else 0.0
    if isinstance(answer.body, dict):
        page(answer.body, fault)
    return answer


def page(body: Json, fault: Fault) -> None:
    """Change the items of a page in place."""
    items = body.get("data")
    if fault.kind == "next_without_token" and "paging" in body and "next" in body["paging"]:
        kept = [part for part in body["paging"]["next"].split("&") if "access_token=" not in part]
        body["paging"]["next"] = "&".join(kept)
    if not isinstance(items, list) or not items:
        return
    middle = items[len(items) // 2]
    if fault.kind == "out_of_order":
        items[:] = items[1::2][::-1] + items[::2]
    elif fault.kind == "repeated":
        items.append(dict(items[0]))
    elif fault.kind == "unreadable_text":
        for name in TEXTS:
            middle.pop(name, None)
    elif fault.kind == "bad_date":
        middle.update({name: "the day before yesterday" for name in DATES if name in middle})
    elif fault.kind == "no_from":
        for item in items:
            item.pop("from", None)
