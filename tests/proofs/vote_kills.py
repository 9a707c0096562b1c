"""kill -9 while everybody votes, at every point where a ballot could be torn in two."""

from __future__ import annotations

from pathlib import Path

from tests.proofs.crashing_bot import POINTS
from tests.proofs.hall import Hall
from tests.proofs.kills import Scene, prove_scene
from tests.proofs.prepared import Databases, prepare
from tests.proofs.proof import Figure, Run
from tests.proofs.vote_audit import VoteAudit
from tests.proofs.voters import CHAMBER, Voters
from tests.support.postgresql import Server

KILLS = 200


async def _prepare(folder: Path, service_url: str, server: Server | None) -> Databases:
    return await prepare(folder, service_url, server, CHAMBER.furnish)


VOTES = Scene(
    claim=f"while {CHAMBER.members} members vote again and again",
    points=POINTS,
    prepare=_prepare,
    teams=Hall,
    crowd=Voters,
    audit=VoteAudit,
)


async def prove(run: Run) -> list[Figure]:
    return await prove_scene(run, VOTES, run.of(KILLS))
