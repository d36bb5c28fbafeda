"""`bluelamp check`: everything that is not well is said, with what to do, and the exit status says it all."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from config.settings import Settings, read_settings
from domain.clock import utc_now
from domain.posts import PlatformName, TokenHealth
from domain.publication import Stage, State
from doors import check_accounts, check_machine, check_mail, roster
from doors.check import check
from doors.check_findings import Finding, Standing, exit_status
from doors.wiring import House, connector, inside
from platforms.notices import notice
from sandbox import practice
from sandbox.server import Server
from store import workers
from store.tables import Account, Alert, Person, Post, Publication, Reply, ScheduledPost, Spending
from tests.conftest import Ticking
from tests.doors.conftest import Told

X, FACEBOOK = PlatformName.X, PlatformName.FACEBOOK
LOCAL = "http://127.0.0.1:1"


@pytest.fixture
def connected(settled: Path, county: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose settings name the practice county: its roster loaded, its tokens in place."""
    practice.write(county.world, settled / "roster.toml", settled / "secrets")
    monkeypatch.setenv("BLUELAMP_X_ADDRESS", county.x_address)
    monkeypatch.setenv("BLUELAMP_GRAPH_ADDRESS", county.graph_address)
    monkeypatch.setenv("BLUELAMP_SECRETS", "secrets")
    with inside(read_settings()) as house:
        roster.load(house)
    yield settled


def of(findings: list[Finding], kind: str, subject: str = "") -> list[Finding]:
    return [found for found in findings if found.check == kind and found.subject.startswith(subject)]


def one(findings: list[Finding], kind: str, subject: str = "") -> Finding:
    (found,) = of(findings, kind, subject)
    return found


def handle_of(external_id: str, platform: PlatformName, house: House) -> Account:
    with house.store.reading() as db:
        mine = select(Account).where(Account.external_id == external_id, Account.platform == platform)
        return db.exec(mine).one()


def test_every_token_of_a_whole_county_is_tried_with_the_real_sdks(connected: Path) -> None:
    found = check()
    tokens = of(found, "token")
    assert len(tokens) == 28
    assert {one.state for one in tokens} == {Standing.OK}, [one for one in tokens if one.state is not Standing.OK]
    assert exit_status(found) == 0


def test_what_asking_costs_is_written_down(connected: Path, county: Server) -> None:
    check()
    with inside(read_settings()) as house, house.store.reading() as db:
        paid = db.exec(select(Spending)).all()
    on_x = [account for account in county.world.accounts.values() if account.platform == "x"]
    assert {(one.operation, one.units) for one in paid} == {("user.read", 1)} and len(paid) == len(on_x)


def test_a_dead_token_fails_and_the_others_do_not(connected: Path, county: Server) -> None:
    ident = next(account.id for account in county.world.accounts.values() if account.platform == "x")
    secret = next(path for path in (connected / "secrets").iterdir() if path.name.endswith(f"X_{ident}"))
    secret.write_text(secret.read_text().replace(f"practice-x-{ident}-secret", "practice-x-of-somebody-else"))
    found = check()
    assert [one.state for one in of(found, "token")].count(Standing.FAIL) == 1
    bad = next(one for one in of(found, "token") if one.state is Standing.FAIL)
    assert bad.says and bad.do and "somebody-else" not in bad.says
    assert exit_status(found) == 1


def test_offline_asks_nobody_but_finds_a_secret_that_is_missing(connected: Path, county: Server) -> None:
    gone = next((connected / "secrets").iterdir())
    gone.unlink()
    asked = len(county.calls)
    found = check(offline=True)
    assert len(county.calls) == asked
    assert [one.state for one in of(found, "token")] == [Standing.FAIL, Standing.WARN]
    assert gone.name in of(found, "token")[0].says
    assert "--offline" in of(found, "token")[1].says
    assert {one.state for one in of(found, "clock", "http")} == {Standing.WARN}


def test_a_secret_that_others_may_read_is_refused_by_name(connected: Path) -> None:
    loose = next((connected / "secrets").iterdir())
    loose.chmod(0o644)
    (bad,) = [one for one in of(check(offline=True), "token") if one.state is Standing.FAIL]
    assert f"chmod 600 secrets/{loose.name}" in bad.says


