"""The product beside other bots: alternating rounds in one run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.cast import APP_ID, SENTENCE, Cast
from tests.benchmarks.environments import Environment, NotInstalled
from tests.benchmarks.figures import Measurement
from tests.benchmarks.load import Plan, Seen
from tests.benchmarks.ours import Deployment, deployed
from tests.benchmarks.processes import DidNotStart, Server, Stub, free_port, press, running
from tests.benchmarks.voting import Ballots

SCRIPTS = Path(__file__).parent / "contenders"
WARM_UP_SECONDS = 1.0


@dataclass(frozen=True)
class Options:
    rounds: int
    seconds: float
    people: int
    say: Callable[[str], None]


@dataclass(frozen=True)
class Other:
    """Somebody else's bot: a script in an environment of its own."""

    name: str
    script: str
    gestures: tuple[str, ...]
    checks_tokens: bool = True


OTHERS = (
    Other("aiohttp", "aiohttp_card.py", ("click",), checks_tokens=False),
    Other("botbuilder", "botbuilder_echo.py", ("message", "click")),
    Other("agents", "agents_echo.py", ("message", "click")),
    Other("teams", "teams_echo.py", ("message", "click")),
)
OURS = ("status", "report", "repeat", "vote")

Measure = Callable[[float], Measurement]


def compare(
    stub: Stub, folder: Path, options: Options, only: list[str]
) -> tuple[list[Measurement], dict[str, str]]:
    """Every round of every contender, and why some were left out."""
    left_out: dict[str, str] = {}
    found: list[Measurement] = []
    with ExitStack() as stack:
        measures: list[Measure] = []
        if "ours" in only:
            deployment = stack.enter_context(deployed(stub, folder / "ours", people=options.people))
            measures += [_measure_ours(deployment, gesture) for gesture in OURS]
        for other in OTHERS:
            if other.name in only:
                measures += _measures_of(other, stub, folder, options, stack, left_out)
        for measure in measures if options.seconds > WARM_UP_SECONDS else ():
            measure(WARM_UP_SECONDS)
        for number in range(options.rounds):
            for measure in measures:
                found.append(measure(options.seconds))
                options.say(f"round {number + 1}: {_line(found[-1])}")
    return found, left_out


def _line(seen: Measurement) -> str:
    failed = f", {seen.failed} failed" if seen.failed else ""
    return (
        f"{seen.contender} {seen.gesture}: {seen.per_second:.0f}/s, "
        f"{seen.cpu_ms:.2f} ms of CPU{failed}"
    )


def _measures_of(
    other: Other,
    stub: Stub,
    folder: Path,
    options: Options,
    stack: ExitStack,
    left_out: dict[str, str],
) -> list[Measure]:
    try:
        environment = Environment(other.name)
        environment.install()
        server = stack.enter_context(_running_other(other, environment, stub, folder))
    except (NotInstalled, DidNotStart) as error:
        left_out[other.name] = str(error)
        options.say(f"{other.name} is left out: {error}")
        return []
    cast, token = Cast(options.people, stub.service_url), stub.token()
    if other.checks_tokens and not _refuses_forgeries(server, cast, token):
        left_out[other.name] = "it accepts a forged token"
        return []
    return [_measure_other(other, gesture, server, cast, token, stub) for gesture in other.gestures]


@contextmanager
def _running_other(
    other: Other, environment: Environment, stub: Stub, folder: Path
) -> Iterator[Server]:
    port, home = free_port(), folder / other.name
    home.mkdir()
    variables = {
        "PORT": str(port),
        "BENCH_APP_ID": APP_ID,
        "BENCH_TENANT": Cast(0, stub.service_url).tenant_id,
        "BENCH_IDENTITY": stub.identity,
        "BENCH_SERVICE_URL": stub.service_url,
    }
    command = [environment.python, str(SCRIPTS / other.script)]
    with running(command, variables, home / "bot.log", port) as server:
        yield server
    shutil.rmtree(home)


