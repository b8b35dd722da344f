"""What the user granted to the composition."""

from __future__ import annotations

from wit_world.imports import variables as host


def get(name: str, default: str | None = None) -> str | None:
    """The value of an environment variable that the user granted with `--allow-env NAME`."""
    value = host.get(name)
    return default if value is None else value


def seed() -> str:
    """The run's seed, from which `random` starts: `--seed` repeats it."""
    return host.seed()


def project() -> str:
    """The project's name, which prefixes all container names."""
    return host.project()
