"""The component that runs compositions from their sources."""

from __future__ import annotations

import wit_world
from mzhost import _entry, _stdlib

_stdlib.load()
_SOURCES = _entry.HostFiles()


class WitWorld(wit_world.WitWorld):
    def services(self) -> str:
        return _entry.services(_SOURCES)

    def list_workflows(self) -> str:
        return _entry.list_workflows(_SOURCES)

    def run_workflow(self, name: str, args: list[str]) -> None:
        _entry.run_workflow(_SOURCES, name, args)
