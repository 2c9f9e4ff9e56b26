"""Run datamodel-code-generator as a library.

It is an optional extra, so it is imported when it is needed. It returns one text and gets no output folder, no
references to follow, and no formatter (its own reads a `pyproject.toml` in the current folder).
"""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any, Literal

from generator.diagnostics.model import Diagnostics, Failed
from generator.targets.python.models.dcg_document import Lowered

RELEASE = "0.89.0"
"""The release that the extra locked: another may write types differently."""


def run(lowered: Lowered, kind: Literal["models", "typed dicts"], diagnostics: Diagnostics) -> str:
    """The source that datamodel-code-generator writes for a document, in one text.

    Raises `Failed`, with the reason in the diagnostics, if it is not installed or cannot read the document.
    """
    try:
        library = import_module("datamodel_code_generator")
        formats = import_module("datamodel_code_generator.format")
    except ImportError as error:
        diagnostics.error(
            "missing-extra",
            f'`models = "datamodel-code-generator"` needs datamodel-code-generator {RELEASE}: {error}',
            hint="install it with `pip install 'sdkwright[models]'`, or leave `models` out of the config",
        )
        raise Failed from error
    input_types = kind == "typed dicts"
    types = library.DataModelType
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text: Any = library.generate(
                lowered.document,
                input_file_type=library.InputFileType.OpenAPI,
                output_model_type=types.TypingTypedDict if input_types else types.PydanticV2BaseModel,
                target_python_version=library.PythonVersion.PY_311,
                output_datetime_class=formats.DatetimeClassType.Datetime,
                aliases=lowered.aliases,
                custom_class_name_generator=str,  # names are decided already
                snake_case_field=False,
                formatters=[],
                disable_timestamp=True,
                keep_model_order=True,
                treat_dot_as_module=False,
                strict_nullable=True,
                enum_field_as_literal=library.LiteralType.All,
                use_one_literal_as_default=not input_types,
                use_standard_primitive_types=True,
                use_tuple_for_fixed_items=True,
                use_type_alias=True,
                use_generic_container_types=input_types,
                use_total_false_for_typed_dict=input_types,
                use_closed_typed_dict=False,
                allow_remote_refs=False,
                strict_refs=True,
            )
    except Exception as error:  # any failure of the library is a diagnostic
        reason = " ".join(str(error).split())[:500]
        diagnostics.error(
            "models-stage",
            f"datamodel-code-generator could not read the {kind}: {type(error).__name__}: {reason}",
            hint='leave `models` out of the config (or say `models = "templates"`)',
        )
        raise Failed from error
    return str(text or "")
