"""Named test cases."""

from __future__ import annotations

from types import TracebackType

from wit_world.imports import tests as host

from ._report import to_wit
from .errors import call


class TestCase:
    """A test case, which begins with the `with` block and ends with it."""

    #: Not a class of tests, whatever a test runner thinks of the name.
    __test__ = False

    def __init__(self, name: str) -> None:
        self.name = name
        #: Whether it passed; none until it has ended.
        self.passed: bool | None = None
        self._case: host.TestCase | None = None

    def __enter__(self) -> TestCase:
        self._case = call(host.start_case, self.name)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if self._case is None:
            return False
        self.passed = error is None
        if error is None:
            call(self._case.passed)
        else:
            call(self._case.failed, to_wit(error))
        # A failed case does not end the workflow; what is no ordinary exception does.
        return error is None or isinstance(error, Exception)