def test_an_account_that_does_not_answer_in_time_does_not_hold_up_the_others(connected: Path, county: Server) -> None:
    slow = next(account for account in county.world.accounts.values() if account.platform == "x")
    county.faults.add("slow", "x", account=slow.id, delay=30, times=None)
    found = of(check(within=timedelta(seconds=4)), "token")
    late = [one for one in found if one.state is not Standing.OK]
    assert [one.says for one in late] == ["Not tried: time was up."] and late[0].state is Standing.WARN
    assert late[0].subject == f"x:{slow.handle}"


def test_a_limit_is_no_failure_but_an_empty_purse_is(connected: Path, county: Server) -> None:
    first, second = [account for account in county.world.accounts.values() if account.platform == "x"][:2]
    county.faults.add("rate_limit", "x", account=first.id)
    county.faults.add("credits", "x", account=second.id)
    found = check()
    assert one(found, "token", f"x:{first.handle}").state is Standing.WARN
    assert one(found, "token", f"x:{second.handle}").state is Standing.FAIL
    assert "credit" in one(found, "token", f"x:{second.handle}").do


def test_a_platform_that_cannot_be_reached_fails_in_a_sentence(
    connected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLUELAMP_X_ADDRESS", "http://127.0.0.1:1/x")
    found = check()
    bad = of(found, "token", "x:")
    assert {one.state for one in bad} == {Standing.FAIL}
    assert "could not be reached" in bad[0].says and "network" in bad[0].do
    assert one(found, "clock", "http://127.0.0.1:1/x").state is Standing.WARN


def test_a_clock_that_is_wrong_fails_before_signed_requests_do(connected: Path) -> None:
    wrong = check(offline=False, clock=lambda: utc_now() + timedelta(minutes=6))
    assert {one.state for one in of(wrong, "clock", "http")} == {Standing.FAIL}
    right = check()
    assert {one.state for one in of(right, "clock")} == {Standing.OK}


def test_the_terms_are_said_until_the_first_account_of_a_platform_is_collected(house: House) -> None:
    said = one(check_accounts.terms(house), "terms")
    assert said.state is Standing.WARN
    assert "Enterprise" in said.says and "government" in said.says and "surveillance" in said.says
    with house.store.writing() as db:
        db.exec(select(Account).where(Account.platform == X)).first().visited_at = house.clock()  # type: ignore[union-attr]
    assert check_accounts.terms(house) == []


def test_the_terms_are_said_before_there_is_any_account_and_do_not_warn_then(settled: Path) -> None:
    said = one(check(offline=True), "terms")
    assert said.state is Standing.OK and "Enterprise" in said.says
    assert notice(FACEBOOK) is None


@pytest.mark.parametrize(
    ("days", "state", "says"),
    [
        (40, Standing.OK, "ends in 40 days"),
        (14, Standing.OK, "ends in 14 days"),
        (13, Standing.WARN, "ends in 13 days"),
        (0.5, Standing.WARN, "within a day"),
        (-1, Standing.FAIL, "ended on 23 November 2026"),
    ],
)
def test_days_until_a_token_ends(house: House, now: Ticking, days: float, state: Standing, says: str) -> None:
    account = handle_of("2001", FACEBOOK, house)
    (found,) = check_accounts.expiry(account, now() + timedelta(days=days), now())
    assert found.state is state and says in found.says
    assert bool(found.do) is (state is not Standing.OK)


def test_what_the_secret_says_of_its_end_counts_when_the_platform_tells_nothing(
    house: House, now: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = date(2026, 11, 30)
    monkeypatch.setenv("FB_WEXMOOR", f'page_token = "practice-page-2001"\nexpires_on = {ends}')
    found = check_accounts.secrets_only(house, [handle_of("2001", FACEBOOK, house)])
    assert one(found, "expiry").says == "The token ends in 5 days, on 30 November 2026."


def test_an_account_is_silent_only_when_it_is_silent_for_longer_than_is_its_habit(house: House, now: Ticking) -> None:
    seldom, often = handle_of("2001", FACEBOOK, house), handle_of("2002", FACEBOOK, house)
    _posts(house, seldom, now(), every=timedelta(days=4), last=timedelta(days=10))
    _posts(house, often, now(), every=timedelta(hours=5), last=timedelta(days=4))
    found = check_accounts.habits(house, [_visited(house, seldom), _visited(house, often)])
    assert one(found, "news", "facebook:TarrenshirePolice").says == (
        "Nothing new for 4 days; it usually has something new within 3 days."
    )
    assert one(found, "news", "1 account").state is Standing.OK


def test_news_of_the_public_count_too(house: House, now: Ticking) -> None:
    account = handle_of("2001", FACEBOOK, house)
    _posts(house, account, now(), every=timedelta(hours=5), last=timedelta(days=4))
    with house.store.writing() as db:
        db.get_one(Account, account.id).news_at = now() - timedelta(hours=1)
    found = check_accounts.habits(house, [_visited(house, account)])
    assert [one.state for one in found] == [Standing.OK]


def test_trouble_and_what_was_never_collected_are_said(house: House, now: Ticking) -> None:
    with house.store.writing() as db:
        bad = db.exec(select(Account).where(Account.external_id == "1001")).one()
        bad.trouble, bad.trouble_kind, bad.trouble_at = "The token has ended.", "TokenExpired", now()
    with house.store.reading() as db:
        found = check_accounts.habits(house, db.exec(select(Account)).all())
    assert one(found, "news", "x:WexmoorSNT").says == "The token has ended. (since 24 November)"
    assert one(found, "news", "3 accounts").says == "Never collected yet."
    assert len(found) == 2


def test_workers_that_are_not_there_are_said_and_fail_once_work_waits(house: House, now: Ticking) -> None:
    idle = check_machine.at_work(house)
    assert [(one.subject, one.state) for one in idle] == [
        ("collector", Standing.WARN),
        ("publisher", Standing.WARN),
        ("listener", Standing.WARN),
        ("watch", Standing.OK),
        ("posts", Standing.OK),
    ]
    _queue(house, now() - timedelta(minutes=6))
    now.forward(hours=2)
    waiting = check_machine.at_work(house)
    assert {one.state for one in waiting[:2]} == {Standing.FAIL}
    assert waiting[4].says == "1 due now, the oldest since Tue 24 Nov 2026, 08:54 GMT."
    assert "4 accounts wait to be visited" in waiting[0].says and "Tue 24 Nov 2026" in waiting[0].says
    assert "1 post waits to be sent since" in waiting[1].says


def test_workers_that_say_they_are_alive_are_counted(house: House, now: Ticking) -> None:
    with house.store.writing() as db:
        for name, kind in (("a", "collector"), ("b", "collector"), ("c", "publisher")):
            workers.beat(db, name, kind, now(), now() + timedelta(minutes=1))
    now.forward(seconds=20)
    collectors, publisher, *_ = [one.says for one in check_machine.at_work(house)]
    assert collectors.startswith("2 are at work: ") and collectors.count("last heard 20 s ago") == 2
    assert publisher == "1 is at work: c, since Tue 24 Nov 2026, 09:00 GMT, last heard 20 s ago."
    now.forward(minutes=2)
    gone = "None is at work; last heard Tue 24 Nov 2026, 09:00 GMT."
    assert [one.says for one in check_machine.at_work(house)][:2] == [gone, gone]


def test_a_publisher_that_distrusts_its_clock_fails_once_posts_wait(house: House, now: Ticking) -> None:
    with house.store.writing() as db:
        trouble = "does not trust its clock: an hour ahead of X"
        workers.beat(db, "c", "publisher", now(), now() + timedelta(hours=9), trouble)
    idle = one(check_machine.at_work(house), "worker", "publisher")
    assert idle.state is Standing.WARN and "an hour ahead of X" in idle.says and "NTP" in idle.do
    _queue(house, now() - timedelta(minutes=6))
    assert one(check_machine.at_work(house), "worker", "publisher").state is Standing.FAIL


def test_comments_that_nobody_hears_fail_the_check_until_a_listener_is_at_work(house: House, now: Ticking) -> None:
    with house.store.writing() as db:
        account = db.scalars(select(Account).limit(1)).one()
        words = {"thread": "p1", "parent": "p1", "text": "Who do I ring?", "created_at": now()}
        db.add(Reply(account_id=account.id, external_id="c1", **words))
    deaf = one(check_machine.at_work(house), "worker", "listener")
    assert deaf.state is Standing.FAIL and "1 comment waits to be heard" in deaf.says
    with house.store.writing() as db:
        workers.beat(db, "l", "listener", now(), now() + timedelta(hours=9))
    assert one(check_machine.at_work(house), "worker", "listener").state is Standing.OK
    with house.store.writing() as db:
        workers.beat(db, "l", "listener", now(), now() + timedelta(hours=9), "It stumbles: its log says over what.")
    assert one(check_machine.at_work(house), "worker", "listener").state is Standing.FAIL


def test_a_watch_that_cannot_look_fails_the_check(house: House, now: Ticking) -> None:
    with house.store.writing() as db:
        workers.beat(db, "w", "watch", now(), now() + timedelta(hours=9), "It has not been able to look since noon.")
    blind = one(check_machine.at_work(house), "worker", "watch")
    assert blind.state is Standing.FAIL and "It has not been able to look since noon." in blind.says


def test_that_nobody_is_told_by_mail_is_said(house: House) -> None:
    (said,) = check_mail.told(house)
    assert said.state is Standing.WARN and said.says.startswith("Nobody is told by e-mail")
    assert "BLUELAMP_MAIL_HOST" in said.do and "bluelamp watch --test" in said.do
    practised = replace(house, settings=Settings(practice=True, x_address=LOCAL, graph_address=LOCAL))
    assert [one.state for one in check_mail.told(practised)] == [Standing.OK]


@pytest.mark.parametrize(
    ("told", "states", "says"),
    [
        ({"alerts_to": ("a@force.example",)}, ["ok", "warn"], "No link leads to the page"),
        (
            {"alerts_to": ("a@force.example",), "dashboard_address": "https://lamp.example"},
            ["ok", "ok"],
            "1 address is",
        ),
        ({"dashboard_address": "https://lamp.example"}, ["ok", "warn"], "Only the authors of posts are told"),
        ({"mail_user": "lamp"}, ["fail", "warn"], "BLUELAMP_MAIL_PASSWORD_REF"),
        ({"mail_user": "lamp", "mail_password_ref": "MAIL", "mail_security": "none"}, ["warn", "warn"], "everybody"),
        ({"mail_user": "lamp", "mail_password_ref": "MAIL"}, ["ok", "warn"], "a check sends nothing"),
    ],
)
def test_the_mail_settings_are_looked_at_and_nothing_is_sent(
    house: House, monkeypatch: pytest.MonkeyPatch, told: dict[str, object], states: list[str], says: str
) -> None:
    monkeypatch.setenv("MAIL", 'password = "a-password-of-nobody"')
    settings = Settings(mail_host="mail.force.example", mail_from="lamp@force.example", **told)  # type: ignore[arg-type]
    found = check_mail.told(replace(house, settings=settings))
    assert [one.state for one in found] == states
    assert any(says in one.says for one in found) and not any("of-nobody" in one.says for one in found)


def test_alerts_that_did_not_get_through_fail_with_what_the_server_said(house: House, now: Ticking) -> None:
    times = {"raised_at": now(), "seen_at": now(), "next_try_at": now()}
    with house.store.writing() as db:
        db.add(Alert(matter="late 1", kind="late", tries=2, trouble="It refused the name or the password.", **times))
        db.add(Alert(matter="late 2", kind="late", tries=1, sent_at=now(), **times))
    settings = Settings(mail_host="mail.force.example", mail_from="lamp@force.example")
    stuck = check_mail.told(replace(house, settings=settings))[-1]
    assert stuck.state is Standing.FAIL
    assert stuck.says == "1 matter could not be told. It refused the name or the password."


def test_the_room_on_the_disk_is_watched(house: House) -> None:
    if not house.store.sqlite:
        assert check_machine.disk(house.store).state is Standing.OK
        assert "not a file on this machine" in check_machine.disk(house.store).says
        return
    giga = 1_000_000_000
    assert check_machine.disk(house.store, 50 * giga, 100 * giga).state is Standing.OK
    assert check_machine.disk(house.store, giga // 2, 2 * giga).state is Standing.WARN
    few = check_machine.disk(house.store, 9 * giga, 100 * giga)
    assert few.state is Standing.WARN and few.says == "9.0 GB of 100.0 GB are free." and few.do
    assert check_machine.disk(house.store, 0, 100 * giga).state is Standing.FAIL


def test_a_database_that_others_may_read_is_said(house: House) -> None:
    if house.store.sqlite:
        file = Path(str(house.store.url.database))
        file.chmod(0o600)
        assert check_machine.database(house.store)[0].state is Standing.OK
        file.chmod(0o644)
        found = check_machine.database(house.store)[0]
        assert found.state is Standing.WARN and f"chmod 600 {file}" in found.do


def test_a_damaged_database_is_a_finding_like_any_other(house: House, told: Told) -> None:
    with house.store.writing() as db:
        db.execute(text("DROP TABLE worker"))
    said = told("check", "--offline", "--json")
    assert said.exit_code == 1
    assert {"check": "database", "state": "fail"}.items() <= json.loads(said.stdout)[-1].items()


def test_a_time_zone_nobody_knows_fails() -> None:
    assert check_machine.zone("Mars/Phobos", utc_now).state is Standing.FAIL
    assert check_machine.zone("Europe/London", utc_now).state is Standing.OK


def test_wrong_settings_are_all_said_and_nothing_else_is_looked_at(
    folder: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLUELAMP_WORKERS", "many")
    monkeypatch.setenv("BLUELAMP_DATABSE", "sqlite:///x.db")
    said = told("check", "--json")
    findings = json.loads(said.stdout)
    assert said.exit_code == 1
    assert {one["check"] for one in findings} == {"settings"} and len(findings) == 2
    assert any("BLUELAMP_WORKERS" in one["says"] for one in findings)
    assert list(findings[0]) == ["check", "subject", "state", "says", "do"]


def test_a_database_that_is_not_there_fails_and_the_roster_is_looked_at_all_the_same(folder: Path, told: Told) -> None:
    said = told("check", "--json", "--offline")
    findings = {one["check"]: one for one in json.loads(said.stdout)}
    assert said.exit_code == 1
    assert findings["database"]["state"] == "fail" and findings["database"]["do"] == "Run: bluelamp migrate"
    assert findings["roster"]["state"] == "fail" and "no such file" in findings["roster"]["says"]
    assert list(folder.iterdir()) == []


def test_a_roster_that_says_more_than_was_loaded_is_said_and_stays_unloaded(settled: Path, told: Told) -> None:
    for _ in range(2):
        found = one(check(offline=True), "roster")
        assert found.state is Standing.WARN and "4 accounts" in found.says and found.do == "Run: bluelamp roster"
    told("roster")
    assert one(check(offline=True), "roster").state is Standing.OK


def test_on_a_terminal_each_finding_is_one_line_and_the_last_sums_up(house: House, told: Told) -> None:
    said = told("check", "--offline")
    lines = said.stdout.splitlines()
    assert said.exit_code == 1  # no account has a secret
    assert all(line.startswith(("ok ", "warn ", "fail ")) for line in lines[:-1])
    assert lines[-1].endswith(" 4 fail.")
    assert any(line.startswith("fail token · x:WexmoorSNT: There is no secret X_WEXMOOR") for line in lines)


def test_warnings_alone_do_not_fail() -> None:
    assert exit_status([Finding("a", "b", Standing.WARN, "c", "d"), Finding("a", "b", Standing.OK, "c")]) == 0


def test_a_line_is_made_anew_for_each_call_so_that_a_new_token_counts_at_once(connected: Path, county: Server) -> None:
    with inside(read_settings()) as house:
        connect = connector(house)
        ident = next(account.id for account in county.world.accounts.values() if account.platform == "facebook")
        account = handle_of(ident, FACEBOOK, house)
        assert connect(account).health().faults == ()
        (connected / "secrets" / account.token_ref).write_text("practice-user-of-nobody")
        assert connect(account).health() != TokenHealth()


def _visited(house: House, account: Account) -> Account:
    with house.store.writing() as db:
        row = db.get_one(Account, account.id)
        row.visited_at = house.clock()
    return row


def _posts(house: House, account: Account, now: datetime, every: timedelta, last: timedelta) -> None:
    with house.store.writing() as db:
        for number in range(10):
            at = now - last - number * every
            db.add(Post(account_id=account.id, external_id=str(number), text="", url="", created_at=at.astimezone(UTC)))


def _queue(house: House, due: datetime) -> None:
    with house.store.writing() as db:
        author = db.exec(select(Person.id)).first()
        account = db.exec(select(Account.id)).first()
        assert author and account
        times = {"due_at": due, "created_at": due, "changed_at": due}
        message = ScheduledPost(author_id=author, text="Lock your shed", stage=Stage.APPROVED, **times)
        db.add(message)
        db.flush()
        db.add(
            Publication(
                scheduled_post_id=message.id, account_id=account, state=State.QUEUED, text="Lock your shed",
                fingerprint="lock your shed", due_at=due, not_before=due, expires_at=due + timedelta(days=1),
            )
        )  # fmt: skip
