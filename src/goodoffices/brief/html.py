"""The briefing as one HTML file: no script, no request, every text escaped."""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from goodoffices.brief.briefing import Briefing, Citation, Figure
from goodoffices.brief.chart import Chart, drawn
from goodoffices.brief.describe import describe
from goodoffices.brief.paging import wide_blocks
from goodoffices.brief.text import kept_spaces, printable
from goodoffices.brief.words import day

if TYPE_CHECKING:
    from jinja2 import Environment


class _References:
    """Anchors of citations in the text, so that the list of sources can lead back to them."""

    def __init__(self) -> None:
        self._uses: defaultdict[int, int] = defaultdict(int)

    def use(self, number: int) -> str:
        """The id of the next place where a citation is used."""
        self._uses[number] += 1
        return f"r{number}-{self._uses[number]}"

    def uses(self, number: int) -> list[str]:
        """Ids of the places where it was used so far."""
        return [f"r{number}-{place}" for place in range(1, self._uses[number] + 1)]


def render(briefing: Briefing) -> bytes:
    """One self-contained HTML page in UTF-8."""
    references = _References()
    page = _environment().get_template("briefing.html.j2")
    text = page.render(
        briefing=briefing,
        style=_style(),
        use=references.use,
        uses=references.uses,
        cited=_described(briefing.citations),
    )
    return text.encode("utf-8")


def _described(citations: tuple[Citation, ...]) -> list[tuple[Citation, Any]]:
    return [(citation, describe(citation)) for citation in citations]


def _image(svg: str) -> str:
    """An address that holds a picture itself: as an image it can run nothing and fetch nothing."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode("utf-8")).decode("ascii")


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("goodoffices.brief", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day
    environment.filters["shown"] = kept_spaces
    environment.filters["line"] = printable
    environment.filters["image"] = _image
    environment.globals["chart"] = _chart
    environment.globals["wide"] = wide_blocks
    return environment


def _chart(figure: Figure) -> Chart:
    return drawn(figure)


def _style() -> Any:
    from importlib.resources import files

    from markupsafe import Markup

    css = files("goodoffices.brief").joinpath("templates/briefing.css").read_text("utf-8")
    return Markup(css)
