"""Stores of both kinds: what holds for one must hold for the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from databases import Databases, server
from goodoffices.store import Store


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Databases]:
    with server() as address:
        yield Databases(address)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "talks.sqlite")
    databases: Databases = request.getfixturevalue("postgresql")
    return databases.new()


@pytest.fixture
def store(place: str) -> Store:
    return Store.create(place)
