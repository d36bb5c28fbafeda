"""The deliberate breakages: what is right in the code, what is put in its place, and which tests ought to see it."""

from benchmarks.breakage import Breakage
from benchmarks.breakages_asked import ASKED

LINE = ("tests/scheduler/test_publisher.py", "tests/store/test_publications.py")
CRASHES = ("tests/scheduler/test_every_crash.py", "tests/scheduler/test_publisher.py")
HOLDS = ("tests/scheduler/test_holds.py", "tests/store/test_holds.py", "tests/scheduler/test_gate.py")
LOST = ("tests/scheduler/test_reconciler.py", "tests/scheduler/test_publisher.py", "tests/store/test_publications.py")
DESK = ("tests/scheduler/test_desk.py", "tests/scheduler/test_side_doors.py")
ONCE = ("tests/scheduler/test_at_most_once.py",)
X, FACEBOOK = "tests/platforms/test_x_write.py", "tests/platforms/test_facebook_publishing.py"


BREAKAGES = (
    Breakage(
        "claim without compare",
        "store/publications.py",
        "        _p.c.id == _WHICH,\n        _p.c.state == State.QUEUED,\n        _p.c.not_before <= _NOW,",
        "        _p.c.id == _WHICH,\n        _p.c.not_before <= _NOW,",
        LINE,
    ),
    Breakage(
        "claim before its time",
        "store/publications.py",
        "        _p.c.state == State.QUEUED,\n        _p.c.not_before <= _NOW,\n        _p.c.expires_at > _NOW,\n"
        "        ~held",
        "        _p.c.state == State.QUEUED,\n        _p.c.expires_at > _NOW,\n        ~held",
        LINE,
    ),
    Breakage(
        "claim after its time",
        "store/publications.py",
        "        _p.c.not_before <= _NOW,\n        _p.c.expires_at > _NOW,\n        ~held(_p, _NOW),",
        "        _p.c.not_before <= _NOW,\n        ~held(_p, _NOW),",
        LINE,
    ),
    Breakage(
        "hold read only before the claim", "store/publications.py", "        ~held(_p, _NOW),\n        ~closed(),",
        "        ~closed(),", HOLDS,
    ),
    Breakage(
        "closed question read only before the claim", "store/publications.py",
        "        ~held(_p, _NOW),\n        ~closed(),", "        ~held(_p, _NOW),", DESK,
    ),
    Breakage(
        "claims do not pass the gate", "store/publications.py", "    pass_gate(db)\n    claimed", "    claimed", HOLDS,
    ),
    Breakage(
        "placing a hold does not close the gate", "store/holds.py",
        "        db.execute(select(func.pg_advisory_xact_lock(GATE)))", "        pass", HOLDS,
    ),
    Breakage(
        "a hold spares what it does not name", "store/holds.py",
        "        fits(hold.c.team_id, here.c.team_id),\n", "", HOLDS,
    ),
    Breakage(
        "lifting a hold leaves what fell due in the queue", "scheduler/desk_holds.py",
        "        overdue.fall_due(db, at)\n", "", HOLDS,
    ),
    Breakage(
        "settle without the fence", "store/publications.py",
        ' & (_p.c.attempts == bindparam("number"))', ' & (bindparam("number") > 0)', LINE,
    ),
    Breakage(
        "no attempt on disk before the call", "store/publications.py",
        '            "outcome": "started",\n', '            "outcome": "unknown",\n', (*LINE, *LOST),
    ),
    Breakage(
        "two at once on one account", "store/turns.py",
        "    return (_p.c.state == State.QUEUED) & ~held(_p, now) & ~in_hand.correlate(_p)",
        "    return (_p.c.state == State.QUEUED) & ~held(_p, now)", LINE,
    ),
    Breakage(
        "a platform's pause is passed over", "store/turns.py", "    return ~paused.correlate(_account)",
        "    return ~paused.correlate(_account) | (_account.c.id == _account.c.id)", LINE,
    ),
    Breakage(
        "the sweep queues again", "store/overdue.py", "        .values(state=State.UNKNOWN, unknown_at=now,",
        "        .values(state=State.QUEUED, unknown_at=now,", (*LOST, *CRASHES),
    ),
    Breakage(
        "the sweep forgets the lease", "store/overdue.py", "_p.c.claimed_at < now - lease", "_p.c.claimed_at <= now",
        LOST,
    ),
    Breakage(
        "too late is sent by itself", "store/overdue.py", "    return _wait(db, _p.c.expires_at <= now,",
        "    return _wait(db, _p.c.expires_at <= _p.c.due_at,", (*LINE, "tests/scheduler/test_metronome.py"),
    ),
    Breakage(
        "what we do not understand is queued again", "scheduler/verdicts.py",
        "            return Verdict(State.UNKNOWN)",
        "            return Verdict(State.QUEUED, now + RECONNECT)", CRASHES,
    ),
    Breakage(
        "a refusal is tried again", "scheduler/verdicts.py", "            return Verdict(State.FAILED)",
        "            return Verdict(State.QUEUED, now + RECONNECT)", LINE,
    ),
    Breakage(
        "a refusal after an unknown try counts as proof of absence", "scheduler/publisher.py",
        "        if isinstance(error, Rejected) and overdue.ever_unknown(db, one.publication.id):", "        if False:",
        (*LINE, *CRASHES),
    ),
    Breakage(
        "a fault of ours after the claim is forgotten", "scheduler/publisher.py",
        "    except Exception as error:  # whatever it was, the claim must be settled",
        "    except PlatformError as error:", LINE,
    ),
    Breakage(
        "a woken worker sends all the same", "scheduler/publisher.py",
        "        with no_later_than(_last_start(means, mine), means.elapsed):", "        if True:",
        ("tests/scheduler/test_publisher.py", "tests/platforms/test_too_late.py"),
    ),
    Breakage(
        "a doubted clock publishes", "scheduler/publisher.py",
        "    if means.doubt():  # its time may not have come, or be long over\n        return None\n", "",
        ("tests/scheduler/test_steady.py", "tests/scheduler/test_metronome.py"),
    ),
    Breakage(
        "not found is taken for absent at the first look", "scheduler/reconciler.py",
        "        if asked_at - since >= means.window and _may_go_again(means, one, asked_at):",
        "        if _may_go_again(means, one, asked_at):", LOST,
    ),
    Breakage(
        "sent again without the force's rule", "scheduler/reconciler.py",
        "    rule = means.resend_unknown or means.capabilities(one.account.platform).safe_to_repeat",
        "    rule = True", LOST,
    ),
    Breakage(
        "what came back with a backup is not looked for", "scheduler/restored.py",
        "    if since is None:\n        return False", "    return False", ("tests/doors/test_backup.py",),
    ),
    Breakage(
        "a restored queue is believed", "store/restored.py",
        "    unknown += _doubt(db, (_p.c.state == State.QUEUED) & (_p.c.not_before <= now), MAYBE_OUT, now)\n", "",
        ("tests/doors/test_backup.py",),
    ),
    Breakage(
        "5xx on write is called safe (X)", "platforms/x_errors.py",
        '    lost = Ambiguous if response.request.method == "POST" else Transient', "    lost = Transient", (X,),
    ),
    Breakage(
        "an unreadable answer to a write is called safe (X)", "platforms/x_errors.py",
        "        lost = Ambiguous if writing else Transient", "        lost = Transient", (X,),
    ),
    Breakage(
        "5xx on write is called safe (Facebook)", "platforms/facebook_errors.py",
        "        lost = Ambiguous if writing else Transient", "        lost = Transient",
        (FACEBOOK, "tests/platforms/test_facebook_errors.py"),
    ),
    Breakage(
        "a broken line while writing is called safe", "platforms/wire.py",
        "            raise Ambiguous(f\"There was no answer to what was sent ({name}).\") from None",
        "            raise Transient(f\"There was no answer to what was sent ({name}).\") from None",
        ("tests/platforms/test_wire.py", X, FACEBOOK),
    ),
    Breakage(
        "one approves one's own words", "scheduler/desk_approving.py",
        "        if who.person_id in messages.writers(db, message):", "        if False:", DESK,
    ),
    Breakage(
        "a late approval goes out at once", "scheduler/desk_approving.py",
        "    if late := desk_checks.past(due, now):", "    if late := None:", DESK,
    ),
    Breakage(
        "an edit leaves the old words in the queue", "scheduler/desk_writing.py",
        "    stopped = messages.stop(db, which, STOPPABLE)\n    messages.stop(db, which, [State.FAILED])",
        "    stopped = 0\n    messages.stop(db, which, [State.FAILED])", DESK,
    ),
    Breakage(
        "a file is uploaded anew at every try", "scheduler/uploads.py",
        "        if uploaded and digest == file.digest and", "        if False and uploaded and",
        ("tests/scheduler/test_uploads.py",),
    ),
    Breakage(
        "a post leaves without its picture", "scheduler/uploads.py",
        "        raise Rejected(str(fault)) from None", "        return where",
        ("tests/scheduler/test_uploads.py",),
    ),
    Breakage(
        "what was found proves two", "store/proofs.py",
        "    if how and _is_of_another(db, which, proof.external_id):\n        return False\n", "", ONCE,
    ),
    Breakage(
        "a refused try of a withdrawn post leaves later", "scheduler/publisher.py",
        "            messages.stop_withdrawn(db, one.publication.id, now)\n", "", ONCE,
    ),
    Breakage(
        "what was approved after the backup is not looked for", "store/restored.py",
        "    db.execute(update(_m).where(_m.c.stage != Stage.WITHDRAWN).values(look_since=since))\n", "", ONCE,
    ),
    Breakage(
        "who knows of an earlier try only sends again", "scheduler/desk_resolving.py",
        "one.attempts if seen is None else seen", "one.attempts", ONCE,
    ),
    Breakage(
        "what was given up is sent again unlooked", "scheduler/desk_resolving.py",
        '            "look_since": since,\n', "", ONCE,
    ),
    Breakage(
        "a withdrawal does not wait for an approval", "scheduler/desk_writing.py",
        "_get(db, which, lock=True)\n    allow(who, Act.WITHDRAW",
        "_get(db, which)\n    allow(who, Act.WITHDRAW",
        ONCE,
    ),
    *ASKED,
)  # fmt: skip
