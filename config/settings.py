"""Settings: what the environment and bluelamp.toml tell a process, checked all at once."""

import os
from decimal import Decimal
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from config.logs import hide
from config.settings_faults import SettingsFault, sentences, unknown_names
from config.settings_kinds import Address, Database, DayTime, Dollars, Domains, Folder, Mail, Mails
from config.toml_lines import Read, read_toml
from domain.publication import SecondReader

PREFIX = "BLUELAMP_"
NOT_SETTINGS = ("BLUELAMP_CONTRACTS", "BLUELAMP_DATA", "BLUELAMP_CONFIG", "BLUELAMP_TEST_")  # the last with any ending
FILE = "bluelamp.toml"
LONGEST_CALL = 8  # answers that one call to a platform waits for at most; a test compares it with the adapters
SHORTEST = 120  # seconds: lease and looking for the unknown, outside practice

__all__ = ["LogLevel", "MailSecurity", "Settings", "SettingsFault", "read_settings"]


class MailSecurity(StrEnum):
    """How the line to the mail server is made safe."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class LogLevel(StrEnum):
    """How much a process says in its log."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class Settings(BaseSettings):
    """Everything a process is told, for its door; what lies behind the door gets what it needs as an argument."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    database: Database = Field(
        "sqlite:///var/bluelamp.db",
        repr=False,
        description="Where everything is kept: a SQLite file, or PostgreSQL as postgresql://USER:PASSWORD@HOST/NAME.",
    )
    roster: Folder = Field(Path("roster.toml"), description="The roster: teams, accounts, people and campaigns.")
    promise: Folder | None = Field(
        None, description="By when the public is answered, as config/promise.toml. Empty: that file, as it comes."
    )
    signposts: Folder | None = Field(
        None,
        description="Where people are sent in answers, as config/signposts.toml. Empty: that file, as it comes.",
    )
    house_rules: Folder | None = Field(
        None, description="The rules by which a comment is hidden, as config/house_rules.toml. Empty: that file."
    )
    boundaries: Folder | None = Field(
        None, description="GeoJSON of the districts' shapes, for the map. Empty: tables only."
    )
    secrets: Folder = Field(
        Path("var/secrets"), description="Folder of the tokens, one file each, readable by this service's user only."
    )
    x_address: Address = Field(
        "https://api.twitter.com", description="Where X's API is spoken to: X itself, a proxy, or the sandbox."
    )
    graph_address: Address = Field(
        "https://graph.facebook.com",
        description="Where Meta's Graph API is spoken to: Meta itself, a proxy, or the sandbox.",
    )
    graph_version: str = Field("v25.0", pattern=r"^v\d+\.\d+$", description="The version of the Graph API, as v25.0.")
    x_search: bool = Field(
        True,
        description="Whether X is searched for replies to accounts that have watch_threads; false stops it for all.",
    )
    x_enterprise: bool = Field(
        False,
        description="Whether the X app has an Enterprise plan, which X asks of government users;"
        " then answers may go to people who did not name us.",
    )
    author_names: bool = Field(
        False,
        description="Whether the names of people who ask something are bought where a platform sells them (X).",
    )
    practice: bool = Field(
        False, description="Practice: made-up people, a banner on every page, and only addresses on this machine."
    )
    dashboard_host: str = Field("127.0.0.1", min_length=1, description="The network address the dashboard listens on.")
    dashboard_port: int = Field(8501, ge=1, le=65_535, description="The port the dashboard listens on.")
    dashboard_person: str | None = Field(
        None,
        pattern=r"^[^@\s]+@[^@\s]+$",
        description="E-mail of the one person who uses the dashboard here when no sign-in service is set up.",
    )
    workers: int = Field(8, ge=1, le=256, description="How many accounts the collector visits side by side.")
    x_budget_day_usd: Dollars | None = Field(
        None, description="The most to spend on X in one UTC day, in US dollars. Empty: no limit of our own."
    )
    x_budget_month_usd: Dollars | None = Field(
        None,
        description="The most to spend on X in one calendar month (UTC), in US dollars. Empty: no limit of our own.",
    )
    x_budget_reserve_for_writing_usd: Dollars = Field(
        Decimal(0),
        description="How much of each of those limits reading may not touch, so that posts and answers still go.",
    )
    answers_need_second_person: SecondReader = Field(
        SecondReader.RISK, description="Which answers to the public a second person reads first: risk, always or never."
    )
    claim_minutes: int = Field(
        20, ge=1, le=480, description="How long a question stays in the hands of who claims it, in minutes."
    )
    publish_late_minutes: int = Field(
        120, ge=1, le=10_080, description="How long after its time a post may still go out by itself, in minutes."
    )
    publish_lease_minutes: float = Field(
        10,
        gt=0,
        le=60,
        allow_inf_nan=False,
        description="After how many minutes a call that nobody ended counts as lost, its outcome unknown.",
    )
    answer_timeout_seconds: float = Field(
        30, gt=0, le=60, allow_inf_nan=False, description="How long a platform may keep us waiting for an answer."
    )
    reconcile_after_minutes: float = Field(
        10,
        gt=0,
        le=1_440,
        allow_inf_nan=False,
        description="How long a post with an unknown outcome is looked for before a person is asked, in minutes.",
    )
    resend_unknown: bool = Field(
        False, description="Whether a post that was looked for and not found is sent again by itself while in time."
    )
    take_downs_need_second_person: bool = Field(
        False, description="Whether a second person must agree before a published post is taken down."
    )
    media: Folder = Field(
        Path("var/media"),
        description="Folder of the images and videos of posts; shared by all machines where there are several.",
    )
    mail_host: str | None = Field(
        None, description="The mail server that alerts go out by. Empty: alerts stand on the pages only."
    )
    mail_port: int = Field(587, ge=1, le=65_535, description="The port of the mail server.")
    mail_security: MailSecurity = Field(
        MailSecurity.STARTTLS, description="How the line to the mail server is made safe: starttls, tls or none."
    )
    mail_user: str | None = Field(None, description="The name to sign in with at the mail server, if it asks for one.")
    mail_password_ref: str | None = Field(
        None, description="The name of the secret (a file in the secrets folder) with the mail server's password."
    )
    mail_from: Mail | None = Field(None, description="The address that alerts come from.")
    alerts_to: Mails = Field(
        (),
        description="Who is told of late, unknown and failed posts: addresses with commas between.",
    )
    webhook_ref: str | None = Field(
        None,
        description="The name of the secret with the address of a Teams webhook that is told of danger as well.",
    )
    escalate_after_minutes: int = Field(
        15, ge=1, le=1_440, description="After how many minutes danger that nobody acknowledges goes to supervisors."
    )
    assignee_silent_hours: int = Field(
        12, ge=1, le=240, description="After how many opening hours a supervisor is told that an assignee did nothing."
    )
    digest_at: DayTime | None = Field(
        None, description="London's time of the supervisors' daily digest, as 07:30. Empty: none is sent."
    )
    dashboard_address: Address | None = Field(
        None, description="The address at which people reach the dashboard, for links in alerts."
    )
    reports_folder: Folder | None = Field(
        None, description="The folder that ordered reports may be put into. Empty: they go by e-mail only."
    )
    reports_domains: Domains = Field(
        (), description="The domains that ordered reports may be mailed to, with commas between. Empty: any."
    )
    first_visit_days: int = Field(
        29, ge=1, le=3_650, description="How many days back the first visit to an account reads."
    )
    retention_days_replies: int = Field(
        730, ge=1, le=36_500, description="After how many days names and words of the public are forgotten."
    )
    retention_days_looks: int = Field(
        90,
        ge=40,
        le=36_500,
        description="After how many days, of the looks at a post's numbers, only those nearest to 1 hour, 1 day, "
        "7 days and 29 days and the last are kept. What is added up stays.",
    )
    log_level: LogLevel = Field(LogLevel.INFO, description="How much is logged: DEBUG, INFO, WARNING or ERROR.")

    @model_validator(mode="after")
    def _agree(self) -> Self:
        """What must be true between settings; the banner of practice must never be a lie."""
        if self.practice and not all(map(_on_this_machine, (self.x_address, self.graph_address))):
            raise PydanticCustomError(
                "practice",
                "expected BLUELAMP_X_ADDRESS and BLUELAMP_GRAPH_ADDRESS to be on this machine when practice is on",
            )
        lease = self.publish_lease_minutes * 60
        if lease < LONGEST_CALL * self.answer_timeout_seconds:
            raise PydanticCustomError(
                "publish_lease_minutes",
                f"expected at least {LONGEST_CALL} times BLUELAMP_ANSWER_TIMEOUT_SECONDS: a call may last so long",
            )
        if not self.practice and min(lease, self.reconcile_after_minutes * 60) < SHORTEST:
            raise PydanticCustomError(
                "publish_lease_minutes",
                f"expected BLUELAMP_PUBLISH_LEASE_MINUTES and BLUELAMP_RECONCILE_AFTER_MINUTES to be at least"
                f" {SHORTEST // 60} outside practice: platforms show late what they took",
            )
        if self.mail_host and not self.mail_from:
            raise PydanticCustomError("mail_from", "expected BLUELAMP_MAIL_FROM beside BLUELAMP_MAIL_HOST")
        for limit in (self.x_budget_day_usd, self.x_budget_month_usd):
            if limit is not None and self.x_budget_reserve_for_writing_usd > limit:
                raise PydanticCustomError(
                    "x_budget_reserve_for_writing_usd", "expected no more than the budget that it is part of"
                )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the door says first, then the environment, then bluelamp.toml."""
        return init_settings, env_settings, InitSettingsSource(settings_cls, _told(_file()).values)


