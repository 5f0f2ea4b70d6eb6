"""A mapping that cannot change, so that a value holding one is frozen all the way down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Table(dict[K, V]):
    """An immutable, hashable dictionary that keeps the order it was given.

    A subclass of `dict`, so that encoders and pattern matching see a plain mapping.
    """

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this mapping is frozen; build a new one instead")

    __setitem__ = __delitem__ = _refuse
    clear = pop = popitem = setdefault = update = __ior__ = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (dict(self),))

    def __deepcopy__(self, memo: dict[int, Any]) -> Table[K, V]:
        return self  # nothing inside can change


_ATOMS = frozenset((str, int, float, bool, type(None)))
_EMPTY: Table[Any, Any] = Table()


def freeze(value: Any) -> Any:
    """The same data with every dict a `Table` and every list or set a tuple."""
    kind = type(value)
    if kind is Table or kind in _ATOMS:
        return value
    if kind is tuple and _ATOMS.issuperset(map(type, value)):
        return value  # the common case, without looking at each item in turn
    if kind is dict and not value:
        return _EMPTY
    if isinstance(value, Mapping):
        return Table({key: freeze(item) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(freeze(item) for item in value)
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(freeze(item) for item in value))
    return value


def freeze_fields(instance: object, *names: str) -> None:
    """Freeze the named fields of a frozen dataclass; for use in `__post_init__`."""
    for name in names:
        object.__setattr__(instance, name, freeze(getattr(instance, name)))
