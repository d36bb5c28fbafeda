"""The front door: opens the doors of the house, and nothing else."""

from datetime import timedelta
from importlib.metadata import version as version_of

import typer

from config.settings import read_settings
from domain.handed_out import Language
from doors import add_up as add_up_door
from doors import backup as backup_door
from doors import bring as bring_door
from doors import check as check_door
from doors import check_findings, options
from doors import collect as collect_door
from doors import demo as demo_door
from doors import duty as duty_door
from doors import evidence as evidence_door
from doors import hold as hold_door
from doors import issues as issues_door
from doors import listen as listen_door
from doors import migrate as migrate_door
from doors import publish as publish_door
from doors import reach_back as reach_back_door
from doors import report as report_door
from doors import roster as roster_door
from doors import run as run_door
from doors import schedule as schedule_door
from doors import watch as watch_door
from doors import write_report as write_report_door
from doors.faults import said_plainly
from doors.person import person
from doors.printing import Format, console, show
from doors.wiring import inside

app = typer.Typer(
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    help="Bluelamp: publishing, listening and honest numbers for neighbourhood policing teams on social media.",
)


@app.command()
def version() -> None:
    """Say which version this is."""
    typer.echo(version_of("bluelamp"))


@app.command()
def migrate() -> None:
    """Bring the database up to date with this version, and in line with the roster."""
    with said_plainly():
        for says in migrate_door.migrate(read_settings()):
            typer.echo(says)


@app.command()
def roster(file: options.RosterFile = None, dry_run: options.DryRun = False) -> None:
    """Check a roster and bring the store in line with it. A wrong roster changes nothing."""
    with said_plainly(), inside(read_settings()) as house:
        for says in roster_door.load(house, file, dry_run=dry_run):
            typer.echo(says)


@app.command()
def check(as_json: options.Json = False, offline: options.Offline = False, seconds: options.Seconds = 60) -> None:
    """Look at everything a house needs, and say what to do.

    The exit status is 1 when something fails; warnings do not fail.
    """
    with said_plainly():
        findings = check_door.check(offline=offline, within=timedelta(seconds=seconds))
        typer.echo(check_findings.as_json(findings)) if as_json else check_findings.show(findings)
        raise typer.Exit(check_findings.exit_status(findings))


@app.command("add-up")
def add_up(mend: options.Mend = False) -> None:
    """Say whether the numbers by day agree with posts and looks; --mend counts anew. The exit status is 1 if not."""
    with said_plainly(), inside(read_settings()) as house:
        says, agrees = add_up_door.add_up(house, mend=mend)
        for sentence in says:
            typer.echo(sentence)
        raise typer.Exit(0 if agrees else 1)


@app.command()
def report(
    name: options.ReportName,
    form: options.HowPrinted = Format.TABLE,
    since: options.Since = None,
    until: options.Until = None,
    district: options.OfDistrict = None,
    team: options.OfTeam = None,
    platform: options.OfPlatform = None,
    limit: options.Limit = None,
    email: options.AsSeenBy = None,
) -> None:
    """Print what the pages show, on standard output and with nothing else."""
    with said_plainly(), inside(read_settings()) as house:
        wanted = report_door.find(name)
        rows = report_door.rows(
            house, wanted,
            email=email, since=since, until=until, district=district, team=team, platform=platform, limit=limit,
        )  # fmt: skip
        if form is Format.TABLE:
            short, columns = report_door.brief(wanted, rows)
            show(short, form, columns, wanted.title)
        else:
            show(rows, form, wanted.columns)


@app.command("write-report")
def write_report(
    kind: options.HandedOut,
    to: options.HandedOutTo,
    period: options.OfPeriod = None,
    district: options.OfDistrict = None,
    team: options.OfTeam = None,
    language: options.InLanguage = Language.ENGLISH,
    form: options.InForm = None,
    email: options.AsSeenBy = None,
) -> None:
    """Write a report that can be handed out: PDF, DOCX, XLSX or HTML, with the same numbers as the pages."""
    with said_plainly(), inside(read_settings()) as house:
        for says in write_report_door.write(
            house, kind, to, period=period, district=district, team=team, language=language, form=form, email=email
        ):
            typer.echo(says)


@app.command()
def schedule(
    file: options.SheetFile,
    email: options.As,
    dry_run: options.DryRun = False,
    skip_faulty: options.SkipFaulty = False,
) -> None:
    """Send a sheet of posts for approval. One faulty row, and nothing is stored."""
    with said_plainly(), inside(read_settings()) as house:
        schedule_door.schedule(house, person(house, email), file, dry_run=dry_run, skip_faulty=skip_faulty)


@app.command()
def approve(ids: options.Ids, email: options.As) -> None:
    """Approve scheduled posts, each by itself. The exit status is 1 when one is refused."""
    with said_plainly(), inside(read_settings()) as house:
        schedule_door.approve(house, person(house, email), ids)


@app.command()
def hold(
    email: options.As,
    reason: options.HoldReason,
    district: options.HoldDistrict = None,
    team: options.HoldTeam = None,
    account: options.HoldAccount = None,
    post: options.HoldPost = None,
    category: options.HoldCategory = None,
    all_but: options.HoldAllBut = None,
    begin: options.HoldFrom = None,
    review: options.HoldReview = None,
    not_answers: options.HoldNotAnswers = False,
) -> None:
    """Stop posts from going out: everything that you may stop, or only what you name. It stands until it is lifted."""
    with said_plainly(), inside(read_settings()) as house:
        wanted = hold_door.Wanted(
            reason, district, team, account, post, category, tuple(all_but or ()), begin, review, not not_answers
        )
        hold_door.hold(house, person(house, email), wanted)


