"""Other definitions of services for a part of a workflow."""

from __future__ import annotations

from types import TracebackType

from wit_world.imports import overrides as host

from .errors import call
from .services import Declared, merge

# The host puts services back when it is told that nobody holds the replacement any more.
_held: list[host.Replacement] = []


class Override:
    """Services that are replaced, until the `with` block ends or `close` is called."""

    def __init__(self, services: tuple[Declared, ...]) -> None:
        self._replacement = call(host.replace, merge(*services))
        _held.append(self._replacement)

    def close(self) -> None:
        """Puts the services back. Closing it again does nothing."""
        call(self._replacement.close)

    def __enter__(self) -> Override:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()
