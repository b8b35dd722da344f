"""Arguments of calls in the form of the host."""

from __future__ import annotations

import math
from typing import Any, Iterable, Mapping, Union

from wit_world.imports import types

from .errors import MzhostError

#: Seconds.
Seconds = Union[int, float]
#: A word of a command or a service's name, or several.
Words = Union[str, Iterable[str]]

WAIT: Seconds = 60
MOST_MS = 2**32 - 1


def milliseconds(seconds: Seconds) -> int:
    """A time in the host's unit, rounded up, so that no limit becomes 0 by rounding."""
    if not seconds >= 0:
        raise MzhostError(f"a time is 0 or more seconds, not {seconds!r}", code="argument.invalid")
    return min(math.ceil(min(seconds * 1000, MOST_MS)), MOST_MS)


def words(several: Iterable[Words]) -> list[str]:
    """Words as `("a", "b")` and as `(["a", "b"],)`."""
    flat: list[str] = []
    for one in several:
        for word in [one] if isinstance(one, str) else one:
            if not isinstance(word, str):
                raise TypeError(f"expected a text, got {word!r}")
            flat.append(word)
    return flat


def text(value: object) -> str:
    """A value as mzhost writes it: `true` and `false` as in JSON."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def pairs(values: Mapping[str, object] | None) -> list[types.Variable]:
    return [types.Variable(name, text(value)) for name, value in (values or {}).items()]


def content(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)


def exec_options(
    stdin: str | bytes | None,
    env: Mapping[str, object] | None,
    user: str | None,
    workdir: str | None,
    check: bool,
    timeout: Seconds | None,
) -> types.ExecOptions:
    return types.ExecOptions(
        input=None if stdin is None else content(stdin),
        env=pairs(env),
        user=user,
        working_dir=workdir,
        check=check,
        timeout_ms=None if timeout is None else milliseconds(timeout),
    )


def sql_target(
    service: str,
    user: str | None,
    password: str | None,
    database: str | None,
    port: int | None,
    tls: str | None,
) -> types.SqlTarget:
    if service == MATERIALIZED:
        user, port, database = user or "materialize", port or 6875, database or "materialize"
    return types.SqlTarget(service=service, port=port, user=user, password=password, database=database, tls=tls)


#: The service that SQL is for when none is named.
MATERIALIZED = "materialized"


def some(**values: Any) -> dict[str, Any]:
    """The values that are set."""
    return {name: value for name, value in values.items() if value is not None}
