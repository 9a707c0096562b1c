"""What is said to the bot in a channel: a team's channel is bound here, and nothing else."""

from __future__ import annotations

from cards.actions import BindChannel, ShowChannelHelp
from cards.texts import normal, words_of
from dialogs.routing import ANYONE, Reply, Router, Turn
from dialogs.session_turns import BOARD_TEAM
from domain.errors import Refusal
from domain.organisation import Organisation
from domain.people import Role

router = Router()
router.typed("channel", lambda rest: BindChannel(team=rest), takes_rest=True, in_shared=True)
router.typed("channel", lambda rest: BindChannel(team=rest), takes_rest=True)


@router.on(BindChannel, allowed=frozenset({Role.ADMIN, Role.SUPERVISOR}))
def bind_channel(turn: Turn, action: BindChannel) -> Reply:
    """From now on the requests of a team come to this channel. Binding twice is binding once."""
    if not turn.place.is_shared:
        raise Refusal("channel.not_here")
    place, by = turn.place.conversation_id, turn.person.person_id
    if normal(action.team) in words_of("session"):
        turn.store.conversations.bind(BOARD_TEAM, place, by, turn.at)
        return Reply(sentence=turn.texts("channel.board_bound"))
    team = _team_named(action.team, turn.organisation)
    turn.store.conversations.bind(team, place, by, turn.at)
    return Reply(sentence=turn.texts("channel.bound", team=turn.organisation.teams[team].name))


@router.on(ShowChannelHelp, allowed=ANYONE, reads=True)
def show_channel_help(turn: Turn, action: ShowChannelHelp) -> Reply:
    """Requests are private: a channel is told what it is for, and people where to write."""
    names = ", ".join(turn.organisation.teams)
    lines = [
        turn.texts("channel.write_in_private"),
        turn.texts("channel.how_to_bind", teams=names),
    ]
    return Reply(sentence="\n\n".join(lines))


def _team_named(words: str, organisation: Organisation) -> str:
    """The team that these words name: its key or its name, accents and case aside."""
    for key, team in organisation.teams.items():
        if normal(words) in {normal(key), normal(team.name)}:
            return key
    names = ", ".join(team.key for team in organisation.teams.values())
    raise Refusal("channel.unknown_team", teams=names)
