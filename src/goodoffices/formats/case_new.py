"""An empty case whose files teach: each begins with what it is for and an example."""

from __future__ import annotations

from pathlib import Path

from goodoffices.formats.disk import refuse, write_files
from goodoffices.formats.yamlwrite import dump

_CASE = """\
# The agenda of one negotiation: who is in it, what it is about, and the words for it.
# The examples are comments; write your own below them. Files of a case are plain text and can be
# kept in git.
format: goodoffices/case/1
{title}
# Parties. role: principal (its consent makes an agreement), mediator, host, guarantor, ally,
# ratifier (with its rule: parliament, referendum, unanimity, majority or signature), observer.
# authority of a person: 1 head of state or government, 2 minister or chief negotiator, 3 envoy or
# spokesperson, 4 other official.
#
# parties:
#   - id: isl
#     name: Islanders
#     aliases: [the island government]
#     persons:
#       - name: A. Example
#         office: chief negotiator
#         authority: 2
#         since: 2025-03
parties: []

# Issues, each a question with the ways to settle it. ordered: neighbours in the list are near in
# substance; order_basis says whose order that is. status_quo holds while nothing is agreed.
#
# issues:
#   - id: limit
#     question: How wide is the exclusive zone?
#     ordered: true
#     order_basis: by width
#     unit: nautical miles
#     status_quo: 6nm
#     options:
#       - {{id: 6nm, label: 6 nautical miles, value: 6}}
#       - {{id: 12nm, label: 12 nautical miles, value: 12}}
issues: []

# Words by which a text is known to speak of an issue or an option, and the names under which an
# outlet is cited.
#
# vocabulary:
#   issues:
#     limit:
#       cues: [exclusive zone, fishing limit]
#       options:
#         12nm: [twelve miles, 12-mile]
#   outlets:
#     Example Gazette: [the Gazette]
vocabulary: {{}}
"""

_PROCESS = """\
# The process around the text, every entry with where it comes from (sourcing): ids of statements
# (evidence), addresses (urls), or in words (basis).
#
# meetings:
#   - id: m-1
#     date: 2025-05-02
#     title: First round
#     parties: [isl, main]
#     place: Example Bay
#     sourcing:
#       urls: [https://example.org/first-round]
meetings: []

# Who had, or had not, a part in a draft. sight: drafted, consulted, shown, handed, excluded.
#
# consultations:
#   - id: c-1
#     draft: v1
#     party: isl
#     sight: excluded
#     sourcing:
#       basis: minutes of the first round
consultations: []

# Conditions on the ground: a dated measurement with its quantity and unit, or a circumstance.
#
# conditions:
#   - id: k-1
#     date: 2025-04
#     title: Share of the catch landed on the island
#     kind: measurement
#     quantity: 19
#     unit: per cent
#     sourcing:
#       urls: [https://example.org/catch]
conditions: []
"""

_JUDGEMENTS = """\
# What an analyst adds beyond the evidence. It is always shown as such, so every entry says by whom,
# at what date and why; evidence names the statements it rests on. since and until say when it
# holds.
#
# positions:
#   - party: isl
#     issue: limit
#     standings: {12nm: asked, 6nm: refused}
#     by: desk officer
#     at: 2025-05-03
#     why: the opening statement read with the minutes
positions: []

# red_lines:
#   - id: rl-isl-1
#     party: isl
#     rejects: {limit: [6nm]}
#     by: desk officer
#     at: 2025-05-03
#     why: said twice by the chief negotiator, without a hedge
red_lines: []

# A proviso: accepts what stands under if only when what stands under then holds as well. With
# party null it is a rule of the world, which nobody can relax.
#
# provisos:
#   - id: pv-main-1
#     party: main
#     if: {limit: [12nm]}
#     then: {term: [5y]}
#     by: desk officer
#     at: 2025-05-03
#     why: offered together in the first round
provisos: []

# preferences:
#   - party: isl
#     weights: {limit: 0.7, term: 0.3}
#     scores:
#       limit: {6nm: 0.2, 12nm: 1}
#       term: {5y: 0, 20y: 1}
#     reservation: [0.4, 0.6]
#     by: desk officer
#     at: 2025-05-03
#     why: ranking exercise with an adviser to the delegation
preferences: []

# Claims about one thing that cannot all hold.
#
# contradictions:
#   - id: x-1
#     topic: the width in the first draft
#     claims:
#       - claim: 6 nautical miles
#         url: https://example.org/a
#       - claim: 12 nautical miles
#         url: https://example.org/b
#     by: desk officer
#     at: 2025-05-03
#     why: two outlets print different texts
contradictions: []
"""

_DRAFTS = """\
# Drafts

One file a draft, named after its id: `v1.yaml` holds the draft `v1`.

```yaml
format: goodoffices/draft/1
id: v1
title: First draft of the chair
date: 2025-05-01
drafters: [isl]
published_by: Example Gazette, 2025-05-02
completeness: full text read
clauses:
  - id: v1-1
    issue: limit
    term: The zone is twelve nautical miles wide.
    options: [12nm]
    number: 1
```

`options` are the ways to settle the issue that the term allows; none: it settles nothing.
`consent` names parties whose consent the term needs beyond the principals.
"""

_REPORTS = """\
# Reports

The texts, one `ID.txt` each in UTF-8, and beside it `ID.yaml` with what is known about it. Add
documents with `goodoffices add CASE FILE`; it fills in both. The text is never edited afterwards:
statements point at characters of it.

```yaml
title: Talks open in Example Bay
outlet: Example Gazette
url: https://example.org/talks
published: 2025-05-02
published_basis: stated
language: en
```

Original documents (PDF, DOCX, HTML) may be kept in `originals/`; they are not read.
"""


def new_case(path: Path, title: str) -> tuple[Path, ...]:
    """Begin a case in a folder that is empty or not there yet; returns the files made.

    Raises InvalidCase where the folder holds anything.
    """
    root = Path(path)
    try:
        if root.exists() and not root.is_dir():
            raise refuse(str(root), "a case is a folder, and this is a file")
        if root.is_dir() and any(root.iterdir()):
            raise refuse(str(root), "the folder is not empty; a new case needs an empty folder")
    except OSError as fault:
        raise refuse(str(root), f"cannot be read: {fault.strerror or fault}") from fault
    if not title.strip():
        raise refuse("case.yaml", "a case needs a title")
    files: dict[str, bytes | None] = {
        "case.yaml": _CASE.format(title=dump({"title": title}).rstrip("\n")).encode("utf-8"),
        "drafts/README.md": _DRAFTS.encode("utf-8"),
        "reports/README.md": _REPORTS.encode("utf-8"),
        "statements.jsonl": b"",
        "reviews.jsonl": b"",
        "process.yaml": _PROCESS.encode("utf-8"),
        "judgements.yaml": _JUDGEMENTS.encode("utf-8"),
    }
    return write_files(root, files)
