"""Options and arguments of the commands, with what their help says."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from domain.handed_out import Form, Language
from domain.posts import PlatformName
from doors.moments import EXAMPLES
from doors.printing import Format
from doors.report import DAYS, REPORTS

As = Annotated[str, Option("--as", metavar="EMAIL", help="The person of the roster who does this.")]
AsSeenBy = Annotated[str | None, Option("--as", metavar="EMAIL", help="As this person sees it; else the whole force.")]
DryRun = Annotated[bool, Option("--dry-run", help="Say what would be done, and store nothing.")]
Mend = Annotated[bool, Option("--mend", help="Count everything anew that differs.")]
Json = Annotated[bool, Option("--json", help="For other programs: a list of findings.")]
Offline = Annotated[bool, Option("--offline", help="Ask no platform anything.")]
Once = Annotated[bool, Option("--once", help="Do what is due now, and leave.")]
TestAddress = Annotated[
    str | None, Option("--test", metavar="ADDRESS", help="Send one test message there, say what the server answered.")
]
Seconds = Annotated[float, Option(min=1, help="How long asking the platforms may take in all.")]
SkipFaulty = Annotated[bool, Option("--skip-faulty", help="Store the rows that have no fault.")]

RosterFile = Annotated[Path | None, Argument(help="The roster; by default the one of the settings.")]
SheetFile = Annotated[Path, Argument(help="CSV with the columns account, text, when and, if wanted, in_reply_to.")]
FiguresFile = Annotated[
    Path | None, Argument(metavar="FILE", help="An export of Meta Business Suite or X analytics, or our template.")
]
FiguresOf = Annotated[
    str | None, Option("--account", help="Whose figures they are, as platform:handle, where the file does not say it.")
]
FiguresAsOf = Annotated[
    str | None, Option("--as-of", metavar="DAY", help="When the file was downloaded, as 2026-10-31; by default today.")
]
FiguresNote = Annotated[str, Option("--note", help="A remark that stands beside the file.")]
FiguresWithdrawn = Annotated[
    str | None, Option("--withdraw", metavar="ID", help="Take the figures of a file out again; its beginning will do.")
]
DutyFile = Annotated[Path, Argument(help="CSV with the columns person, where, from, to.")]
AsPrinted = Annotated[bool, Option("--html", help="A sheet to print, as HTML.")]
BackupTo = Annotated[Path, Argument(metavar="WHERE", help="A new file, or a folder.")]
BackupFile = Annotated[Path, Argument(metavar="FILE", help="A file that `bluelamp backup` made.")]
Replace = Annotated[bool, Option("--replace", help="Keep the SQLite file that is there aside, under another name.")]
Ids = Annotated[list[str], Argument(metavar="ID...", help="Scheduled posts, as `bluelamp schedule` prints their ids.")]

PublicationId = Annotated[str, Argument(metavar="ID", help="A publication, as `bluelamp report` lists it.")]
AsSheet = Annotated[bool, Option("--html/--json", help="A sheet to print, or the facts for other programs.")]
HandedOutBy = Annotated[str | None, Option("--as", metavar="EMAIL", help="Who exports it; else this machine's user.")]
WrittenTo = Annotated[Path | None, Option("-o", "--output", metavar="FILE", help="A new file; else standard output.")]

HoldReason = Annotated[str, Option("--reason", help="Why. It stands across the top of every page.")]
HoldDistrict = Annotated[str | None, Option("--district", help="Only this district: its key or name.")]
HoldTeam = Annotated[str | None, Option("--team", help="Only this team: its key or name.")]
HoldAccount = Annotated[str | None, Option("--account", help="Only this account, as platform:handle.")]
HoldPost = Annotated[str | None, Option("--post", metavar="ID", help="Only this scheduled post.")]
HoldCategory = Annotated[str | None, Option("--category", metavar="WORD", help="Only posts of this category.")]
HoldAllBut = Annotated[
    list[str] | None, Option("--all-but", metavar="WORD", help="Posts of this category still go out. May be repeated.")
]
HoldFrom = Annotated[str | None, Option("--from", metavar="TIME", help=f"Begin then, as {EXAMPLES}; by default now.")]
HoldReview = Annotated[
    str | None, Option("--review", metavar="TIME", help="Ask then whether it is still needed. It never ends by itself.")
]
HoldNotAnswers = Annotated[bool, Option("--not-answers", help="Answers to the public still go out.")]
HoldId = Annotated[str, Argument(metavar="ID", help="The hold, as `bluelamp holds` prints it; its beginning will do.")]

HandedOut = Annotated[str, Argument(metavar="KIND", help="panel, pcc, monthly or annual.")]
HandedOutTo = Annotated[
    Path, Option("--to", metavar="FILE", help="The file; its ending says the form. A folder: under its own name.")
]
OfPeriod = Annotated[
    str | None,
    Option("--period", help="As 2026-10, 2026-Q3, 2026, or 2026-04-01..2027-03-31; else the last whole one."),
]
InLanguage = Annotated[Language, Option("--language", help="English or Welsh.")]
InForm = Annotated[Form | None, Option("--format", help="What it is written as; else by the ending of FILE.")]
IssuesPage = Annotated[Path | None, Option("--html", metavar="FILE", help="A page for a website.")]
IssuesFeed = Annotated[Path | None, Option("--rss", metavar="FILE", help="A feed, RSS 2.0.")]
IssuesSheet = Annotated[Path | None, Option("--csv", metavar="FILE", help="A sheet, CSV.")]
IssuesAddress = Annotated[
    str | None, Option("--address", metavar="URL", help="Where the page will stand; the feed links to it.")
]

ReportName = Annotated[str, Argument(metavar="NAME", help=f"One of: {', '.join(REPORTS)}.")]
HowPrinted = Annotated[Format, Option("--format", help="How to print it.")]
Since = Annotated[str | None, Option(help=f"A day or a moment; by default {DAYS} days before the end.")]
Until = Annotated[str | None, Option(help="A day, to its end, or a moment; by default now.")]
OfDistrict = Annotated[str | None, Option(help="Only this district: its key or name.")]
OfTeam = Annotated[str | None, Option(help="Only this team: its key or name.")]
OfPlatform = Annotated[PlatformName | None, Option(help="Only this platform.")]
Limit = Annotated[int | None, Option(min=1, help="At most so many rows; by default all.")]
World = Annotated[Path | None, Option(help="Practise with another world than the made-up county (JSON lines).")]
NoCaps = Annotated[bool, Option("--no-caps", help="Lift the platforms' limits, for a large world.")]
Day = Annotated[str, Argument(metavar="DAY", help="How far back, as 2024-03-01.")]
Yes = Annotated[bool, Option("--yes", help="Do it, at that cost.")]
