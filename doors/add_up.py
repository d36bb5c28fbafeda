"""`bluelamp add-up`: whether the numbers added up by day agree with posts and looks, and how to mend them."""

from doors.wiring import House
from store import rollups_anew

MEND = "Run: bluelamp add-up --mend"

NAMED = {
    "account_day": "days of accounts",
    "account_month": "months of accounts",
    "district_day": "days of districts",
    "district_month": "months of districts",
    "district_followers": "days of districts' followers",
}


def add_up(house: House, *, mend: bool) -> tuple[list[str], bool]:
    """What differs in sentences, and whether everything agrees now. `mend` counts anew whatever differs."""
    wrong = _wrong(house)
    if not wrong:
        return ["Every number by day and month is what posts and looks add up to."], True
    says = [f"{number:,} {NAMED[table]} differ from what they are added up from." for table, number in wrong.items()]
    if not mend:
        return [*says, f"Nothing was changed. {MEND}"], False
    with house.store.writing() as db:
        rollups_anew.rebuild(db)
        left = rollups_anew.wrong(db)
    if left:
        return [*says, "Counted anew, and they still differ: that is a fault in Bluelamp. Please report it."], False
    return [*says, "Everything was counted anew, and agrees now."], True


def _wrong(house: House) -> dict[str, int]:
    """What differs by table. Looked at again where it does: a collector may have kept something meanwhile."""
    with house.store.reading() as db:
        first = rollups_anew.wrong(db)
    if not first:
        return {}
    with house.store.reading() as db:
        return {table: number for table, number in rollups_anew.wrong(db).items() if table in first}
