"""The telling of the practice county: what has been said so far, by whom, under which id."""

import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sandbox import phrases
from sandbox.items import snowflake
from sandbox.phrases import LONDON, Phrase, Sheet, Table

Line = dict[str, Any]

X_LIMIT = 280
_APART = timedelta(days=7, hours=2)  # X forbids the same words on several accounts; the product looks back seven days
_REST = timedelta(hours=30)  # an account does not take up a topic again sooner
_WATCHED = ("TarrenshirePol", "WexmoorSNT")  # whose threads are searched: some replies there do not name us
_MEDIA = {0: "video", 1: "image", 2: "image", 3: "image", 4: "image"}  # of ten posts, as they come
_FEELINGS = {"animals": "haha", "thanks": "love", "found": "love", "missing": "sad", "court": "angry", "asb": "angry"}


@dataclass
class Opened:
    """Something that can be talked under: a post of ours, a mention, a visitor's post."""

    account: Table
    id: str
    at: datetime
    topic: str
    line: Line
    said: set[str] = field(default_factory=set)
    quiet: bool = False  # comments are off
    staged: bool = False  # its talk is told in threads.toml


class Tale:
    """One telling from one hour; the same hour tells the same, word for word and id for id."""

    def __init__(self, began: datetime) -> None:
        self.began = began.astimezone(UTC)
        self.dice = Random("tarrenshire")
        told = phrases.content("accounts")
        self.accounts: list[Table] = told["accounts"]
        self.districts: dict[str, Table] = {each["key"]: each for each in told["districts"]}
        self.teams: dict[str, Table] = {each["key"]: each for each in told["teams"]}
        self.opened: list[Opened] = []
        self.people: list[Line] = []
        self.said: list[Line] = []
        self.uses: Counter[str] = Counter()
        self.prints: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
        self.asked: set[str] = set()
        self.answered: set[str] = set()
        self.serial = 0
        self.owed = 0.0

    # What is there.

    def told(self) -> list[Line]:
        """All lines: accounts and followers, then what was and will be said, in order of time."""
        return [*self.people, *sorted(self.said, key=lambda line: (line["at"], line["id"]))]

    def welsh(self, account: Table) -> bool:
        return "team" in account and bool(self.teams[account["team"]].get("welsh"))

    def slots(self, account: Table, at: datetime, lang: str = "en") -> dict[str, str]:
        """What the gaps mean to an account; the force's own speaks of any team's places, in Welsh of a Welsh team's."""
        fitting = [each for each in self.teams.values() if lang != "cy" or each.get("welsh")]
        team = self.teams[account["team"]] if "team" in account else self.dice.choice(fitting)
        told = phrases.slots(team, self.districts[team["district"]], at, self.dice)
        facebook = account["platform"] == "facebook"
        friend = phrases.full_name(self.dice) if facebook else f"@{phrases.handle(self.dice)}"
        return told | {"friend": friend, "page": account["name"], "handle": f"@{account['handle']}"}

    def fresh(self, key: str, topic: str, account: Table, at: datetime) -> bool:
        """Whether an account may say this now: new to it, not said by others these days, not its topic of yesterday."""
        apart = _APART if account["platform"] == "x" else timedelta(days=2)
        if any(one == account["id"] or abs(at - then) < apart for one, then in self.prints[key]):
            return False
        return not any(abs(at - then) < _REST for one, then in self.prints[topic] if one == account["id"])

    def spoken(self, said: Phrase, account: Table) -> bool:
        """Whether somebody may say this here: Welsh mostly in Welsh areas, Polish now and then anywhere."""
        if said.lang == "cy":
            return self.welsh(account) or ("team" not in account and self.dice.random() < 0.3)
        return said.lang == "en" or self.dice.random() < 0.35

    def least_worn(self, fitting: Sequence[Phrase], account: Table) -> Phrase | None:
        """One of the least used phrases; in Welsh areas rather a Welsh one."""
        if not fitting:
            return None
        lean = 0.9 if self.welsh(account) else 0.0
        return min(
            fitting, key=lambda said: self.uses[said.key] + 1.3 * self.dice.random() - lean * (said.lang == "cy")
        )

    def luck_of_answer(self, at: datetime, old: timedelta) -> bool:
        """Whether we have answered by now: nearly all of the old, half of the young, evenly spread."""
        self.owed += 0.94 if self.began - at > old else 0.6
        if self.owed < 1:
            return False
        self.owed -= 1
        return True

    # What is said.

    def print(self, sheet: Sheet, account: Table, at: datetime) -> Opened | None:
        """Put a wording out on an account (on X the English a minute after the Welsh); None if it is too long."""
        slots = self.slots(account, at, sheet.lang)
        text = phrases.fill(sheet.text, slots, self.dice)
        if account["platform"] == "x" and phrases.weight(text) > X_LIMIT:
            return None
        self._note(sheet.key, sheet.topic, account, at)
        opened = self.post(account, at, text, sheet.topic, sheet.lang, sheet.quiet)
        english = sheet.key.replace(".cy", ".0")
        if sheet.pair and self.fresh(english, english, account, at):
            self._note(english, sheet.topic, account, at)
            pair = phrases.fill(sheet.pair, slots, self.dice)
            if phrases.weight(pair) <= X_LIMIT:
                self.post(account, at + timedelta(minutes=1), pair, sheet.topic, "en", sheet.quiet)
        return opened

    def _note(self, key: str, topic: str, account: Table, at: datetime) -> None:
        self.uses[key] += 1
        self.prints[key].append((account["id"], at))
        self.prints[topic].append((account["id"], at))

    def post(
        self, account: Table, at: datetime, text: str, topic: str, lang: str = "en", quiet: bool = False
    ) -> Opened:
        """A post of ours, with the numbers that it will have when it is grown."""
        platform, crowd = account["platform"], account["followers"]
        loud = 2.4 if topic in ("animals", "thanks", "found") else 1.0
        likes = int(self.dice.lognormvariate(2.3, 1.05) * loud * (crowd / 3500) ** 0.4)
        shares = int(likes * self.dice.lognormvariate(-0.8, 0.7))
        line: Line = {"type": "post", "platform": platform, "account": account["id"], "id": self.ident(account, at)}
        line |= {"text": text, "at": _told(at), "likes": likes, "replies": 0, "shares": shares, "lang": lang}
        if platform == "x" or crowd >= 100:  # of smaller pages nothing is told
            line["views"] = int(crowd * self.dice.uniform(0.12, 0.5) + likes * self.dice.uniform(30, 80))
        if platform != "x" and likes > 5:
            line["reactions"] = {_FEELINGS.get(topic, "love"): int(likes * self.dice.uniform(0.03, 0.3))}
        if shown := _MEDIA.get(zlib.crc32(f"{account['id']} {text}".encode()) % 10):
            line["media"] = shown
        opened = Opened(account, line["id"], at, topic, line, quiet=quiet)
        self.said.append(line)
        self.opened.append(opened)
        return opened

    def reply(self, opened: Opened, said: Phrase, at: datetime, answered: bool, prompt: bool = False) -> None:
        """A reply of the public's to a post, and what follows on it; `prompt`: our answer came within minutes."""
        at = at.replace(microsecond=0)
        slots = self.slots(opened.account, at, said.lang)
        self.uses[said.key] += 1
        opened.said.add(said.key)
        text = phrases.fill(said.text, slots, self.dice)
        line = self._public(opened, text, at, said)
        self._follow(opened, line, said, at, (answered, prompt), slots)

    def outside(self, account: Table, surface: str, said: Phrase, at: datetime, answered: bool) -> None:
        """What somebody writes to us outside our threads, and what follows on it."""
        slots = self.slots(account, at, said.lang)
        self.uses[said.key] += 1
        platform, text = account["platform"], phrases.fill(said.text, slots, self.dice)
        stranger = {**account, "id": str(self.dice.randrange(10**14, 10**15))} if surface == "tagged" else account
        line: Line = {"type": "reply", "platform": platform, "account": account["id"], "id": self.ident(stranger, at)}
        line |= {
            "author": self.author(platform),
            "text": text,
            "at": _told(at),
            "likes": self._liked(),
            "lang": said.lang,
        }
        if platform == "facebook":
            line["surface"] = surface.removesuffix("s")
        self.said.append(line)
        self._follow(Opened(account, line["id"], at, surface, line), line, said, at, (answered, False), slots)

    def _public(
        self, opened: Opened, text: str, at: datetime, said: Phrase, to: Line | None = None, by: str = ""
    ) -> Line:
        platform = opened.account["platform"]
        line: Line = {"type": "reply", "platform": platform, "post": opened.id, "id": self.ident(opened, at)}
        if to is not None:
            line["parent"] = to["id"]
        named = f"@{opened.account['handle']}"
        if platform == "x" and opened.account["handle"] in _WATCHED and not said.asks and self.dice.random() < 0.16:
            line["mentions"] = False
        elif platform == "x":
            others = f"@{to['author']} " if to is not None and not to.get("by_us") else ""
            text = f"{others}{named} {text}"
        line |= {"author": by or self.author(platform), "text": text, "at": _told(at), "likes": self._liked()}
        line["lang"] = said.lang if any(sign.isalpha() for sign in text.replace(named, "")) else "und"
        if at < self.began and "replies" in opened.line:
            opened.line["replies"] += 1
        self.said.append(line)
        return line

    def _follow(
        self, opened: Opened, line: Line, said: Phrase, at: datetime, ours: tuple[bool, bool], slots: dict[str, str]
    ) -> None:
        """What comes of a reply: another joins in, we answer, its author says something back (all in the past)."""
        root = line if "post" in line else None
        if said.asks:
            self.asked.add(line["id"])
        if said.other:
            later = at + timedelta(minutes=self.dice.randint(2, 30))
            self._public(opened, phrases.fill(said.other, slots, self.dice), later, said, root)
        answered, prompt = ours
        text = said.answer if answered else None
        if said.key.startswith("any.complaint") and answered and self.dice.random() < 0.35:
            text = self.dice.choice(phrases.content("replies")["any"]["holding"])
        when = self._office(at, prompt)
        if text is None or when >= self.began:
            return
        answer = self._answer(opened, line, phrases.fill(text, slots, self.dice), when, said.lang)
        back = when + timedelta(minutes=self.dice.randint(2, 50))
        if said.then and back < self.began:
            facebook = opened.account["platform"] == "facebook"
            self._public(
                opened,
                phrases.fill(said.then, slots, self.dice),
                back,
                said,
                root if facebook else answer,
                line["author"],
            )

    def _answer(self, opened: Opened, to: Line, text: str, at: datetime, lang: str) -> Line:
        account = opened.account
        line: Line = {"type": "reply", "platform": account["platform"], "post": opened.id, "id": self.ident(opened, at)}
        if "post" in to:
            line["parent"] = to["id"]
        if account["platform"] == "x":
            text = f"@{to['author']} {text}"
        line |= {"author": account["handle"], "text": text, "at": _told(at), "by_us": True, "lang": lang}
        line["likes"] = self.dice.choice((0, 0, 0, 1, 1, 2))
        self.answered.add(to["id"])
        self.said.append(line)
        return line

    def _office(self, at: datetime, prompt: bool) -> datetime:
        """When we answer: minutes later in an appeal, else within hours and by day."""
        if prompt:
            return at + timedelta(minutes=self.dice.randint(2, 9))
        when = at + timedelta(minutes=int(self.dice.lognormvariate(4.4, 1.2)) + 1)
        hour = when.astimezone(LONDON).hour
        if hour >= 20 or hour < 8:
            when += timedelta(hours=(32 - hour) % 24, minutes=self.dice.randint(0, 90))
        return when

    def _liked(self) -> int:
        return max(int(self.dice.lognormvariate(0.2, 1.1)) - 1, 0)

    def author(self, platform: str) -> str:
        return phrases.handle(self.dice) if platform == "x" else phrases.full_name(self.dice)

    def ident(self, place: Opened | Table, at: datetime) -> str:
        """An id as the platform makes them: on X by the millisecond, on Facebook with the page's or post's in front."""
        self.serial += 1
        account = place.account if isinstance(place, Opened) else place
        if account["platform"] == "x":
            return str(snowflake(at) + (self.dice.randrange(1000) << 22) + self.serial)
        number = f"{int(at.timestamp())}{self.serial:06d}"
        before = place.id.rpartition("_")[2] if isinstance(place, Opened) else account["id"]
        return f"{before}_{number}"


def _told(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
