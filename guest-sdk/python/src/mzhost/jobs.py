"""Work in the background."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType

from wit_world.imports import jobs as host

from ._options import WAIT, Seconds, milliseconds
from .errors import MzhostError, call, from_wit


@dataclass(frozen=True)
class Outcome:
    """How a job ended."""

    #: `passed`, `failed` or `cancelled`.
    state: str
    #: Why it failed.
    error: MzhostError | None
    #: What it printed.
    output: str


def _ended(outcome: host.Outcome) -> Outcome:
    error = None if outcome.error is None else from_wit(outcome.error)
    return Outcome(outcome.state, error, outcome.output.content)


class Job:
    """Work in the background. It ends with the workflow that started it; as a context manager, with its block."""

    def __init__(self, job: host.Job) -> None:
        self._job = job

    def poll(self) -> Outcome | None:
        """The outcome when the job has ended, none while it runs."""
        outcome = call(self._job.poll)
        return None if outcome is None else _ended(outcome)

    def wait(self, timeout: Seconds = WAIT) -> Outcome:
        """Waits for the end; the error is `job.timeout` when the time is over first (the job goes on)."""
        return _ended(call(self._job.wait, milliseconds(timeout)))

    def passed(self, timeout: Seconds = WAIT) -> Outcome:
        """Waits for the end, and raises unless the job passed."""
        outcome = self.wait(timeout)
        if outcome.state != "passed":
            raise outcome.error or MzhostError(f"the job was {outcome.state}")
        return outcome

    def cancel(self) -> Outcome:
        """Ends the job and waits until it has ended. A job that had ended keeps its outcome."""
        return _ended(call(self._job.cancel))

    def __enter__(self) -> Job:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        outcome = self.cancel()
        # A failure inside the block says more.
        if error is None and outcome.error is not None:
            raise outcome.error
