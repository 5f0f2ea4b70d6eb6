"""Column types that hold any text on every database, and compare it alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


def written(text: str) -> str:
    """Text without the NUL character, which PostgreSQL refuses; no two texts become one."""
    return text.replace("\\", "\\\\").replace("\0", "\\0")


def read(text: str) -> str:
    """The text that `written` was given."""
    if "\\" not in text:
        return text
    return "\\".join(part.replace("\\0", "\0") for part in text.split("\\\\"))


class Words(TypeDecorator[str]):
    """Text in UTF-8, ordered by code point on every database and whatever its language settings."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """`COLLATE "C"` where the database would sort by the rules of a language."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(Text(collation=collation))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """As written."""
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """As read."""
        return None if value is None else read(value)


Raw = LargeBinary
"""Bytes: JSON or the text of a report in UTF-8, which may hold characters that no Text can."""
