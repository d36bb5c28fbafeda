"""Files of figures that the made-up people have brought in when a practice begins: as exports come, all invented."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from domain.clock import london_day
from domain.people import Signed
from doors.wiring import House
from scheduler import desk
from scheduler.desk import Chosen

DAYS = 28
NOT_TOLD = (9, 10)
"""Days that the export leaves out, as exports do."""

BY_TOWN = """as of,account,town,metric,value
2023-02,{page},,page likes,"41,200"
2023-02,{page},Tarrenbridge,page likes,"12,400"
2023-02,{page},Wexmoor,page likes,"5,900"
2023-02,{page},Elmsward,page likes,"3,350"
2023-02,{page},Upper Sallow,page likes,"1,020"
"""


def bring(house: House, who: Signed, page: str, account_id: UUID) -> None:
    """A paper of some years ago by town, and the newest export of the force's page by day."""
    today = london_day(house.clock())
    paper = BY_TOWN.format(page=page).encode()
    note = "From a paper to the panel."
    desk.bring_figures(house.store, who, paper, Chosen("likes-by-town-2023.csv", note=note), house.clock)
    export = b"\xff\xfe" + "\n".join(_results(today)).encode("utf-16-le")
    desk.bring_figures(house.store, who, export, Chosen("Results.csv", account_id), house.clock)


def _results(today: date) -> Iterator[str]:
    """As Meta Business Suite writes it: a table for each number, one under the other."""
    yield "sep=,"
    for title, least, swing in (("Viewers", 2_140, 91), ("Facebook follows", 6, 3)):
        yield f'"{title}"'
        yield '"Date","Primary"'
        for back in range(DAYS, 0, -1):
            if back not in NOT_TOLD:
                number = least + swing * (back * 7 % 11) + (4 * swing if back % 7 == 3 else 0)
                yield f'"{today - timedelta(days=back)}T00:00:00","{number}"'
        yield ""
