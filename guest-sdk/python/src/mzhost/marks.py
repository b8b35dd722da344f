"""Marks for functions."""

from typing import Callable, TypeVar

F = TypeVar("F", bound=Callable[..., object])


def hidden(workflow: F) -> F:
    """Leaves a workflow out of a plain `mzhost list`: `@hidden`."""
    return workflow
