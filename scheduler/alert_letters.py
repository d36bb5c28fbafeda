"""Writes the letter about some matters, from what is known at this moment."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from domain.clock import in_london
from domain.matters import OF_DANGER, OF_QUESTIONS, OF_THE_SERVICE, Matter
from scheduler import alert_words, alert_words_asked, alert_words_service, digest, shifts
from scheduler.alert_groups import ONE
from scheduler.alert_paper import FIRST
from scheduler.alert_words_asked import Became
from scheduler.alert_words_service import Ended, Service
from scheduler.letters import Letter, Post
from store import alerts, hearing, matters, workers
from store.hearing import LISTENER
from store.reports import alarms
from store.reports.pressing import PUBLISHER
from store.tables import Alert

LOOKED_UP = 5_000  # matters of one message whose facts are looked up

Group = Sequence[Alert]
Words = tuple[str, str]


def written(post: Post, name: str, group: Group, to: tuple[str, ...], now: datetime) -> Letter:
    """The message about these matters, which are of one kind."""
    kind = Matter(group[0].kind)
    after = group[0].matter.split()[-1] if kind is Matter.OVER else ""
    subject, body = WRITE.get(kind, _about)(post, name, group, now)
    return Letter(name, to, subject, body, now, after, urgent=kind in OF_DANGER)


def _about(post: Post, name: str, group: Group, now: datetime) -> Words:
    """About one post, hold, take-down or account, or about many."""
    kind, over_at = Matter(group[0].kind), _ended_at(group)
    with post.store.reading() as db:
        facts = matters.facts(db, kind, _subjects(group), now)
    if len(group) == 1 and name.startswith(ONE) and facts:
        return alert_words.single(post.manner, kind, facts[0], over_at)
    return alert_words.gathered(post.manner, kind, len(group), facts, _over(group))


def _of_questions(post: Post, name: str, group: Group, now: datetime) -> Words:
    kind = Matter(group[0].kind)
    with post.store.reading() as db:
        facts = alarms.facts(db, _subjects(group))
    if len(group) == 1 and facts:
        return alert_words_asked.one(post.manner, kind, facts[0], _ended_at(group))
    return alert_words_asked.several(post.manner, kind, len(group), facts, _over(group))


def _of_the_service(post: Post, name: str, group: Group, now: datetime) -> Words:
    kind = Matter(group[0].kind)
    with post.store.reading() as db:
        if kind is Matter.NO_LISTENER:
            service = Service(hearing.waiting(db), None, (), *matters.last_heard(db, LISTENER))
            return alert_words_service.nobody_listens(post.manner, service)
        waiting, since, first = matters.overdue(db, now, FIRST)
        service = Service(waiting, since, first, *matters.last_heard(db, PUBLISHER))
    return alert_words_service.of_the_service(post.manner, kind, service)


def _of_the_end(post: Post, name: str, group: Group, now: datetime) -> Words:
    letter = group[0].matter.split()[-1]
    with post.store.reading() as db:
        told = alerts.in_letter(db, letter)
        subjects = _subjects(told)
        kind = Matter(told[0].kind) if told else Matter.LATE
        if kind in OF_DANGER:
            became = [Became(fact, _taken_up(fact)) for fact in alarms.facts(db, subjects)]
            return alert_words_asked.danger_over(post.manner, became, len(told))
        worker = LISTENER if kind is Matter.NO_LISTENER else PUBLISHER
        at_work = any(not one.trouble for one in workers.alive(db, worker, now))
        began_at = min((one.raised_at for one in told), default=now)
        known = matters.became(db, subjects)
        ended = Ended(kind, len(told), began_at, group[0].seen_at, known, at_work)
    return alert_words_service.over(post.manner, ended)


def _taken_up(fact: alarms.QuestionFacts) -> str:
    """What became of a danger that people were told of."""
    if fact.seen_by and fact.seen_at:
        return f"seen by {fact.seen_by}, {in_london(fact.seen_at)}"
    if fact.outcome:
        return f"closed: {fact.outcome.value.replace('_', ' ')}"
    if fact.claimed_by:
        return f"{fact.claimed_by} has it in hand"
    return "an answer is on its way" if fact.lane == "danger" else "a person, or listening, says that it is none"


def _subjects(group: Group) -> list[UUID]:
    return [one.subject_id for one in group if one.subject_id][:LOOKED_UP]


def _ended_at(group: Group) -> datetime | None:
    return group[0].seen_at if group[0].settled_at else None


def _over(group: Group) -> int:
    return sum(one.settled_at is not None for one in group)


WRITE: Mapping[Matter, Callable[[Post, str, Group, datetime], Words]] = {
    **dict.fromkeys(OF_QUESTIONS, _of_questions),
    **dict.fromkeys(OF_THE_SERVICE, _of_the_service),
    Matter.OVER: _of_the_end,
    Matter.SHIFT: lambda post, name, group, now: shifts.letter(post, group[0], now),
    Matter.DIGEST: lambda post, name, group, now: digest.letter(post, group[0], now),
}
