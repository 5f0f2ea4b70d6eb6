"""Where the endpoint comes from: the user's environment or file, checked, the key never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from goodoffices.errors import InputError
from goodoffices.read.llm.settings import settings


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in {
        "GOODOFFICES_LLM_URL": "https://a.example/v1",
        "GOODOFFICES_LLM_MODEL": "m",
        "GOODOFFICES_LLM_KEY": "k",
        "XDG_CONFIG_HOME": str(tmp_path),
        "APPDATA": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, text)


@pytest.mark.parametrize(
    "variable, text, message",
    [
        ("URL", "http://example.org/v1", "must begin with https://"),
        ("URL", "ftp://example.org", "must begin with https://"),
        ("URL", "https://me:secret@example.org", "no name, password"),
        ("KEY", "secret\r\nX: 1", "plain characters"),
        ("PRICE_IN", "-1", "price"),
        ("FORMAT", "xml", "one of"),
        ("TIMEOUT", "nan", "between"),
        ("MODEL", "", "no language model is configured"),
    ],
)
def test_a_bad_configuration_is_told_without_the_key(
    monkeypatch: pytest.MonkeyPatch, variable: str, text: str, message: str
) -> None:
    monkeypatch.setenv(f"GOODOFFICES_LLM_{variable}", text)
    with pytest.raises(InputError, match=message) as caught:
        settings()
    assert "secret" not in str(caught.value)


def test_the_file_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.delenv(f"GOODOFFICES_LLM_{name}")
    path = tmp_path / "goodoffices" / "llm.toml"
    path.parent.mkdir()
    path.write_text('url = "https://a.example/v1/"\nmodel = "m"\nkey = "k-1"\nprice_in = 2\n')
    path.chmod(0o644)
    with pytest.raises(InputError, match="chmod 600"):
        settings()
    path.chmod(0o600)
    found = settings()
    assert (found.url, found.key) == ("https://a.example/v1/chat/completions", "k-1")
    assert "k-1" not in repr(found)
    monkeypatch.setenv("GOODOFFICES_LLM_URL", "https://b.example/v1")
    assert settings().key == ""  # the key of one address is not sent to another
    path.write_text('url = "https://a.example"\nmodle = "m"')
    with pytest.raises(InputError, match="did you mean 'model'"):
        settings()
    path.write_text('key = "k-1')
    with pytest.raises(InputError, match="not valid TOML") as caught:
        settings()
    assert "k-1" not in str(caught.value)
