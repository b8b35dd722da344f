"""SQL over the PostgreSQL protocol to services by name."""

from __future__ import annotations

import json
from decimal import Decimal
from types import TracebackType
from typing import Any, Callable, Iterator, Sequence, Tuple

from wit_world.imports import sql as host
from wit_world.imports import types

from ._options import Seconds, milliseconds, text
from .errors import MzhostError, call

# Types whose values come as Python's own; all others are the server's text.
_CONVERSIONS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("int2", "int4", "int8", "oid", "uint2", "uint4", "uint8"), int),
    **dict.fromkeys(("float4", "float8"), float),
    "bool": lambda cell: cell == "t",
    "numeric": Decimal,
    "json": json.loads,
    "jsonb": json.loads,
}

Row = Tuple[Any, ...]


def _parameters(values: Sequence[object]) -> list[str | None]:
    """Values as the server reads them."""
    return [None if value is None else _parameter(value) for value in values]


def _parameter(value: object) -> str:
    if isinstance(value, (bytes, bytearray)):
        return f"\\x{value.hex()}"
    return json.dumps(value) if isinstance(value, dict) else text(value)


def _cell(value: object) -> str | None:
    """A value as the server writes it."""
    if isinstance(value, bool):
        return "t" if value else "f"
    return None if value is None else _parameter(value)


class Rows(Sequence[Row]):
    """The rows of a query as tuples: numbers, booleans and JSON as Python's values, all else as the server's text, NULL as None."""

    def __init__(self, rows: host.Rows) -> None:
        #: Names of the columns.
        self.columns = [column.name for column in rows.columns]
        #: Names of the columns' types, as the server calls them.
        self.types = [column.type_name for column in rows.columns]
        #: The server's own text of each value.
        self.texts = [tuple(row.cells) for row in rows.rows]
        #: Rows returned or changed.
        self.affected = int(rows.affected)
        #: Whether rows are missing because a limit was reached.
        self.truncated = rows.truncated
        convert = [_CONVERSIONS.get(name, str) for name in self.types]
        self._rows = [
            tuple(None if cell is None else as_value(cell) for as_value, cell in zip(convert, row)) for row in self.texts
        ]

    def dicts(self) -> list[dict[str, Any]]:
        """Each row as a dictionary with the columns' names."""
        return [dict(zip(self.columns, row)) for row in self._rows]

    def value(self) -> Any:
        """The only cell of the only row."""
        if len(self._rows) != 1 or len(self.columns) != 1:
            raise MzhostError(f"wanted one row with one column, got {len(self._rows)} with {len(self.columns)}")
        return self._rows[0][0]

    def __getitem__(self, at: Any) -> Any:
        return self._rows[at]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Rows):
            return self._rows == other._rows
        if isinstance(other, Sequence) and not isinstance(other, str):
            return self._rows == [tuple(row) if isinstance(row, list) else row for row in other]
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._rows)


class Connection:
    """A connection in autocommit mode; closed by `close`, or at the end of a `with` block."""

    def __init__(self, connection: host.Connection) -> None:
        self._connection = connection

    def query(self, statement: str, *parameters: object) -> Rows:
        """Runs one statement and returns its rows. `parameters` are for `$1`, `$2` …: the server gets their texts."""
        return Rows(call(self._connection.query, statement, _parameters(parameters)))

    def execute(self, statement: str, *parameters: object) -> int:
        """Runs one statement and returns the number of rows that it changed."""
        return int(call(self._connection.execute, statement, _parameters(parameters)))

    def batch(self, statements: str) -> None:
        """Runs statements separated by semicolons, in one implicit transaction."""
        call(self._connection.batch, statements)

    def cursor(self) -> Cursor:
        """A cursor on this connection."""
        return Cursor(self)

    def close(self) -> None:
        """Closes it. Closing twice is fine."""
        self._connection.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()


class Cursor:
    """Statements and their rows, as Python's database modules have them. Parameters are for `$1`, `$2` …"""

    def __init__(self, connection: Connection, owns: bool = False) -> None:
        self.connection = connection
        self._owns = owns
        self._rows: Rows | None = None
        self._at = 0

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> Cursor:
        """Runs one statement."""
        self._rows, self._at = self.connection.query(statement, *parameters), 0
        return self

    @property
    def rowcount(self) -> int:
        """Rows that the last statement returned or changed; -1 before it."""
        return -1 if self._rows is None else self._rows.affected

    def fetchone(self) -> Row | None:
        """The next row; none after the last."""
        rows = self.fetchmany(1)
        return rows[0] if rows else None

    def fetchmany(self, size: int = 1) -> list[Row]:
        """The next rows."""
        if self._rows is None:
            raise MzhostError("there are no rows: nothing was executed")
        rows: list[Row] = self._rows[self._at : self._at + size]
        self._at += len(rows)
        return rows

    def fetchall(self) -> list[Row]:
        """The rows that are left."""
        return self.fetchmany(len(self._rows or ()))

    def __iter__(self) -> Iterator[Row]:
        return iter(self.fetchall())

    def close(self) -> None:
        """Closes it, and the connection if it was made for it."""
        if self._owns:
            self.connection.close()

    def __enter__(self) -> Cursor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()


def connect(target: types.SqlTarget, within: Seconds | None) -> Connection:
    if within is None:
        return Connection(call(host.connect, target))
    return Connection(call(host.connect_within, target, milliseconds(within)))


def wait_for_rows(target: types.SqlTarget, query: str, expected: Sequence[Sequence[object]], timeout: Seconds) -> None:
    rows = [host.Row([_cell(cell) for cell in row]) for row in expected]
    call(host.wait_for_rows, target, query, rows, milliseconds(timeout))
