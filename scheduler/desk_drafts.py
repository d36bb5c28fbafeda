"""The desk, drafts: the words of an answer are kept as they are typed. No line of the trail: nothing was done yet."""

from uuid import UUID

from domain.clock import Clock
from domain.people import Act, Signed
from domain.posts import storable
from scheduler.desk_asked import allow_asked
from scheduler.desk_rules import Refused, Rules, missing
from store import drafts, queue
from store.db import Store
from store.tables import Account, Question

LONGEST = 20_000  # characters; more is no answer


def keep_words(store: Store, who: Signed, question_id: UUID, text: str, rules: Rules, now: Clock) -> None:
    """Keep the words of an answer that somebody is typing, and their claim while they do; no words, nothing kept."""
    words = storable(text)
    with store.writing() as db:
        at, asked = now(), db.get(Question, question_id)
        if asked is None:
            raise missing("question")
        allow_asked(who, Act.ANSWER, asked, db.get_one(Account, asked.account_id))
        if len(words) > LONGEST:
            raise Refused(f"That is {len(words):,} characters; {LONGEST:,} are kept. Make it shorter.")
        if words.strip():
            drafts.keep(db, question_id, who.person_id, words, at)
            queue.renew(db, question_id, who.person_id, queue.claim_until(db, who.person_id, rules.claim_for, at))
        else:
            drafts.forget(db, question_id, who.person_id)
