"""Write mzhost workflows in Python.

A composition is a folder with `composition.py`. It has `SERVICES`, what runs in containers, and a function for each workflow:
`workflow_simple_test` is the workflow `simple-test`, and its docstring the description.

    from mzhost import Composition, Service, catalog

    SERVICES = [catalog.Postgres("db", password="secret"), Service("web", {"image": "my/web"})]

    def workflow_default(c: Composition) -> None:
        "The server answers."
        c.up("db")
        assert c.sql_query("select 1", service="db", password="secret") == [(1,)]

There is no file system and no network but by the calls of `Composition` and `files`.
"""

from . import catalog, files, log, variables
from .arguments import WorkflowArgumentParser
from .cases import TestCase
from .composition import Composition
from .errors import MzhostError
from .http import Response
from .jobs import Job, Outcome
from .marks import hidden
from .overrides import Override
from .results import Address, ContainerState, Execution, ResourceUsage
from .services import CatalogService, Declared, Service, merge
from .sql import Connection, Cursor, Rows
from .testdrive import Summary

__all__ = [
    "Address",
    "CatalogService",
    "Composition",
    "Connection",
    "ContainerState",
    "Cursor",
    "Declared",
    "Execution",
    "Job",
    "MzhostError",
    "Outcome",
    "Override",
    "ResourceUsage",
    "Response",
    "Rows",
    "Service",
    "Summary",
    "TestCase",
    "WorkflowArgumentParser",
    "catalog",
    "files",
    "hidden",
    "log",
    "merge",
    "variables",
]
