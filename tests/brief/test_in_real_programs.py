"""The briefing in the programs that people open it with; skipped where these are missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from goodoffices import Workspace
from goodoffices.workspace.briefing import material, rendered
from support import EXAMPLES


def program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name} (Debian's package {package}), which is not installed")
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("briefing")
    content = rendered(material(Workspace(EXAMPLES / "strait-accord")), ("html", "docx", "pdf"))
    for name, data in content.items():
        (folder / f"briefing.{name}").write_bytes(data)
    return folder


def chromium(files: Path, profile: Path, *wanted: str) -> subprocess.CompletedProcess[str]:
    quiet = "headless no-sandbox disable-gpu disable-quic no-first-run disable-sync"
    quiet += " disable-background-networking disable-component-update enable-logging=stderr"
    options = [f"--{option}" for option in quiet.split()]
    command = [program("chromium", "chromium"), *options, f"--user-data-dir={profile}", *wanted]
    address = (files / "briefing.html").as_uri()
    return subprocess.run(
        [*command, address], capture_output=True, text=True, timeout=120, check=True
    )


@pytest.mark.browser
def test_a_browser_shows_every_section_and_complains_of_nothing(
    files: Path, tmp_path: Path
) -> None:
    done = chromium(files, tmp_path / "profile", "--dump-dom")
    for heading in ("Summary", "The drafts side by side", "The process", "How far to trust it"):
        assert heading in done.stdout
    assert "<script" not in done.stdout
    complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    assert complaints == []


@pytest.mark.browser
def test_the_page_prints_on_paper_of_a4(files: Path, tmp_path: Path) -> None:
    printed = tmp_path / "printed.pdf"
    chromium(files, tmp_path / "profile", f"--print-to-pdf={printed}", "--no-pdf-header-footer")
    info = subprocess.run(
        [program("pdfinfo", "poppler-utils"), str(printed)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    facts = dict(line.split(":", 1) for line in info.splitlines() if ":" in line)
    assert int(facts["Pages"]) > 3
    assert "A4" in facts["Page size"]


def test_a_word_processor_opens_the_docx(files: Path, tmp_path: Path) -> None:
    office = program("soffice", "libreoffice-writer-nogui")
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(files / "briefing.docx")]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    text = subprocess.run(
        [program("pdftotext", "poppler-utils"), str(tmp_path / "briefing.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Strait Accord" in text
    assert "How far to trust it" in text


def test_a_viewer_draws_the_pdf_with_its_own_fonts(files: Path, tmp_path: Path) -> None:
    draw = [program("pdftoppm", "poppler-utils"), "-r", "40", "-png", "-l", "2"]
    done = subprocess.run(
        [*draw, str(files / "briefing.pdf"), str(tmp_path / "page")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert len(list(tmp_path.glob("page*.png"))) == 2
    fonts = subprocess.run(
        [program("pdffonts", "poppler-utils"), str(files / "briefing.pdf")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    # The library names Helvetica on every page and draws nothing with it.
    rows = [row for row in fonts.splitlines()[2:] if row.strip() and "Helvetica" not in row]
    assert rows
    assert all("DejaVu" in row and " yes " in row for row in rows)
