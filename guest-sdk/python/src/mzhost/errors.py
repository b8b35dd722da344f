"""What a call of mzhost fails with, and how that crosses the border to the host."""

from __future__ import annotations

from typing import Any, Callable, Mapping, TypeVar

from componentize_py_types import Err

T = TypeVar("T")

WORKFLOW_FAILED = "workflow.failed"


class MzhostError(Exception):
    """What a call of mzhost fails with, and what a workflow may raise to fail with a code of its own."""

    # As users import it, and as tracebacks name it.
    __module__ = "mzhost"

    def __init__(
        self,
        message: str,
        *,
        code: str = WORKFLOW_FAILED,
        service: str | None = None,
        details: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        #: One sentence for people.
        self.message = message
        #: A dotted name for programs, such as `sql.error`: docs/error-codes.md lists them.
        self.code = code
        #: The service it concerns, where there is one: mzhost then shows the last lines of its log.
        self.service = service
        #: Facts, such as `sqlstate`, `exit-code` or `output`.
        self.details: dict[str, str] = dict(details or {})

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (self.message, self.code, self.service, self.details))

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        facts = {"code": self.code, "service": self.service, "details": self.details}
        shown = ", ".join(f"{name}={value!r}" for name, value in facts.items() if value)
        return f"MzhostError({self.message!r}, {shown})"


def _again(message: str, code: str, service: str | None, details: dict[str, str]) -> MzhostError:
    return MzhostError(message, code=code, service=service, details=details)


def from_wit(error: Any) -> MzhostError:
    """An error of the host as an exception."""
    details = {detail.key: detail.value for detail in error.details}
    return MzhostError(error.message, code=error.code, service=error.service, details=details)


def call(function: Callable[..., T], *args: Any) -> T:
    """Calls the host. Its `Err` is a frozen dataclass, which no context manager can pass on, so it ends here."""
    try:
        return function(*args)
    except Err as err:
        error = from_wit(err.value)
    raise error
