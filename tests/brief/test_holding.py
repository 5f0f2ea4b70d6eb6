"""The part of a briefing that says whether a draft would hold."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

import pytest

from goodoffices.brief.compose import compose
from goodoffices.workspace import Workspace
from goodoffices.workspace.briefing import material, rendered
from support import EXAMPLES


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    gathered = material(Workspace(EXAMPLES / "strait-accord"))
    return rendered(gathered, ("html", "md", "docx", "pdf", "json"))


def test_it_says_whether_why_and_what_it_would_take(files: dict[str, bytes]) -> None:
    text = files["md"].decode()
    part = text.split("## Would it hold once signed?")[1].split("\n## ")[0]
    assert "**would not hold**" in part
    assert "Marenvik would leave" in part
    assert "“Dolsany keeps s6 (prisoners)” before not “Marenvik keeps s5 (monitoring)”" in part
    assert "case editors, 2024-03-25" in part
    assert re.search(r"\\\[\d+", part), "judged preferences are cited"


def test_the_picture_is_an_image_that_the_page_holds(files: dict[str, bytes]) -> None:
    page = files["html"].decode()
    (image,) = re.findall(r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)">', page)
    root = ElementTree.fromstring(base64.b64decode(image[0]))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "img-src data:" in page
    assert page.count("<img") == 1


def test_it_is_left_out_where_the_draft_was_not_there_yet() -> None:
    space = Workspace(EXAMPLES / "strait-accord")
    before = compose(material(space, as_of="2024-03-10"))
    assert "holding" not in {section.id for section in before.sections}
    after = compose(material(space, as_of="2024-03-25"))
    assert "holding" in {section.id for section in after.sections}
