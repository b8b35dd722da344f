"""What calls about containers answer."""

from __future__ import annotations

from dataclasses import dataclass

from wit_world.imports import types


@dataclass(frozen=True)
class Address:
    """An address that the machine of the Docker client can reach."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Execution:
    """What a command printed and how it ended."""

    #: Exit code; 128 + N after signal N.
    returncode: int
    #: Without the last line end, as a shell takes it.
    stdout: str
    stderr: str
    #: Whether output is missing; the whole is in the run folder.
    truncated: bool


@dataclass(frozen=True)
class ContainerState:
    """The state of a service's container."""

    #: `created`, `running`, `paused`, `restarting`, `exited`, `dead`, or `absent` when there is none.
    status: str
    #: Whether mzhost saw it ready since its last start.
    ready: bool
    exit_code: int | None
    #: Whether the kernel killed it for its memory limit.
    oom_killed: bool
    #: How often the engine restarted it.
    restarts: int


@dataclass(frozen=True)
class ResourceUsage:
    """What a running container uses."""

    memory_bytes: int
    #: The most memory that it had; none where the kernel does not tell.
    memory_peak_bytes: int | None
    memory_limit_bytes: int
    #: Processor time of all its processes since its start.
    cpu_seconds: float
    #: Its processes and threads.
    processes: int


def execution(of: types.Execution) -> Execution:
    truncated = of.output.truncated or of.errors.truncated
    return Execution(of.exit_code, _trimmed(of.output.content), _trimmed(of.errors.content), truncated)


def _trimmed(text: str) -> str:
    """A text without its last line end, as a shell takes what a command printed."""
    return text.removesuffix("\n").removesuffix("\r")
