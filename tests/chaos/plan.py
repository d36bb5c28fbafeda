"""What an attack consists of: how much is published, by whom, and what goes wrong meanwhile."""

from dataclasses import dataclass, field

Shares = dict[str, float]

AFTERMATH: Shares = {"hang_up_after": 0.02, "server_error_after": 0.02, "truncated": 0.02, "slow": 0.015, "late": 0.015}
BEFORE: Shares = {"hang_up_before": 0.015, "server_error_before": 0.015, "dead_token": 0.01}
LIMITS: dict[str, Shares] = {
    "x": {"rate_limit": 0.015, "rate_limit_no_reset": 0.015},
    "facebook": {"rate_limit_no_reset": 0.03},  # a reset is told in whole minutes there: only for those who have time
}
READS: Shares = {
    "server_error_before": 0.03, "hang_up_before": 0.03, "rate_limit_no_reset": 0.03, "truncated": 0.03,
    "slow": 0.02, "cut": 0.01, "dead_token": 0.01, "lag": 0.84,
}  # fmt: skip
REFUSALS: Shares = {"forbidden": 0.01}


@dataclass(frozen=True)
class Times:
    """Short times, in seconds, in the proportions of the real ones: answers < lease, late + lag < window."""

    answer: float = 0.6
    lease: float = 5.0
    window: float = 5.0
    way: tuple[float, float] = (0.01, 0.1)  # from a worker to its platform
    usual: tuple[float, float] = (0.0, 0.05)  # until an answer comes that nothing befalls
    slow: float = 1.2  # beyond the client's patience
    late: float = 0.8  # accepted so long after the client has gone
    lag: float = 0.8  # a timeline knows nothing of what is younger
    dead: float = 0.4  # a token, until it comes back
    locked: float = 30.0  # how long SQLite waits for its lock


@dataclass(frozen=True)
class Plan:
    """One attack. `sabotage` names a deliberate breakage that the workers begin with; "" for none."""

    posts: int = 1_000
    accounts: int = 200
    workers: int = 3
    kills: int = 30
    between: tuple[float, float] = (0.0, 0.3)  # seconds from one kill until the next is looked for
    stops: int = 0  # SIGSTOP until well beyond lease and window, then SIGCONT: one for each wave
    spread: float = 12.0  # seconds over which the posts fall due
    waves: int = 0  # in which they fall due, all of a wave at once; 0: evenly
    resend: bool = True
    refusals: bool = False
    calm: bool = False  # the platforms do nothing wrong
    sabotage: str = ""
    seed: int = 1
    within: float = 150.0  # seconds until everything must be at rest
    times: Times = field(default_factory=Times)


def due_after(plan: Plan, number: int) -> float:
    """How many seconds after the beginning a post falls due, by its number."""
    if plan.waves:
        return number * plan.waves // plan.posts * plan.spread / plan.waves
    return plan.spread * number / plan.posts


def storms(plan: Plan) -> list[dict[str, object]]:
    """What the sandbox is told to do wrong, on 16 % of all requests and a timeline that lags on the rest."""
    times = plan.times
    always = {"way": times.way, "answers": times.usual, "seed": plan.seed}
    if plan.calm:
        return [{"platform": platform, **always} for platform in LIMITS]
    delay = {
        "slow": (times.slow, times.slow + 0.5),
        "late": (0.05, times.late),
        "lag": (0.0, times.lag),
    }
    return [
        {
            "platform": platform,
            "write": {**AFTERMATH, **BEFORE, **limits, **(REFUSALS if plan.refusals else {})},
            "read": READS,
            **always,
            "delay": delay,
            "reset_seconds": 1,
            "dead_for": times.dead,
        }
        for platform, limits in LIMITS.items()
    ]
