"""A document with one list: its parameters, its body and its response."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ListDocument:
    """A list in ten lines of YAML.

    - `inputs`: query parameters as `name: type`, separated by commas; `name!` is required.
    - `response`: the properties of the response as a YAML flow mapping, where `THINGS` is an array of objects with an
      `id`; or an array.
    - `body`: the properties of a body, as a YAML flow mapping.
    - `headers`: the names of headers of the response.
    """

    inputs: str = ""
    response: str = "{data: THINGS}"
    method: str = "get"
    path: str = "/things"
    headers: tuple[str, ...] = ()
    body: str = ""
    extension: str = ""

    @property
    def text(self) -> str:
        lines = [
            "openapi: 3.1.0",
            "info: {title: T, version: '1'}",
            "paths:",
            f"  {self.path}:",
            f"    {self.method}:",
            "      operationId: listThings",
            f"      parameters: [{', '.join(self._parameters())}]",
        ]
        if self.extension:
            lines.append(f"      {self.extension}")
        if self.body:
            schema = f"{{type: object, properties: {self.body}}}"
            lines.append(f"      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}")
        headers = ", ".join(f"{name}: {{schema: {{type: string}}}}" for name in self.headers)
        things = "{type: array, items: {type: object, properties: {id: {type: string}}}}"
        response = self.response.replace("THINGS", things)
        schema = response if self.response == "THINGS" else f"{{type: object, properties: {response}}}"
        media = f"{{application/json: {{schema: {schema}}}}}"
        lines.append(f"      responses: {{'200': {{description: ok, headers: {{{headers}}}, content: {media}}}}}")
        return "\n".join(lines)

    def _parameters(self) -> list[str]:
        found: list[str] = []
        for given in filter(None, self.inputs.split(", ")):
            name, kind = given.split(": ")
            required = str(name.endswith("!")).lower()
            found.append(f"{{name: '{name.rstrip('!')}', in: query, required: {required}, schema: {{type: {kind}}}}}")
        return found
