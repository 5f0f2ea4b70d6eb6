"""Would a draft hold once it is signed? One part for each conflict that the case holds."""

from __future__ import annotations

from goodoffices.brief.briefing import (
    Block,
    Bullets,
    Drawing,
    Heading,
    Note,
    Paragraph,
    Section,
    Sentence,
)
from goodoffices.brief.conflict_figure import state_graph
from goodoffices.brief.conflict_words import NAMES, Teller, reason_words, target_words
from goodoffices.brief.material import Holding
from goodoffices.brief.view import View
from goodoffices.brief.words import Words, own, phrase, sentence, strong

PICTURED = 96  # states up to which the picture fits a page


def holding(view: View) -> Section | None:
    """The answer per conflict, why, what it would take, and the picture; None without conflicts."""
    blocks: list[Block] = []
    for number, held in enumerate(view.material.holdings, 1):
        blocks += _holding(view, held, number)
    if not blocks:
        return None
    return Section(id="holding", title="Would it hold once signed?", blocks=tuple(blocks))


def _holding(view: View, held: Holding, number: int) -> list[Block]:
    conflict, inverse = held.conflict, held.inverse.value
    tell = Teller(conflict, named=True)
    blocks: list[Block] = [Heading(id=f"holding-{number}", text=conflict.title)]
    judged = [
        sentence(
            own(maker.name),
            " is judged to care about, most important first: ",
            own("; ".join(tell.wish(text) for text in maker.priorities)),
            ". ",
            own(maker.note or ""),
            citations=view.register.statements(maker.evidence),
        )
        for maker in conflict.decision_makers
    ]
    blocks.append(Paragraph(sentences=(_answer(held),)))
    blocks.append(Bullets(items=tuple((item,) for item in judged)))
    why = [
        sentence(own(line.strip()))
        for row in held.reasons.value.rows
        for line in reason_words(row, tell)
    ]
    blocks.append(Bullets(items=tuple((item,) for item in why)))
    if not inverse.equilibrium:
        needs: list[Words] = [
            phrase(own(line.strip().removeprefix("- ")))
            for target in inverse.targets
            if not target.stable
            for line in target_words(target, inverse.state, tell)
        ]
        head = sentence("It would hold only if:")
        blocks += [
            Paragraph(sentences=(head,)),
            Bullets(items=tuple((sentence(n),) for n in needs)),
        ]
    blocks.append(
        Note(
            sentences=(
                sentence(
                    "Preferences here are judgements. The answer says which states would last if"
                    " sides act on them; it does not predict."
                ),
            )
        )
    )
    return [*blocks, *_picture(held, number)]


def _answer(held: Holding) -> Sentence:
    inverse = held.inverse.value
    text, kind = ("would hold", "an") if inverse.equilibrium else ("would not hold", "no")
    return sentence(
        "As judged, the draft ",
        own(held.draft),
        " ",
        strong(text),
        f": kept by everybody it is {kind} equilibrium under {NAMES[inverse.concept]}, where each"
        " side reckons with the answers that are in the others' own interest.",
    )


def _picture(held: Holding, number: int) -> list[Block]:
    if len(held.conflict.moves) > 16 or sum(1 for _ in held.conflict.states()) > PICTURED:
        return []
    return [
        Drawing(
            id=f"states-{number}",
            caption="The states and who would move where",
            svg=state_graph(held.conflict),
            instead="The picture is in the HTML version of this briefing.",
        )
    ]
