"""`app.py serve` in this process, beside a task that watches how long the event loop is held.

Every 5 ms it asks to be woken: how much later it is woken is a hold. `cpu` is what the loop's own
thread has used meanwhile, `process` what all our threads have: a hold without the first is a thread
of ours that keeps the interpreter; without either, another process, or a call that blocks.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import uvloop

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from bot.commands import serve

EVERY = 0.005
WORTH_NOTING = 0.010


async def watch(holds: list[dict[str, float]]) -> None:
    while True:
        before, used, all_used = time.monotonic(), time.thread_time(), time.process_time()
        await asyncio.sleep(EVERY)
        late = time.monotonic() - before - EVERY
        if late > WORTH_NOTING:
            cpu, process = time.thread_time() - used, time.process_time() - all_used
            holds.append({"at": before, "seconds": late, "cpu": cpu, "process": process})


async def main() -> None:
    holds: list[dict[str, float]] = []
    watching = asyncio.create_task(watch(holds))
    await serve("127.0.0.1", int(os.environ["PORT"]), local=False)
    watching.cancel()
    Path(os.environ["BENCH_HOLDS"]).write_text(json.dumps(holds), encoding="utf-8")


uvloop.run(main())
