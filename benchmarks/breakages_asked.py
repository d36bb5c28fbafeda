"""The deliberate breakages of listening, the queue of questions, answering and telling who is on duty."""

from benchmarks.breakage import Breakage

LISTENER = ("tests/listener",)
ANSWERS = ("tests/scheduler/test_desk_answers.py", "tests/scheduler/test_walked_round.py")
QUEUE = ("tests/store/test_queue.py", "tests/scheduler/test_desk_queue.py")
DANGER = ("tests/scheduler/test_danger.py", "tests/scheduler/test_escalation.py")
CLOCK = ("tests/config/test_promise.py", "tests/test_promise.py", "tests/store/test_promises.py")

ASKED = (
    Breakage(
        "a correction is heard over", "store/verdicts.py", "_as_corrected(verdict, fixed.get(reply.id, {}))", "verdict",
        LISTENER,
    ),
    Breakage(
        "what a person has in hand is closed", "store/questions.py",
        "known[key].outcome is None and not known[key].touched", "known[key].outcome is None", LISTENER,
    ),
    Breakage(
        "danger that is over closes by itself", "store/standings.py",
        "    if finding.standing is Standing.WITHDRAWN and asked.lane in CONFIRMED_BY_A_PERSON:\n        return None\n",
        "", LISTENER,
    ),
    Breakage(
        "one poisonous comment stops the batch", "listener/listen.py",
        "    return [(one, _alone(ears, one)) for one in some]", "    raise", LISTENER,
    ),
    Breakage(
        "what is long past is asked of us", "store/questions.py", " and one.reply.since > now - LONG_AGO", "", LISTENER,
    ),
    Breakage(
        "a holding reply answers", "store/proofs.py", "by=row.author_id, holding=row.holding,", "by=row.author_id,",
        ANSWERS,
    ),
    Breakage(
        "who answers is not asked for a claim", "store/queue.py",
        "stands(now), col(Question.claimed_by_id) != who.person_id",
        "stands(now), col(Question.claimed_by_id).is_(None)",
        (*QUEUE, *ANSWERS),
    ),
    Breakage(
        "a claim never runs out", "store/queue.py", "    return col(Question.claimed_until) > now",
        "    return col(Question.claimed_until).is_not(None)", QUEUE,
    ),
    Breakage(
        "office hours pause danger", "config/promise.toml",
        'within = "15 minutes"', 'within = "15 working hours"', CLOCK,
    ),
    Breakage(
        "nobody is told of danger", "domain/listening/lanes.py", "Lane.DANGER", "Lane.CRIME", (*LISTENER, *DANGER),
    ),
)  # fmt: skip
