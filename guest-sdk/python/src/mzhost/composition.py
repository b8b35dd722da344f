"""The services of the composition: their life, their commands, their files."""

from __future__ import annotations

import json as _json
import sys
from dataclasses import dataclass
from typing import Any, Callable, Mapping, Sequence

from wit_world.imports import composition as host
from wit_world.imports import jobs, testdrive, types

from . import variables
from ._options import (
    MATERIALIZED,
    WAIT,
    Seconds,
    Words,
    content,
    exec_options,
    milliseconds,
    sql_target,
    words,
)
from .cases import TestCase
from .errors import call
from .http import Response, request
from .jobs import Job
from .overrides import Override
from .services import Declared
from .sql import Connection, Cursor, Rows, connect, wait_for_rows
from .testdrive import Summary, split, summary


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


def _execution(of: types.Execution) -> Execution:
    truncated = of.output.truncated or of.errors.truncated
    return Execution(of.exit_code, _trimmed(of.output.content), _trimmed(of.errors.content), truncated)


def _trimmed(text: str) -> str:
    """A text without its last line end, as a shell takes what a command printed."""
    return text.removesuffix("\n").removesuffix("\r")


class Composition:
    """The services of the composition. A workflow gets it as its first argument.

    Where several services are asked for, none means all of them; a list does as well as several arguments. Times are in
    seconds. Every call raises an `MzhostError` when it fails.
    """

    def __init__(self, workflows: Mapping[str, Callable[..., object]]) -> None:
        #: The functions of all workflows by the workflows' names.
        self.workflows = dict(workflows)

    @property
    def name(self) -> str:
        """The project's name, which prefixes all container names."""
        return variables.project()

    # Life.

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

    def override(self, *services: Declared) -> Override:
        """Puts other definitions in the place of services: `with c.override(Service("web", …)):`.

        Each replaces the service of its name as a whole, until the block ends. The next `up` makes the container anew.
        """
        return Override(services)

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
        return _execution(call(host.exec_with, service, words(command), options))

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
        return _execution(call(host.run_with, service, words(command), options))

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
        return _execution(call(host.wait_for_command, service, words(command), milliseconds(timeout)))

    # SQL and HTTP. Without a service, SQL is for the service `materialized`.

    def sql(
        self,
        statements: str,
        service: str | None = None,
        user: str | None = None,
        database: str | None = None,
        port: int | None = None,
        password: str | None = None,
        tls: str | None = None,
    ) -> None:
        """Runs statements separated by semicolons, on a connection of their own."""
        with self.sql_connection(service, user, database, port, password, tls) as connection:
            connection.batch(statements)

    def sql_query(
        self,
        statement: str,
        service: str | None = None,
        user: str | None = None,
        database: str | None = None,
        port: int | None = None,
        password: str | None = None,
        tls: str | None = None,
        parameters: Sequence[object] = (),
    ) -> Rows:
        """Runs one statement on a connection of its own and returns its rows."""
        with self.sql_connection(service, user, database, port, password, tls) as connection:
            return connection.query(statement, *parameters)

    def sql_connection(
        self,
        service: str | None = None,
        user: str | None = None,
        database: str | None = None,
        port: int | None = None,
        password: str | None = None,
        tls: str | None = None,
        within: Seconds | None = None,
    ) -> Connection:
        """Connects; `with c.sql_connection("db") as connection:` closes it at the end.

        `user` is `postgres`, `port` 5432 inside the container and `database` the user's name unless they are given. `tls` is
        `disable`, `prefer` or `require`. With `within`, connecting is tried again until the server answers or the time is over.
        """
        target = sql_target(service or MATERIALIZED, user, password, database, port, tls)
        return connect(target, within)

    def sql_cursor(
        self,
        service: str | None = None,
        user: str | None = None,
        database: str | None = None,
        port: int | None = None,
        password: str | None = None,
        tls: str | None = None,
    ) -> Cursor:
        """A cursor on a connection of its own; `with c.sql_cursor("db") as cursor:` closes both at the end."""
        return Cursor(self.sql_connection(service, user, database, port, password, tls), owns=True)

    def wait_for_rows(
        self,
        query: str,
        expected: Sequence[Sequence[object]],
        service: str | None = None,
        user: str | None = None,
        database: str | None = None,
        port: int | None = None,
        password: str | None = None,
        tls: str | None = None,
        timeout: Seconds = WAIT,
    ) -> None:
        """Runs a query again and again until it answers exactly these rows, in any order."""
        target = sql_target(service or MATERIALIZED, user, password, database, port, tls)
        wait_for_rows(target, query, expected, timeout)

    def http(
        self,
        service: str,
        container_port: int,
        method: str = "GET",
        path: str = "/",
        headers: Mapping[str, str] | None = None,
        body: str | bytes | None = None,
        json: object = None,
        timeout: Seconds = 30,
    ) -> Response:
        """Sends one HTTP request to a port of a service, which need not be published. No status is an error."""
        return request(service, container_port, method, path, headers, body, json, timeout)

    # Tests.

    def test_case(self, name: str) -> TestCase:
        """A named test case: `with c.test_case("the table is empty"):`. One that fails does not end the workflow.

        It is told in all reports, and the workflow fails at its end.
        """
        return TestCase(name)

    def run_testdrive_files(
        self, *globs: str, var: Mapping[str, object] | None = None, **options: object
    ) -> Summary:
        """Runs the `.td` files of the composition's folder that fit a glob.

        Options are named as the flags of `mzhost td`, `default_timeout="30s"`, or written among the globs,
        `"--default-timeout=30s"`; `var={"n": 1}` and `"--var=n=1"` are `${arg.n}` in the files.
        """
        return summary(call(testdrive.run_testdrive_files, *split(globs, var, options)))

    def testdrive(
        self,
        input: str,
        args: Sequence[str] = (),
        name: str | None = None,
        var: Mapping[str, object] | None = None,
        **options: object,
    ) -> Summary:
        """Runs a text as if it were a `.td` file, named after the line that calls unless `name` is given."""
        named = split(tuple(args), var, options)[1]
        return summary(call(testdrive.run_testdrive_source, name or _caller(), input, named))

    def run_sqllogictest_files(
        self, *globs: str, var: Mapping[str, object] | None = None, **options: object
    ) -> Summary:
        """Runs the `.slt` files of the composition's folder that fit a glob."""
        return summary(call(testdrive.run_sqllogictest_files, *split(globs, var, options)))

    def sqllogictest(
        self,
        input: str,
        args: Sequence[str] = (),
        name: str | None = None,
        var: Mapping[str, object] | None = None,
        **options: object,
    ) -> Summary:
        """Runs a text as if it were an `.slt` file, named after the line that calls unless `name` is given."""
        named = split(tuple(args), var, options)[1]
        return summary(call(testdrive.run_sqllogictest_source, name or _caller(), input, named))

    def workflow(self, name: str, *args: str) -> None:
        """Runs another workflow of the composition, on an instance of its own, and waits for its end."""
        call(host.workflow, name, words(args))

    # Work in the background: `with c.job_exec(…):` ends it with the block.

    def job_exec(
        self,
        service: str,
        *command: Words,
        stdin: str | bytes | None = None,
        env: Mapping[str, object] | None = None,
        user: str | None = None,
        workdir: str | None = None,
        check: bool = True,
        timeout: Seconds | None = None,
    ) -> Job:
        """Starts a command in a running container."""
        options = exec_options(stdin, env, user, workdir, check, timeout)
        return Job(call(jobs.exec, service, words(command), options))

    def job_sql(
        self,
        statements: Words,
        service: str | None = None,
        user: str | None = None,
        database: str | None = None,
        port: int | None = None,
        password: str | None = None,
        tls: str | None = None,
    ) -> Job:
        """Starts SQL statements, one after another on a connection of their own."""
        target = sql_target(service or MATERIALIZED, user, password, database, port, tls)
        return Job(call(jobs.sql, target, words([statements])))

    def job_workflow(self, name: str, *args: str) -> Job:
        """Starts another workflow of the composition, on an instance of its own."""
        return Job(call(jobs.workflow, name, words(args)))

    def job_testdrive_files(
        self, *globs: str, var: Mapping[str, object] | None = None, **options: object
    ) -> Job:
        """Starts `.td` files as `run_testdrive_files` does."""
        return Job(call(jobs.testdrive_files, *split(globs, var, options)))

    def job_sqllogictest_files(
        self, *globs: str, var: Mapping[str, object] | None = None, **options: object
    ) -> Job:
        """Starts `.slt` files as `run_sqllogictest_files` does."""
        return Job(call(jobs.sqllogictest_files, *split(globs, var, options)))


def _caller() -> str:
    """The line of the composition that called."""
    frame = sys._getframe(2)
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"
