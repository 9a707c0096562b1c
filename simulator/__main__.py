"""Runs the stand-in by itself, with a few people to play."""

import argparse
import asyncio

from simulator.teams import Teams


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--bot", default="http://127.0.0.1:3978/api/messages", help="its address")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=3979)
    return parser.parse_args()


def furnished(bot_url: str) -> Teams:
    teams = Teams(
        bot_url,
        message_commands={"report": {"fr": "Signaler un incident", "en": "Report an incident"}},
    )
    camille = teams.add_person("Camille Petit", title="Agente, direction des lycées")
    nadia = teams.add_person("Nadia Roux", title="Assistance")
    teams.add_person("Jean-Marc Le Goff", title="Élu")
    teams.add_person("Invité de passage", role="guest")
    teams.add_team("DSI", ["Assistance", "Interventions"])
    teams.add_people_chat(camille, nadia)
    return teams


async def serve(bot_url: str, host: str, port: int) -> None:
    teams = furnished(bot_url)
    await teams.start(host, port)
    print(f"Salle d'essai : {teams.service_url}")
    try:
        await asyncio.Event().wait()
    finally:
        await teams.stop()


if __name__ == "__main__":
    options = arguments()
    try:
        asyncio.run(serve(options.bot, options.host, options.port))
    except KeyboardInterrupt:
        print("Fin.")