@app.command()
def lift(which: options.HoldId, email: options.As) -> None:
    """Lift a hold. What fell due meanwhile never goes out by itself: a person decides."""
    with said_plainly(), inside(read_settings()) as house:
        hold_door.lift(house, person(house, email), which)


@app.command()
def holds(form: options.HowPrinted = Format.TABLE, email: options.AsSeenBy = None) -> None:
    """List the holds in force and those that are planned."""
    with said_plainly(), inside(read_settings()) as house:
        rows = hold_door.holds(house, email)
        if form is Format.TABLE:
            show(hold_door.brief(rows), form, hold_door.BRIEF, "Holds")
        else:
            show(rows, form, hold_door.COLUMNS)


@app.command()
def collect(once: options.Once = False) -> None:
    """Bring in posts, replies and numbers, until Ctrl-C."""
    with said_plainly(), inside(read_settings()) as house:
        collect_door.collect(house, once=once)


@app.command("reach-back")
def reach_back(day: options.Day, yes: options.Yes = False) -> None:
    """Read accounts further back than a first visit does. Says what it costs at most; does it only with --yes."""
    with said_plainly(), inside(read_settings()) as house:
        for says in reach_back_door.reach_back(house, day, yes=yes):
            typer.echo(says)


@app.command()
def publish(once: options.Once = False) -> None:
    """Send what is approved and due, until Ctrl-C."""
    with said_plainly(), inside(read_settings()) as house:
        publish_door.publish(house, once=once)


@app.command()
def listen(once: options.Once = False) -> None:
    """Hear what the public wrote and keep the queue of questions in line with it, until Ctrl-C."""
    with said_plainly(), inside(read_settings()) as house:
        listen_door.listen(house, once=once)


@app.command()
def watch(once: options.Once = False, test: options.TestAddress = None) -> None:
    """Tell people by e-mail of posts that are late, unknown or failed, and when nobody publishes, until Ctrl-C."""
    with said_plainly(), inside(read_settings()) as house:
        if test:
            typer.echo(watch_door.test(house, test))
        else:
            watch_door.watch(house, once=once)


@app.command()
def bring(
    email: options.As,
    file: options.FiguresFile = None,
    account: options.FiguresOf = None,
    as_of: options.FiguresAsOf = None,
    note: options.FiguresNote = "",
    skip_faulty: options.SkipFaulty = False,
    dry_run: options.DryRun = False,
    withdraw: options.FiguresWithdrawn = None,
) -> None:
    """Bring in figures from a platform's own export. One faulty row, and nothing is stored."""
    with said_plainly(), inside(read_settings()) as house:
        who = person(house, email)
        wanted = bring_door.Wanted(file, account, as_of, note, skip_faulty, dry_run, withdraw)
        for says in bring_door.bring(house, who, wanted):
            typer.echo(says)


@app.command()
def duty(file: options.DutyFile, email: options.As, dry_run: options.DryRun = False) -> None:
    """Bring in a rota: who is on duty where and when. One faulty row, and nothing is stored."""
    with said_plainly(), inside(read_settings()) as house:
        duty_door.bring_in(house, person(house, email), file, dry_run=dry_run)


@app.command()
def handover(team: options.OfTeam = None, district: options.OfDistrict = None, html: options.AsPrinted = False) -> None:
    """Print what the shift that ends leaves behind: what came in, what is open and with whom, danger, holds, notes."""
    with said_plainly(), inside(read_settings()) as house:
        typer.echo(duty_door.summary(house, team, district, html=html))


@app.command()
def demo(once: options.Once = False, world: options.World = None, no_caps: options.NoCaps = False) -> None:
    """Practise: the whole of Bluelamp against a sandbox. No accounts are needed and nothing is public."""
    with said_plainly():
        demo_door.demo(world, no_caps, once=once)


@app.command()
def evidence(
    ident: options.PublicationId,
    html: options.AsSheet = True,
    email: options.HandedOutBy = None,
    file: options.WrittenTo = None,
) -> None:
    """Export the whole story of one publication, for a complaint or an inquiry. The trail says so."""
    with said_plainly(), inside(read_settings()) as house:
        for says in evidence_door.evidence(house, ident, email, file, html=html):
            console.print(says, soft_wrap=True)


@app.command()
def issues(
    html: options.IssuesPage = None,
    rss: options.IssuesFeed = None,
    csv: options.IssuesSheet = None,
    address: options.IssuesAddress = None,
    email: options.AsSeenBy = None,
) -> None:
    """Write what the public may read of "You said, we did", for a website. Nothing of anybody's is in it."""
    with said_plainly(), inside(read_settings()) as house:
        for says in issues_door.write(house, html, rss, csv, address, email):
            typer.echo(says)


@app.command()
def backup(where: options.BackupTo) -> None:
    """Copy the database and the media into one file, while everything goes on."""
    with said_plainly(), inside(read_settings()) as house:
        for says in backup_door.backup(house, where):
            typer.echo(says)


@app.command()
def restore(file: options.BackupFile, replace: options.Replace = False) -> None:
    """Put a backup back. What was due since may be public: it is looked for, and everything is held."""
    with said_plainly():
        for says in backup_door.restore(read_settings(), file, replace=replace):
            typer.echo(says)


@app.command()
def run() -> None:
    """Keep collector, scheduler, watch and dashboard going until Ctrl-C."""
    with said_plainly():
        run_door.run(read_settings(), console.print)


@app.command()
def dashboard() -> None:
    """Show the dashboard only, where collector and scheduler run elsewhere."""
    with said_plainly():
        run_door.run_dashboard(read_settings(), console.print)


if __name__ == "__main__":
    app()