def _refuses_forgeries(server: Server, cast: Cast, token: str) -> bool:
    """A token whose signature is not that of its words; then a good one, to know the difference."""
    body = [[cast.message(cast.reporters[0], SENTENCE)]]
    signed, _, signature = token.rpartition(".")
    forged = f"{signed}.{signature[::-1]}"
    answers = [press(Plan(server.port, each, body, 60, once=True)) for each in (forged, token)]
    return [each.failed for each in answers] == [1, 0]


def _measure_other(
    other: Other, gesture: str, server: Server, cast: Cast, token: str, stub: Stub
) -> Measure:
    people = {
        "message": [[cast.message(person, SENTENCE)] for person in cast.reporters],
        "click": [[cast.pressed(person, "echo.click")] for person in cast.reporters],
    }[gesture]

    def measure(seconds: float) -> Measurement:
        stub.reset()
        before = server.cpu_seconds()
        seen = press(Plan(server.port, token, people, seconds))
        cpu = server.cpu_seconds() - before
        sent = stub.counts()["posts"]
        return _measurement(other.name, gesture, seen, seen.ended, cpu, sent)

    return measure


def _measure_ours(deployment: Deployment, gesture: str) -> Measure:
    if gesture == "vote":
        return _measure_votes(Ballots(deployment))
    cast = deployment.cast
    people = {
        "status": [[cast.pressed(person, "incident.list")] for person in cast.readers],
        "report": [[cast.report(person)] for person in cast.reporters],
        "repeat": [
            [cast.report(person, form=f"again{n}").replace("@id@", f"again{n}")]
            for n, person in enumerate(cast.reporters)
        ],
    }[gesture]
    if gesture == "repeat":
        press(deployment.plan(people, once=True, seconds=60))
        deployment.drain()

    def measure(seconds: float) -> Measurement:
        deployment.stub.reset()
        known, before = deployment.incidents(), deployment.server.cpu_seconds()
        seen = press(deployment.plan(people, seconds=seconds))
        ended = deployment.drain() if gesture == "report" else seen.ended
        cpu = deployment.server.cpu_seconds() - before
        counts = deployment.stub.counts()
        made = deployment.incidents() - known
        note = _what_is_missing(gesture, seen, made, counts)
        found = _measurement("ours", gesture, seen, ended, cpu, counts["posts"] + counts["puts"])
        return Measurement(**vars(found) | {"note": note})

    return measure


def _measure_votes(ballots: Ballots) -> Measure:
    """Over when every voter's receipt and the secretary's card are there."""
    deployment = ballots.deployment

    def measure(seconds: float) -> Measurement:
        people = ballots.open_vote()
        deployment.stub.reset()
        known, before = deployment.ballots(), deployment.server.cpu_seconds()
        seen = press(deployment.plan(people, seconds=seconds))
        ended = deployment.drain()
        cpu = deployment.server.cpu_seconds() - before
        counts, cast = deployment.stub.counts(), deployment.ballots() - known
        found = _measurement("ours", "vote", seen, ended, cpu, counts["posts"] + counts["puts"])
        acknowledged = seen.requests - seen.failed
        note = "" if cast == acknowledged else f"{acknowledged} acknowledged, {cast} in the journal"
        return Measurement(**vars(found) | {"note": note})

    return measure


def _what_is_missing(gesture: str, seen: Seen, made: int, counts: dict[str, int]) -> str:
    """Every acknowledged report is an incident, with the team's card and the reporter's."""
    wanted = seen.requests - seen.failed if gesture == "report" else 0
    if made != wanted:
        return f"{wanted} reports acknowledged, {made} incidents kept"
    if counts["posts"] != wanted or counts["updated"] != wanted:
        return f"{made} incidents, {counts['posts']} and {counts['updated']} cards delivered"
    return ""


def _measurement(
    contender: str, gesture: str, seen: Seen, ended: float, cpu: float, sent: int
) -> Measurement:
    return Measurement(
        contender=contender,
        gesture=gesture,
        requests=seen.requests,
        failed=seen.failed,
        seconds=ended - seen.began,
        answering=seen.seconds,
        cpu=cpu,
        latencies=seen.latencies,
        sent=sent,
        note=_why(seen),
    )


def _why(seen: Seen) -> str:
    failures = sorted(status for status in seen.statuses if not status.startswith("2"))
    return ", ".join(f"HTTP {status}" for status in failures)
