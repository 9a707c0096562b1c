"""Small facts about the deployment itself, such as how far the local clock was moved."""

from __future__ import annotations

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from storage.tables import parameters


class Parameters:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, name: str, default: str) -> str:
        query = select(parameters.c.value).where(parameters.c.name == name)
        return self._session.scalar(query) or default

    def set(self, name: str, value: str) -> None:
        known = self._session.scalar(
            update(parameters)
            .where(parameters.c.name == name)
            .values(value=value)
            .returning(parameters.c.name)
        )
        if known is None:
            self._session.execute(insert(parameters).values(name=name, value=value))
