"""`bluelamp check`: looks at everything a house needs, and says what to do about what is not well."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from config.by_platform import addresses
from config.house_rules import read_house_rules
from config.promise import read_promises
from config.roster import RosterFault, read_roster
from config.settings import Settings, SettingsFault, read_settings
from config.signposts import read_signposts
from domain.clock import Clock, utc_now
from doors import check_accounts, check_machine, check_mail, check_sums, roster
from doors.check_findings import Finding, fail, fine, warn
from doors.wiring import DoorFault, House, connector, database_fault, open_house
from store import soundness
from store.tables import Account

WITHIN = timedelta(seconds=60)
"""How long all the calls to the platforms together may take."""


def check(*, offline: bool = False, within: timedelta = WITHIN, clock: Clock = utc_now) -> list[Finding]:
    """Everything that was looked at, in the order in which to mend it. `offline`: no platform is asked anything."""
    try:
        settings = read_settings()
    except SettingsFault as fault:
        return [fail("settings", "settings", says, "Mend it; nothing else was looked at.") for says in fault.faults]
    try:
        house = open_house(settings, clock)
    except DoorFault as shut:
        return [_settings(settings), *_roster(settings), fail("database", "database", shut.says, shut.do)]
    try:
        return [_settings(settings), *_roster(settings, house), *_house(house, offline, within)]
    except DBAPIError as error:  # read only, damaged, or gone since it was opened
        broken = database_fault(error)
        return [_settings(settings), fail("database", "database", broken.says, broken.do)]
    finally:
        house.store.close()


def _settings(settings: Settings) -> Finding:
    says = "Practice: nothing is public." if settings.practice else "They can be read, and agree with each other."
    return fine("settings", "settings", says)


def _roster(settings: Settings, house: House | None = None) -> list[Finding]:
    """The roster file, and whether the store says the same."""
    name = settings.roster.name
    try:
        told = read_roster(settings.roster)
        read_promises(settings.promise)
        read_signposts(settings.signposts)
        read_house_rules(settings.house_rules)
    except RosterFault as fault:
        return [fail("roster", name, str(one), "Mend it, then run: bluelamp roster") for one in fault.faults]
    changes = roster.bring(house, told, dry_run=True) if house else None
    if changes:
        says = f"The file says more than has been loaded. {' '.join(roster.counts(changes))}"
        return [warn("roster", name, says, "Run: bluelamp roster")]
    people = "1 person" if len(told.people) == 1 else f"{len(told.people)} people"
    return [fine("roster", name, f"{len(told.accounts):,} accounts, {people}.")]


def _house(house: House, offline: bool, within: timedelta) -> list[Finding]:
    with house.store.reading() as db:
        accounts = soundness.accounts(db)
    zone = check_machine.zone(check_machine.time_zone(house), house.clock)
    ours = {account.platform for account in accounts}
    spoken_to = [address for platform, address in addresses(house.settings).items() if platform in ours]
    return [
        *check_machine.database(house.store),
        zone,
        *check_machine.clock(house.clock, spoken_to, offline=offline),
        *check_accounts.terms(house),
        *_tokens(house, accounts, offline, within),
        *check_accounts.habits(house, accounts),
        *check_machine.at_work(house),
        check_sums.sums(house),
        *check_mail.told(house),
    ]


def _tokens(house: House, accounts: Sequence[Account], offline: bool, within: timedelta) -> list[Finding]:
    if not accounts:
        return [warn("token", "accounts", "There are no accounts yet.", "Write a roster, then run: bluelamp roster")]
    if offline:
        return check_accounts.secrets_only(house, accounts)
    return check_accounts.tokens(house, connector(house), accounts, within)
