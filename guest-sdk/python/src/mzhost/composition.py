"""What a workflow gets: its services, and what can be done with them."""

from __future__ import annotations

import sys
from typing import Callable, Mapping, Sequence

from wit_world.imports import composition as host
from wit_world.imports import jobs, testdrive

from . import variables
from ._options import MATERIALIZED, WAIT, Seconds, Words, exec_options, sql_target, words
from .cases import TestCase
from .containers import Containers
from .errors import call
from .http import Response, request
from .jobs import Job
from .overrides import Override
from .services import Declared
from .sql import Connection, Cursor, Rows, connect, wait_for_rows
from .testdrive import Summary, split, summary


class Composition(Containers):
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

    def override(self, *services: Declared) -> Override:
        """Puts other definitions in the place of services: `with c.override(Service("web", …)):`.

        Each replaces the service of its name as a whole, until the block ends. The next `up` makes the container anew.
        """
        return Override(services)

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
