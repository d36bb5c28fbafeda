"""X's search language, as far as threads and accounts need it: operators, negation, OR and parentheses."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sandbox import x_errors
from sandbox.items import Item
from sandbox.wire import Refusal
from sandbox.world import World

TOKEN = re.compile(r'\s*(-?\(|\)|-?"[^"]*"|[^\s()]+)')
Test = Callable[[World, Item], bool]


@dataclass
class Query:
    """A parsed query: what an item must satisfy, and the conversation or author that narrows where to look."""

    test: Test
    conversations: list[str]
    authors: list[str]
    spoken_to: list[str]


def parse(query: str) -> Query:
    """Read a query; 400 where X would not understand it."""
    if not query.strip() or len(query) > 512:
        raise x_errors.invalid("query", query, "The `query` query parameter must have 1 to 512 characters")
    words = TOKEN.findall(query)
    if "".join(words).replace(" ", "") != re.sub(r"\s+", "", query):
        raise x_errors.invalid("query", query, f"There were errors processing your request: {query}")
    parser = _Parser(words, query)
    test = parser.either()
    if parser.at != len(words):
        raise parser.wrong()
    joined = " ".join(words)
    return Query(
        test,
        re.findall(r"(?<!-)\bconversation_id:(\d+)", joined),
        re.findall(r"(?<![\w-])from:@?(\w+)", joined),
        re.findall(r"(?<![\w-])(?:to:@?|@)(\w+)", joined),
    )


class _Parser:
    def __init__(self, words: list[str], query: str) -> None:
        self.words, self.query, self.at = words, query, 0

    def wrong(self) -> Refusal:
        return x_errors.invalid("query", self.query, f"There were errors processing your request: {self.query}")

    def either(self) -> Test:
        tests = [self.all()]
        while self.at < len(self.words) and self.words[self.at] == "OR":
            self.at += 1
            tests.append(self.all())
        return tests[0] if len(tests) == 1 else lambda world, item: any(test(world, item) for test in tests)

    def all(self) -> Test:
        tests: list[Test] = []
        while self.at < len(self.words) and self.words[self.at] not in (")", "OR"):
            tests.append(self.one())
        if not tests:
            raise self.wrong()
        return tests[0] if len(tests) == 1 else lambda world, item: all(test(world, item) for test in tests)

    def one(self) -> Test:
        word = self.words[self.at]
        self.at += 1
        negative, word = word.startswith("-"), word.removeprefix("-")
        if word == "(":
            test = self.either()
            if self.at >= len(self.words):
                raise self.wrong()
            self.at += 1
        else:
            test = _term(word, self)
        return (lambda world, item: not test(world, item)) if negative else test


def _term(word: str, parser: _Parser) -> Test:
    operator, colon, value = word.partition(":")
    if colon and operator in _OPERATORS and value:
        return _OPERATORS[operator](value.lstrip("@").lower())
    if colon and operator in ("is", "has", "lang"):
        return _quality(operator, value)
    if word.startswith("@"):
        handle = word[1:].lower()
        return lambda world, item: f"@{handle}" in item.text.lower() or _speaks_to(world, item, handle)
    if colon and re.fullmatch(r"[a-z_]+", operator) and operator not in ("http", "https"):
        raise parser.wrong()
    plain = word.strip('"').lower()
    return lambda world, item: plain in item.text.lower()


def _handle(world: World, ident: str | None) -> str:
    found = world.accounts.get(("x", ident or "")) or world.people.get(("x", ident or ""))
    return found.handle.lstrip("@").lower() if found else ""


def _speaks_to(world: World, item: Item, handle: str) -> bool:
    return (
        item.mentions_us
        and item.kind != "post"
        and _handle(world, item.account) == handle != _handle(world, item.author)
    )


def _to(value: str) -> Test:
    def test(world: World, item: Item) -> bool:
        parent = world.items.get(("x", item.parent or "")) or world.gone.get(("x", item.parent or ""))
        return parent is not None and value in (parent.author, _handle(world, parent.author))

    return test


_OPERATORS: dict[str, Callable[[str], Test]] = {
    "conversation_id": lambda value: lambda world, item: item.root == value,
    "in_reply_to_tweet_id": lambda value: lambda world, item: item.parent == value,
    "from": lambda value: lambda world, item: value in (item.author, _handle(world, item.author)),
    "to": _to,
}


def _quality(operator: str, value: str) -> Test:
    if operator == "lang":
        return lambda world, item: item.lang == value
    if operator == "has":
        return lambda world, item: value == "links" and ("http" in item.text)
    kinds: dict[str, Test] = {
        "reply": lambda world, item: item.parent is not None,
        "retweet": lambda world, item: False,
        "quote": lambda world, item: item.quoted is not None,
    }
    return kinds.get(value, lambda world, item: False)
