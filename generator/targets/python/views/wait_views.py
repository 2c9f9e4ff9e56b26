"""What templates see of the methods that wait for work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaitView:
    """A method that waits for the work that an operation starts or reads.

    - `method`: its name.
    - `positional`: parameters, each `name: annotation`.
    - `keywords`: keyword-only parameters, each with a default if it is optional.
    - `params`: the type of `**kwargs`, or empty.
    - `returns`: the return type.
    - `docstring`: with quotes, wrapped for eight spaces.
    - `async_docstring`: the same of the async method.
    - `table`: the name of its table.
    - `table_type`: the table's annotation.
    - `table_class`: the table's class.
    - `table_arguments`: the arguments of the class.
    - `arguments`: what both methods pass to the table after the client.
    """

    method: str
    positional: tuple[str, ...]
    keywords: tuple[str, ...]
    params: str
    returns: str
    docstring: str
    async_docstring: str
    table: str
    table_type: str
    table_class: str
    table_arguments: tuple[str, ...]
    arguments: str
