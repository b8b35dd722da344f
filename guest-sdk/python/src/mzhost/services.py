"""What runs in containers."""

from __future__ import annotations

import json
from typing import Any, Mapping, Union

from wit_world.imports import catalog as host

from .errors import MzhostError, call


class Service:
    """A service of one's own, with the keys of Compose: `Service("web", {"image": "my/web", "ports": [80]})`."""

    def __init__(self, name: str, config: Mapping[str, Any] | None = None, **keys: Any) -> None:
        self.name = name
        self.config: dict[str, Any] = {**(config or {}), **keys}

    def document(self) -> str:
        """The Compose document as JSON text."""
        return _json({"services": {self.name: self.config}})


class CatalogService:
    """A service of the catalog. The host makes a document of it when the services are asked for, not before."""

    def __init__(self, kind: str, parameters: Mapping[str, Any], overrides: Mapping[str, Any] | None) -> None:
        self._kind = kind
        self._parameters = {name: value for name, value in parameters.items() if value is not None}
        self._overrides = overrides

    def document(self) -> str:
        """The Compose document as JSON text."""
        overrides = "" if self._overrides is None else _json(self._overrides)
        return call(host.service, self._kind, _json(self._parameters), overrides)


#: What `SERVICES` may hold: services, Compose documents as dictionaries, or as YAML or JSON text.
Declared = Union[Service, CatalogService, Mapping[str, Any], str]


def kinds() -> list[str]:
    """The names of all services of the catalog, sorted."""
    return host.kinds()


def merge(*documents: Declared) -> str:
    """Documents put together to one, by the merge rules of the Compose specification."""
    texts = [_text(document) for document in documents]
    return texts[0] if len(texts) == 1 else call(host.merge, texts)


def _text(declared: Declared) -> str:
    if isinstance(declared, str):
        return declared
    if isinstance(declared, (Service, CatalogService)):
        return declared.document()
    if isinstance(declared, Mapping):
        return _json(declared)
    what = "the class itself: call it" if isinstance(declared, type) else repr(declared)
    raise MzhostError(f"a service is a Service, one of the catalog, or a Compose document, not {what}")


def _json(value: object) -> str:
    try:
        return json.dumps(value, default=_plain)
    except (TypeError, ValueError) as error:
        raise MzhostError(f"a Compose document holds texts, numbers, lists and dictionaries: {error}") from None


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is none of these")
