"""OpenAPI documents: files to a tree of nodes that know their places, in one shape for all versions."""

from generator.document.load import load_document
from generator.document.node import Node
from generator.document.resolver import Document, is_reference

__all__ = ["Document", "Node", "is_reference", "load_document"]
