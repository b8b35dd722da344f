"""The life of the services, their commands and their files."""

from __future__ import annotations

import json as _json
from typing import Any, Mapping

from wit_world.imports import composition as host

from ._options import WAIT, Seconds, Words, content, exec_options, milliseconds, words
from .errors import call
from .results import Address, ContainerState, Execution, ResourceUsage, execution


class Containers:
    """Calls about containers, which `Composition` has."""

    def up(self, *services: Words, wait: bool = True, timeout: Seconds | None = None) -> None:
        """Creates and starts services with all that they depend on, and waits until they are ready.

        What runs already and has not changed is left alone. `wait=False`: readiness is not waited for, except where
        `depends_on` asks for it. `timeout` is a limit on the whole; else the workflow's own holds.
        """
        names = words(services)
        if not wait:
            call(host.up_no_wait, names)
        elif timeout is None:
            call(host.up, names)
        else:
            call(host.up_within, names, milliseconds(timeout))

    def wait_ready(self, *services: Words, timeout: Seconds = WAIT) -> None:
        """Waits until services are ready: all probes pass, and what is meant to run once has exited with 0."""
        call(host.wait_ready, words(services), milliseconds(timeout))

    def down(self, destroy_volumes: bool = True) -> None:
        """Removes all containers and networks of the project, and its named volumes unless told otherwise."""
        call(host.down_volumes if destroy_volumes else host.down)

    def start(self, *services: Words) -> None:
        """Starts containers that exist, and waits until they are ready."""
        call(host.start, words(services))

    def stop(self, *services: Words, grace: Seconds | None = None) -> None:
        """Stops gracefully. `grace` takes the place of the service's `stop_grace_period`."""
        if grace is None:
            call(host.stop, words(services))
        else:
            call(host.stop_within, words(services), milliseconds(grace))

    def restart(self, *services: Words) -> None:
        """Stops and starts, and waits until ready."""
        call(host.restart, words(services))

    def pause(self, *services: Words) -> None:
        """Freezes all processes."""
        call(host.pause, words(services))

    def unpause(self, *services: Words) -> None:
        """Lets frozen processes go on."""
        call(host.unpause, words(services))

    def kill(self, *services: Words, signal: str | None = None) -> None:
        """Sends SIGKILL and waits for the exit; or another signal, by name or number, and does not wait."""
        if signal is None:
            call(host.kill, words(services))
        else:
            call(host.kill_with, words(services), signal)

    def rm(self, *services: Words) -> None:
        """Stops services and removes their containers with their anonymous volumes. What is not there is no error."""
        call(host.rm, words(services))

    def rm_volumes(self, *names: Words) -> None:
        """Removes named volumes; the next `up` makes them anew."""
        call(host.rm_volumes, words(names))

    # Commands and files.

    def exec(
        self,
        service: str,
        *command: Words,
        stdin: str | bytes | None = None,
        env: Mapping[str, object] | None = None,
        user: str | None = None,
        workdir: str | None = None,
        check: bool = True,
        timeout: Seconds | None = None,
    ) -> Execution:
        """Runs a command in a running container. A non-zero exit code is the error `exec.failed`, unless `check` is false."""
        options = exec_options(stdin, env, user, workdir, check, timeout)
        return execution(call(host.exec_with, service, words(command), options))

    def run(
        self,
        service: str,
        *command: Words,
        stdin: str | bytes | None = None,
        env: Mapping[str, object] | None = None,
        user: str | None = None,
        workdir: str | None = None,
        check: bool = True,
        timeout: Seconds | None = None,
    ) -> Execution:
        """Runs a command in a new container of the service, which is removed afterwards; without one, the service's own.

        Dependencies are brought up first.
        """
        options = exec_options(stdin, env, user, workdir, check, timeout)
        return execution(call(host.run_with, service, words(command), options))

    def copy_in(self, service: str, path: str, data: str | bytes, mode: int = 0o644) -> None:
        """Writes a file into a container, created or running. `mode` is the permission bits."""
        call(host.copy_in, service, path, content(data), mode)

    def copy_out(self, service: str, path: str) -> bytes:
        """Reads a file out of a container; at most 16 MiB."""
        return call(host.copy_out, service, path).content

    def logs(self, service: str, lines: int = 100) -> str:
        """The last lines of a service's log."""
        return call(host.logs, service, lines).content

    def port(self, service: str, container_port: int) -> Address:
        """The address that a container's TCP port is published at."""
        address = call(host.port, service, container_port)
        return Address(address.host, address.port)

    def state(self, service: str) -> ContainerState:
        """The state of a service's container."""
        of = call(host.state, service)
        return ContainerState(of.status, of.ready, of.exit_code, of.oom_killed, of.restarts)

    def stats(self, service: str) -> ResourceUsage:
        """What a service's running container uses at this moment."""
        of = call(host.stats, service)
        peak = None if of.memory_peak_bytes is None else int(of.memory_peak_bytes)
        memory, limit = int(of.memory_bytes), int(of.memory_limit_bytes)
        return ResourceUsage(memory, peak, limit, of.cpu_seconds, int(of.processes))

    def inspect(self, service: str) -> Any:
        """All that the engine tells of a service's container."""
        return _json.loads(call(host.inspect, service).content)

    # Conditions.

    def wait_for_exit(self, *services: Words, timeout: Seconds = WAIT) -> dict[str, int]:
        """Waits until containers have exited by themselves; the exit code of each service."""
        exits = call(host.wait_for_exit, words(services), milliseconds(timeout))
        return {exit.service: exit.exit_code for exit in exits}

    def wait_for_log(self, service: str, pattern: str, timeout: Seconds = WAIT) -> str:
        """Waits until a line of the service's log fits a regular expression (Rust's syntax); the line."""
        return call(host.wait_for_log, service, pattern, milliseconds(timeout))

    def wait_for_port(self, service: str, container_port: int, timeout: Seconds = WAIT) -> None:
        """Waits until a TCP port of the container accepts connections."""
        call(host.wait_for_port, service, container_port, milliseconds(timeout))

    def wait_for_http(
        self, service: str, container_port: int, path: str = "/", status: int = 200, timeout: Seconds = WAIT
    ) -> None:
        """Waits until an HTTP GET of a path answers this status."""
        call(host.wait_for_http, service, container_port, path, status, milliseconds(timeout))

    def wait_for_command(self, service: str, *command: Words, timeout: Seconds = WAIT) -> Execution:
        """Waits until a command in the container exits with 0."""
        return execution(call(host.wait_for_command, service, words(command), milliseconds(timeout)))