def read_settings(**said: Any) -> Settings:
    """The settings of this process, for its door; `said` (a command's own options) comes before all else.

    Raises SettingsFault with a sentence for everything that is wrong.
    """
    file = _file()
    told = _told(file)
    faults = unknown_names(Settings.model_fields, os.environ, told, file.name, PREFIX, NOT_SETTINGS)
    if told.unreadable:
        raise SettingsFault(
            [*(f"{file.name}, line {u.line}: not valid TOML: {u.says}." for u in told.unreadable), *faults]
        )
    try:
        settings = Settings(**said)
    except ValidationError as error:
        raise SettingsFault(faults + sentences(error, os.environ, told, file.name, PREFIX, said)) from None
    if faults:
        raise SettingsFault(faults)
    if password := urlsplit(settings.database).password:
        hide(password)
    return settings


def _file() -> Path:
    return Path(os.environ.get(f"{PREFIX}CONFIG") or FILE)


def _told(file: Path) -> Read:
    """What the settings file says; it may be absent unless somebody named it."""
    try:
        return read_toml(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if os.environ.get(f"{PREFIX}CONFIG"):
            raise SettingsFault([f"{PREFIX}CONFIG: expected a settings file; found none at {file}."]) from None
        return Read()
    except UnicodeDecodeError:
        raise SettingsFault([f"{file.name}: expected text saved as UTF-8."]) from None
    except OSError as error:
        raise SettingsFault([f"{file.name}: cannot be read: {error.strerror}."]) from None


def _on_this_machine(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
