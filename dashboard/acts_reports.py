"""What the buttons on reports do: one desk act each, as the person signed in."""

from uuid import UUID

from dashboard import data, data_reports
from dashboard.acts import do
from domain.clock import utc_now
from domain.people import Signed
from scheduler import desk_orders
from scheduler.desk_orders import Wish

__all__ = ["Wish"]


def order(who: Signed, wish: Wish) -> bool:
    """Have a report made again and again."""
    return do(lambda: desk_orders.order_report(data.store(), who, wish, data_reports.places(), utc_now))


def stop(who: Signed, order_id: UUID) -> bool:
    """Stop an order."""
    return do(lambda: desk_orders.stop_order(data.store(), who, order_id, utc_now))


def make_now(who: Signed, order_id: UUID) -> bool:
    """Have it made now."""
    return do(lambda: desk_orders.make_now(data.store(), who, order_id, utc_now))


def try_again(who: Signed, run_id: UUID) -> bool:
    """Try again what did not come to where it goes."""
    return do(lambda: desk_orders.try_again(data.store(), who, run_id, utc_now))
