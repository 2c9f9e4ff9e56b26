"""The intermediate representation: an API, independent of any programming language.

Lowering builds these values from a document; a target reads them. They are independent of YAML, `$ref`, Python and
templates. Every value is frozen, and every value that comes from the document has the `Place` it comes from.

Names are hints in the document's own words. A target decides identifiers from them.
"""

from __future__ import annotations

from generator.ir.types.api import About, Api, Group, Ignored
from generator.ir.types.common import ABSENT, NO_DOCS, Absent, Docs, Example, Fallback, Json, Place
from generator.ir.types.contents import Body, Content, Encoding, Response, ResponseHeader, media_kind
from generator.ir.types.operations import METHODS, Accumulator, Operation, Parameter, Stream
from generator.ir.types.pagination import LAST, Pagination, PaginationKind
from generator.ir.types.schemas import (
    Alias,
    AnyValue,
    Array,
    Constant,
    Constraint,
    Definition,
    Enumeration,
    Field,
    Label,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Tag,
    TagValue,
    Tuple,
    Type,
    Union,
)
from generator.ir.types.services import Flow, Requirement, RetryPolicy, SecurityScheme, Server, Variable
from generator.ir.types.waiting import Waiting, WaitingKind
from generator.ir.types.webhooks import DeclaredHeader, Receiving, Signature, Webhook, event_key

__all__ = [
    "ABSENT",
    "LAST",
    "METHODS",
    "NO_DOCS",
    "About",
    "Absent",
    "Accumulator",
    "Alias",
    "AnyValue",
    "Api",
    "Array",
    "Body",
    "Constant",
    "Constraint",
    "Content",
    "DeclaredHeader",
    "Definition",
    "Docs",
    "Encoding",
    "Enumeration",
    "Example",
    "Fallback",
    "Field",
    "Flow",
    "Group",
    "Ignored",
    "Json",
    "Label",
    "Map",
    "Never",
    "Nullable",
    "Object",
    "Operation",
    "Pagination",
    "PaginationKind",
    "Parameter",
    "Place",
    "Receiving",
    "Ref",
    "Requirement",
    "Response",
    "ResponseHeader",
    "RetryPolicy",
    "Scalar",
    "SecurityScheme",
    "Server",
    "Signature",
    "Stream",
    "Tag",
    "TagValue",
    "Tuple",
    "Type",
    "Union",
    "Variable",
    "Waiting",
    "WaitingKind",
    "Webhook",
    "event_key",
    "media_kind",
]
