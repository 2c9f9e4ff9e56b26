"""The published names of an output, which the manifest keeps for the next run.

A name that equals the document's own is left out: the next run takes it first in any case.
"""

from __future__ import annotations

from generator.targets.python.names.casing import pascal
from generator.targets.python.names.names import Names


def published_names(names: Names) -> dict[str, str]:
    """The settled names by key, as `LockedNames` takes them."""
    lock: dict[str, str] = {}
    lock.update({f"type:{id}": name for id, name in names.types.items() if name != id})
    lock.update({f"twin:{id}": name for id, name in names.input_types.items() if name != f"{names.types[id]}Param"})
    lock.update({f"field:{id}.{wire}": name for (id, wire), name in names.fields.items() if name != wire})
    lock.update({f"values:{id}": own.cls for id, own in names.values.items() if own.cls != f"{names.types[id]}Values"})
    for resource in names.resources.values():
        if resource.words:
            lock[f"group:{'.'.join(resource.words)}"] = resource.call
        lock[f"class:{'.'.join(resource.words or resource.path)}"] = resource.cls
    for (verb, path), operation in names.operations.items():
        key = f"{verb} {path}"
        lock[f"method:{key}"] = ".".join((*operation.resource, operation.method))
        if operation.wait:
            lock[f"method:{key} wait"] = ".".join((*operation.resource, operation.wait))
        if operation.params != f"{names.resources[operation.resource].cls}{pascal(operation.method)}Params":
            lock[f"params:{key}"] = operation.params
        for (location, wire), name in operation.keywords.items():
            if name != wire:
                lock[f"keyword:{key} {location} {wire}"] = name
    lock.update({f"error:{error.status}": error.cls for error in names.errors if error.status != "default"})
    lock.update({f"credential:{id}": keywords[0] for id, keywords in names.credentials.items() if len(keywords) == 1})
    lock.update({f"grant:{id}.{part}": name for id, own in names.grants.items() for part, name in own.items()})
    lock.update({f"header:{wire}": name for wire, name in names.headers.items()})
    lock.update({f"global:{key}": name for key, name in names.globals.items()})
    return lock
