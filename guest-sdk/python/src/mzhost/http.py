"""HTTP requests to services by name."""

from __future__ import annotations

import json as _json
from dataclasses import dataclass
from typing import Any, Mapping

from wit_world.imports import http as host

from ._options import Seconds, content, milliseconds
from .errors import MzhostError, call

#: Characters of a body that an error shows.
SHOWN = 300


@dataclass(frozen=True)
class Response:
    """What a server answered, whatever the status."""

    status: int
    #: Names in lower case; of a name that comes several times, the values joined by commas.
    headers: dict[str, str]
    #: At most 16 MiB.
    body: bytes
    #: Whether some of the body is missing.
    truncated: bool
    #: The service and what was asked of it, for errors.
    service: str
    asked: str

    @property
    def ok(self) -> bool:
        """Whether the status is 200 to 299."""
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The body as text; what is no UTF-8 is replaced."""
        return self.body.decode(errors="replace")

    def json(self) -> Any:
        """The body as JSON."""
        return _json.loads(self.body)

    def raise_for_status(self) -> Response:
        """The response if its status is 200 to 299; else it raises an error with the facts `status` and `body`."""
        if self.ok:
            return self
        raise MzhostError(
            f"{self.asked} answers {self.status}: {self.text[:SHOWN]}",
            service=self.service,
            details={"status": str(self.status), "body": self.text},
        )


def request(
    service: str,
    port: int,
    method: str,
    path: str,
    headers: Mapping[str, str] | None,
    body: str | bytes | None,
    json: object,
    timeout: Seconds,
) -> Response:
    sent = [host.Header(name, value) for name, value in (headers or {}).items()]
    if json is not None:
        if body is not None:
            raise TypeError("a request has a body or json, not both")
        body = _json.dumps(json)
        if not any(header.name.lower() == "content-type" for header in sent):
            sent.append(host.Header("content-type", "application/json"))
    data = content(body or b"")
    answer = call(host.request, service, port, method, path, sent, data, milliseconds(timeout))
    joined: dict[str, str] = {}
    for header in answer.headers:
        known = joined.get(header.name)
        joined[header.name] = header.value if known is None else f"{known}, {header.value}"
    asked = f"{method} {service}:{port}{path}"
    return Response(answer.status, joined, answer.body.content, answer.body.truncated, service, asked)
