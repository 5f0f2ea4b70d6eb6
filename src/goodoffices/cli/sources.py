"""Where the claims of a case come from, in a few lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from goodoffices.brief.briefing import Citation
from goodoffices.brief.describe import describe
from goodoffices.brief.material import Material
from goodoffices.brief.register import Register
from goodoffices.brief.view import View
from goodoffices.brief.words import plain_text
from goodoffices.cli.terminal import wrapped
from goodoffices.model.case import Case
from goodoffices.model.elicited import Elicited

SHOWN = 2  # sources of one claim; a briefing has more


def claim_sources(case: Case, held: Elicited, claims: Iterable[str]) -> list[str]:
    """For each claim the judgement or the statements that it rests on; nothing for no claims."""
    names = list(dict.fromkeys(claims))
    if not names:
        return []
    lines = ["Where these claims come from (`goodoffices brief` shows more):"]
    for name in names:
        register = Register(case, listed=None)
        view = View(material=Material(case=case, elicited=held), register=register)
        cited = view.cite_claim(name)
        text = f"[{name}] {plain_text(view.basis_of(name))}"
        lines.append(wrapped(text, indent="    ", first="  "))
        judged = name in view.judged_claims
        numbers = [n for n in register.citations if not (judged and n in cited)]
        told = list(dict.fromkeys(_told(register.citations[number]) for number in numbers))
        lines += [wrapped(line, indent="      ", first="    ") for line in told[:SHOWN]]
        if len(told) > SHOWN:
            lines.append(f"    and {len(told) - SHOWN} more")
    return lines


def _told(citation: Citation) -> str:
    """Who said what, and where and when it was published."""
    found = describe(citation)
    where = ", ".join(plain_text(part) for part in found.parts[:2])
    return f"{plain_text(found.head)} ({where})" if where else plain_text(found.head)
