"""The buttons of the queue and of the search."""

from __future__ import annotations

from cards.actions import Action, Id, Page, Written


class ShowQueue(Action):
    verb = "queue.show"
    page: Page = 0
    mine: bool = False


class ExportQueue(Action):
    verb = "queue.export"


class ShowForStaff(Action):
    verb = "incident.desk"
    incident_id: Id


class SearchIncidents(Action):
    verb = "incident.search"
    words: Written = ""
    page: Page = 0
