"""YAML written for people: block style, declared order, short lists on one line, no aliases.

What YAML 1.1 readers would take for a truth value or a number is quoted, so other programs read
the same text; dates are left plain.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

WIDTH = 100
_SHORT = 76
_OVERRUN = 12  # the emitter breaks a line only after the word that passes the width

# Characters that must be escaped: line breaks of YAML 1.1, controls, byte order marks.
_ESCAPE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_FOLDABLE = re.compile(r"\S+(?: \S+)+")
# Numbers of the core schema of YAML 1.2 that PyYAML, which follows 1.1, would leave unquoted.
_CORE_NUMBER = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+"
)


def dump(data: Any, *, indent: int = 0) -> str:
    """Plain data as YAML text with a line end, each line behind `indent` spaces."""
    import yaml

    dumped: str = yaml.dump(
        data,
        Dumper=_dumper(),
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=max(40, WIDTH - _OVERRUN - indent),
    )
    dumped = dumped.removesuffix("...\n")
    if not indent:
        return dumped
    margin = " " * indent
    return "".join(margin + line if line.strip() else line for line in dumped.splitlines(True))


def _size(item: Any) -> int | None:
    """Characters that a scalar takes, or None for a collection or a text with line breaks."""
    if isinstance(item, str):
        return None if "\n" in item else len(item) + 2
    return len(str(item)) if item is None or isinstance(item, (int, float)) else None


def _short_list(items: list[Any]) -> bool:
    sizes = [_size(item) for item in items]
    return all(sizes) and sum(size or 0 for size in sizes) + 2 * len(items) <= _SHORT


def _short_numbers(items: dict[str, Any]) -> bool:
    """Whether a mapping holds only numbers and intervals and fits on a line."""
    total = 2
    for key, item in items.items():
        parts = item if isinstance(item, (list, tuple)) and item else [item]
        if any(isinstance(part, bool) or not isinstance(part, (int, float)) for part in parts):
            return False
        total += len(key) + 4 + sum(len(str(part)) + 2 for part in parts)
    return total <= _SHORT


@cache
def _dumper() -> type:
    """The dumper class, made when first wanted so that importing this module stays cheap."""
    import yaml

    class Dumper(yaml.SafeDumper):
        yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own name and kind)
            first: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:timestamp"]
            for first, rules in yaml.SafeDumper.yaml_implicit_resolvers.items()
        }

        def ignore_aliases(self, data: Any) -> bool:
            return True

        def represent(self, data: Any) -> None:
            node = self.represent_data(data)
            if isinstance(node, yaml.CollectionNode) and data:
                node.flow_style = False  # the outermost level always has lines of its own
            self.serialize(node)
            self.represented_objects = {}
            self.object_keeper = []
            self.alias_key = None

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

    def text(dumper: Any, value: str) -> Any:
        style = None
        if _ESCAPE.search(value):
            style = '"'
        elif "\n" in value:
            style = "|"
        elif len(value) > WIDTH - 20 and _FOLDABLE.fullmatch(value):
            style = ">"
        elif _CORE_NUMBER.fullmatch(value):
            style = "'"
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    def items(dumper: Any, value: Any) -> Any:
        return dumper.represent_sequence(
            "tag:yaml.org,2002:seq", value, flow_style=_short_list(list(value))
        )

    def mapping(dumper: Any, value: Any) -> Any:
        return dumper.represent_mapping(
            "tag:yaml.org,2002:map", value, flow_style=_short_numbers(value)
        )

    Dumper.add_representer(str, text)
    Dumper.add_representer(list, items)
    Dumper.add_representer(tuple, items)
    Dumper.add_representer(dict, mapping)
    return Dumper
