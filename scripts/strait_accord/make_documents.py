"""Write the ten reports of the fictional Strait Accord as the files that a desk would receive.

    python scripts/strait_accord/make_documents.py [FOLDER]

The texts are in `texts/`. Most stay text; one becomes a web page with the furniture of a page
around it, one a PDF, one a Word file. The same texts give the same bytes.
"""

from __future__ import annotations

import sys
import zipfile
from datetime import datetime
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"
TARGET = HERE.parents[1] / "examples" / "strait-accord-documents"

WORD, PDF, PAGE = "04-", "05-", "06-"
EPOCH = (2024, 3, 8, 18, 0, 0)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, without the empty lines between them."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def word_file(text: str) -> bytes:
    """A Word file: header lines, headline, paragraphs. Times are fixed, members sorted."""
    import docx

    document = docx.Document()
    head, title, *body = paragraphs(text)
    for line in head.splitlines():
        document.add_paragraph(line)
    document.add_heading(title, level=1)
    for part in body:
        document.add_paragraph(part)
    properties = document.core_properties
    properties.title, properties.author = title, ""
    properties.created = properties.modified = datetime(*EPOCH)
    properties.last_modified_by = ""
    raw = BytesIO()
    document.save(raw)
    return _repacked(raw.getvalue())


def _repacked(data: bytes) -> bytes:
    """The same archive with fixed times, so that the same document is the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name), compresslevel=9)
    return out.getvalue()


def pdf_file(text: str) -> bytes:
    """A PDF of one or two pages with a running head, without time stamps."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    head, title, *body = paragraphs(text)
    styles = getSampleStyleSheet()
    flow: list[Any] = [Paragraph(escape(line), styles["Normal"]) for line in head.splitlines()]
    flow += [Spacer(1, 10), Paragraph(escape(title), styles["Title"])]
    for part in body:
        flow += [Paragraph(escape(part), styles["BodyText"])]
    out = BytesIO()
    SimpleDocTemplate(
        out, pagesize=A4, title=title, author="", invariant=1, leftMargin=72, rightMargin=72
    ).build(flow)
    return out.getvalue()


PAGE_URL = "https://www.ilmere-review.example/strait/a-lower-fee"


def web_page(text: str) -> bytes:
    """A web page: the article among menus, a notice about cookies, links and a foot."""
    title, byline, *body = paragraphs(text)
    article = "\n".join(f"        <p>{escape(part)}</p>" for part in body)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>{escape(title)} | Ilmere Review</title>
  <link rel="canonical" href="{PAGE_URL}">
  <meta property="og:site_name" content="Ilmere Review">
  <meta property="og:type" content="article">
  <meta property="og:title" content="{escape(title)}">
  <meta property="article:published_time" content="2024-03-12T17:40:00+00:00">
  <meta name="author" content="{escape(byline.removeprefix("By "))}">
  <style>body {{ font-family: serif }} nav ul {{ list-style: none }}</style>
  <script>window.page = {{"section": "strait", "paywall": false}};</script>
</head>
<body>
  <div class="cookie-banner" role="dialog">
    <p>We and our partners use cookies. You can change your choice at any time.</p>
    <button>Accept all</button> <button>Settings</button>
  </div>
  <header>
    <a href="/">Ilmere Review</a>
    <nav><ul>
      <li><a href="/home">Home</a></li>
      <li><a href="/strait">The Strait</a></li>
      <li><a href="/markets">Markets</a></li>
      <li><a href="/letters">Letters</a></li>
      <li><a href="/subscribe">Subscribe</a></li>
    </ul></nav>
  </header>
  <main>
    <article>
      <h1>{escape(title)}</h1>
      <p class="byline">{escape(byline)}</p>
      <time datetime="2024-03-12T17:40:00+00:00">12 March 2024, 17:40</time>
      <div class="article-body">
{article}
      </div>
    </article>
    <aside>
      <h2>Most read</h2>
      <ul>
        <li><a href="/letters/fog">Letters: the fog signal at Quay House</a></li>
        <li><a href="/markets/herring">Herring prices at a nine-year high</a></li>
        <li><a href="/strait/map">Map: who fishes where</a></li>
      </ul>
    </aside>
  </main>
  <footer>
    <p>Share this article &middot; Print &middot; Save</p>
    <p>Copyright Ilmere Review. All rights reserved. Terms of use. Privacy.</p>
  </footer>
</body>
</html>
""".encode()


def documents() -> dict[str, bytes]:
    """Every file by name."""
    files = {}
    for path in sorted(TEXTS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        if path.name.startswith(WORD):
            files[path.with_suffix(".docx").name] = word_file(text)
        elif path.name.startswith(PDF):
            files[path.with_suffix(".pdf").name] = pdf_file(text)
        elif path.name.startswith(PAGE):
            files[path.with_suffix(".html").name] = web_page(text)
        else:
            files[path.name] = text.encode()
    return files


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name, data in documents().items():
        (target / name).write_bytes(data)
        print(f"{target / name}: {len(data):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
