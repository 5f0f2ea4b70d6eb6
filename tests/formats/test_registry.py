from __future__ import annotations

import json
from pathlib import Path

import pytest

from format_samples import DOMAIN, PROFILE, WEB_PROFILE
from format_samples import NEGOTIATION as TEXT
from goodoffices.errors import InputError, InvalidCase, UnknownName
from goodoffices.formats.case_folder import new_case
from goodoffices.formats.negotiation_file import dumps, loads
from goodoffices.formats.registry import convert, detect, read_negotiation, write_negotiation

NEGOTIATION = loads(TEXT.encode(), "n.json")


@pytest.fixture
def sources(tmp_path: Path) -> dict[str, Path]:
    new_case(tmp_path / "case", "Talks")
    (tmp_path / "n.json").write_text(TEXT)
    (tmp_path / "n.yaml").write_bytes(dumps(NEGOTIATION, json=False))
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/domain.xml").write_text(DOMAIN)
    (tmp_path / "shop/buyer.xml").write_text(PROFILE)
    (tmp_path / "web").mkdir()
    (tmp_path / "web/worker.json").write_text(json.dumps(WEB_PROFILE))
    return {path.name: path for path in tmp_path.iterdir()}


def test_formats_are_told_apart(sources: dict[str, Path]) -> None:
    found = {name: detect(path) for name, path in sources.items()}
    assert found == {
        "case": "case",
        "n.json": "negotiation",
        "n.yaml": "negotiation",
        "shop": "genius",
        "web": "geniusweb",
    }
    assert detect(sources["web"] / "worker.json") == "geniusweb"
    assert detect(sources["shop"] / "domain.xml") == "genius"


def test_every_format_is_read(sources: dict[str, Path]) -> None:
    assert read_negotiation(sources["n.json"]) == NEGOTIATION
    assert read_negotiation(sources["n.yaml"]) == NEGOTIATION
    assert read_negotiation(sources["shop"]).title == "shop"
    assert read_negotiation(sources["web"]).title == "jobs"


def test_what_cannot_be_read_says_why(sources: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="elicited"):
        read_negotiation(sources["case"])
    with pytest.raises(InvalidCase, match="name its folder"):
        read_negotiation(sources["case"] / "case.yaml")
    with pytest.raises(InvalidCase, match="no such file"):
        read_negotiation(tmp_path / "missing.gmx")
    with pytest.raises(InvalidCase, match="no such file"):
        read_negotiation(tmp_path / "missing.json")
    (tmp_path / "x.docx").write_text("x")
    with pytest.raises(UnknownName, match="known: case"):
        read_negotiation(tmp_path / "x.docx")
    with pytest.raises(UnknownName, match="did you mean 'genius'"):
        read_negotiation(sources["shop"], "genus")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnknownName):
        detect(tmp_path / "empty")


def test_conversion_goes_by_suffix_or_name(sources: dict[str, Path], tmp_path: Path) -> None:
    assert convert(sources["n.json"], tmp_path / "a.yaml") == ()
    assert convert(tmp_path / "a.yaml", tmp_path / "b.json") == ()
    assert read_negotiation(tmp_path / "b.json") == NEGOTIATION
    convert(sources["n.json"], tmp_path / "c.txt", to="yaml")
    assert read_negotiation(tmp_path / "c.txt", "yaml") == NEGOTIATION
    convert(tmp_path / "c.txt", tmp_path / "d", from_="yaml", to="json")
    assert json.loads((tmp_path / "d").read_bytes())["title"] == "Fishing accord"


def test_a_discount_factor_is_told_on_conversion(sources: dict[str, Path], tmp_path: Path) -> None:
    notes = convert(sources["shop"], tmp_path / "shop.json")
    assert notes == ("buyer: discount factor 0.5, reported here and not applied",)
    assert read_negotiation(tmp_path / "shop.json") == read_negotiation(sources["shop"])
    convert(tmp_path / "shop.json", tmp_path / "again", to="genius")
    assert detect(tmp_path / "again") == "genius"


def test_a_format_that_cannot_be_written_is_named(sources: dict[str, Path], tmp_path: Path) -> None:
    for to, name in ((None, "a.docx"), ("case", "a"), ("jsn", "a"), (None, "a")):
        with pytest.raises(UnknownName):
            write_negotiation(NEGOTIATION, tmp_path / name, to)
    with pytest.raises(InvalidCase, match="GENIUS"):
        convert(sources["n.json"], tmp_path / "out", to="genius")
    assert not (tmp_path / "out").exists()
