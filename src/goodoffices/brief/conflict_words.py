"""Findings on a conflict (graph model) in words, for people who do not know the theory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from goodoffices.model.conditions import Condition, parse_condition
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.stability import (
    CONCEPTS,
    Arrival,
    CoalitionMove,
    Coalitions,
    Deterrent,
    Evolution,
    Improvement,
    Inverse,
    Need,
    Profiles,
    Reason,
    Reasons,
    Stability,
    Step,
    Target,
)

NAMES = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ", "sseq": "SSEQ"}
MEANINGS = {
    "nash": "nobody can move to anything better",
    "gmr": "every improvement can be answered by others so that it does not pay",
    "smr": "as GMR, and there is no way out of the answer",
    "seq": "every improvement would be answered by others in their own interest so that it does not"
    " pay",
    "sseq": "as SEQ, and there is no way out of the answer",
}
SHOWN = 8


class Teller:
    """Puts the ids of one conflict into words; with `named`, moves in conditions too."""

    def __init__(self, conflict: ConflictGraph, *, named: bool = False) -> None:
        self.conflict, self.named = conflict, named

    def wish(self, text: str) -> str:
        """A priority, as it was written or with the names of moves."""
        if not self.named:
            return repr(text)
        return " ? ".join(self._told(parse_condition(part)) for part in text.split(" ? "))

    def _told(self, condition: Condition, inside: bool = False) -> str:
        kind = str(condition[0])
        if kind == "is":
            move = self.conflict.move_by_id[str(condition[1])]
            return f"\N{LEFT DOUBLE QUOTATION MARK}{move.name}\N{RIGHT DOUBLE QUOTATION MARK}"
        parts = [self._told(part, True) for part in condition[1:]]  # type: ignore[arg-type]
        if kind == "not":
            return f"not {parts[0]}"
        if kind == "if":
            parts.reverse()  # a implies b is told as: b if a
        text = f" {kind if kind != 'iff' else 'if and only if'} ".join(parts)
        return f"({text})" if inside else text

    def maker(self, name: str) -> str:
        """Name of a decision maker."""
        return self.conflict.maker_by_id[name].name

    def makers(self, names: Iterable[str]) -> str:
        """Names of decision makers in a sentence."""
        return _and([self.maker(name) for name in names])

    def state(self, label: str) -> str:
        """A state with the names of the moves taken in it."""
        taken = [
            move.name
            for move, letter in zip(self.conflict.moves, label, strict=True)
            if letter == "Y"
        ]
        return f"{label} ({'; '.join(taken) or 'none of the moves is taken'})"

    def states(self, labels: Sequence[str], word: str = "and") -> str:
        """States in a sentence, cut where there are many."""
        named = [self.state(label) for label in labels[:SHOWN]]
        if len(labels) > SHOWN:
            named.append(f"{len(labels) - SHOWN} more")
        return _and(named, word)

    def change(self, here: str, there: str) -> str:
        """What a move does: which moves are taken, which are taken back."""
        taken, back = [], []
        for move, before, after in zip(self.conflict.moves, here, there, strict=True):
            if after == "Y" and before == "N":
                taken.append(
                    f"\N{LEFT DOUBLE QUOTATION MARK}{move.name}\N{RIGHT DOUBLE QUOTATION MARK}"
                )
            elif after == "N" and before == "Y":
                back.append(
                    f"\N{LEFT DOUBLE QUOTATION MARK}{move.name}\N{RIGHT DOUBLE QUOTATION MARK}"
                )
        done = [f"take {_and(taken)}"] if taken else []
        done += [f"take back {_and(back)}"] if back else []
        return f"{_and(done) or 'move'} (to {there})"

    def way(self, here: str, path: Sequence[Step]) -> str:
        """A sequence of moves: who does what."""
        done = []
        for step in path:
            done.append(f"{self.maker(step.by)} would {self.change(here, step.to)}")
            here = step.to
        return ", then ".join(done)


def _and(items: Sequence[str], word: str = "and") -> str:
    return "".join(items) if len(items) < 2 else f"{', '.join(items[:-1])} {word} {items[-1]}"


def _concepts(concepts: Iterable[str]) -> str:
    return _and([NAMES[concept] for concept in CONCEPTS if concept in set(concepts)])


def stability_words(value: Stability, tell: Teller) -> list[str]:
    """Equilibria, the strongest concept first, with what each concept means."""
    lines = [f"{value.count:,} states. An equilibrium is a state that is stable for everybody:"]
    for concept in ("nash", "sseq", "seq", "smr", "gmr"):
        count, listed = value.counts[concept], value.equilibria[concept]
        head = f"{NAMES[concept]} ({MEANINGS[concept]}): "
        if not count:
            lines.append(f"{head}none.")
        elif count > 4:
            more = " and more" if count > SHOWN else ""
            lines.append(f"{head}{count:,} states: {', '.join(listed[:SHOWN])}{more}.")
        else:
            lines.append(f"{head}{tell.states(listed)}.")
    if value.assumed:
        lines.append(
            "The order of some entries is not known and was taken as written:"
            f" {_and(list(value.assumed))}. How much rests on that:  analyse ... profiles"
        )
    return lines


def reasons_words(value: Reasons, tell: Teller) -> list[str]:
    """Each state and decision maker: what it could gain, what deters it."""
    lines: list[str] = []
    last = ""
    for row in value.rows:
        if row.state != last:
            held = [concept for concept in CONCEPTS if row.state in value.equilibria[concept]]
            verdict = f"an equilibrium under {_concepts(held)}" if held else "no equilibrium"
            lines.append(f"{tell.state(row.state)}: {verdict}.")
            last = row.state
        lines += reason_words(row, tell)
    return lines


def reason_words(row: Reason, tell: Teller) -> list[str]:
    """Why the state is stable or not for one decision maker."""
    name = tell.maker(row.decision_maker)
    if not row.improvements:
        return [f"  {name} stays: it can move to nothing that it prefers (stable under all five)."]
    if row.stable:
        head = f"  {name} is deterred under {_concepts(row.stable)}"
        missing = [concept for concept in CONCEPTS[1:] if concept not in row.stable]
        head += f", not under {_concepts(missing)}." if missing else "."
    else:
        head = f"  {name} would leave: some improvement meets no answer that makes it not pay."
    return [head, *(f"    {improvement_words(one, row, tell)}" for one in row.improvements)]


def improvement_words(one: Improvement, row: Reason, tell: Teller) -> str:
    """One improvement, the answer of the others, and the counter-move."""
    name = tell.maker(row.decision_maker)
    head = f"It would {tell.change(row.state, one.to)}, which it prefers"
    strong = one.deterrents.get("sseq") or one.deterrents.get("seq")
    weak = one.deterrents.get("smr") or one.deterrents.get("gmr")
    if strong is not None:
        answer = _answer(one.to, strong, name, tell)
        return f"{head}; but then, each in its own interest, {answer}"
    if weak is not None:
        answer = _answer(one.to, weak, name, tell)
        return f"{head}; the others could answer, though not each in its own interest: {answer}"
    return f"{head}, and nothing that the others can do makes it regret that."


def _answer(here: str, found: Deterrent, name: str, tell: Teller) -> str:
    text = f"{tell.way(here, found.path)}, which is no better for {name} than where it began"
    if found.escape is None:
        return f"{text}, and it cannot get out of that by a further move."
    last = found.path[-1].to
    return f"{text}; though it could then {tell.change(last, found.escape)}, which is better."


def evolution_words(value: Evolution, tell: Teller) -> list[str]:
    """Where the conflict can go, and by which way."""
    kind = "by improvements" if value.by == "improvements" else "by moves, improving or not,"
    held = _concepts(value.start_equilibrium)
    lines = [
        f"From {tell.state(value.start)}"
        + (f", itself an equilibrium under {held}:" if held else ":")
    ]
    if not value.arrivals:
        return [*lines, f"Nothing can be reached {kind.removesuffix(',')}: it stays as it is."]
    ends = [arrival for arrival in value.arrivals if arrival.equilibrium or arrival.end]
    lines.append(f"{len(value.arrivals)} states can be reached {kind} by legal sequences.")
    lines += [_arrival(value.start, arrival, tell) for arrival in ends[:SHOWN]]
    if len(ends) > SHOWN:
        lines.append(f"{len(ends) - SHOWN} more with --json.")
    return lines


def _arrival(start: str, arrival: Arrival, tell: Teller) -> str:
    held = _concepts(arrival.equilibrium)
    what = f"an equilibrium under {held}" if held else "from which nobody moves on"
    steps = "1 step" if len(arrival.path) == 1 else f"{len(arrival.path)} steps"
    return f"  In {steps}: {tell.way(start, arrival.path)}; {what}."


def coalitions_words(value: Coalitions, tell: Teller) -> list[str]:
    """What holds against coalitions, and which coalition would leave what."""
    lines = [f"{len(value.coalitions)} coalitions, single decision makers included."]
    for concept, states in value.equilibria.items():
        held = tell.states(states) if states else "none"
        lines.append(f"Stable for every coalition under {NAMES[concept]}: {held}.")
    lines += [coalition_words(row, tell) for row in value.moves[:SHOWN]]
    if len(value.moves) > SHOWN:
        lines.append(f"{len(value.moves) - SHOWN} more with --json.")
    return lines


def coalition_words(row: CoalitionMove, tell: Teller) -> str:
    """Where a coalition would go together."""
    state, path = row.improvements[0]
    more = f" (or {len(row.improvements) - 1} others)" if len(row.improvements) > 1 else ""
    deterred = (
        f"; deterred under {_concepts(row.stable)}" if row.stable else "; nothing deters them"
    )
    return (
        f"  From {row.state}, {tell.makers(row.members)} together prefer {state}{more}"
        f" and can reach it: {tell.way(row.state, path)}{deterred}."
    )


def inverse_words(value: Inverse, tell: Teller) -> list[str]:
    """What would have to be true for the state to hold: "this agreement would hold only if"."""
    concept = NAMES[value.concept]
    state = tell.state(value.state)
    if value.equilibrium:
        lines = [f"{state} is an equilibrium under {concept} already."]
    else:
        lines = [f"{state} would hold under {concept} only if:"]
    for target in value.targets:
        lines += target_words(target, value.state, tell)
    if value.together is not None:
        word = "is" if value.together else "is still not"
        lines.append(f"With the first change for each of them, the state {word} an equilibrium.")
    return lines


def target_words(target: Target, state: str, tell: Teller) -> list[str]:
    """What one decision maker's preferences would have to be."""
    name = tell.maker(target.decision_maker)
    counted = ""
    if target.rankings is not None and target.of is not None:
        counted = f" ({target.rankings:,} of {target.of:,} strict rankings of the states do.)"
    if target.stable:
        return [f"  {name}: holds as things stand.{counted}"]
    lines = [f"  {name} found {state} at least as good{counted}"]
    lines += [f"    - {need_words(need, state, tell)}" for need in target.needs if not need.met]
    for place, found in enumerate(target.reorderings, 1):
        pairs = "; ".join(
            f"{tell.wish(up)} before {tell.wish(down)}" for up, down in found.reversed
        )
        lines.append(f"    Smallest change of its priorities, {place}: {pairs}.")
    for states in target.lowered:
        listed = _and(states)
        lines.append(f"    Smallest change of its ranking: {listed} no better than {state}.")
    if not target.possible:
        lines.append(
            "    No order of the priorities as they are does that: another concern has to come in."
        )
    return lines


def need_words(need: Need, state: str, tell: Teller) -> str:
    """One thing to compare the state with."""
    text = f"as where it would be if it were to {tell.change(state, need.improvement)}"
    if need.answers:
        answers = [_and(states) for states in need.answers[:SHOWN]]
        more = f" and {len(need.answers) - SHOWN} more" if len(need.answers) > SHOWN else ""
        text += f"; or as where the others could answer by leading: {_and(answers, 'or')}{more}"
    return text + "."


def profiles_words(value: Profiles, tell: Teller) -> list[str]:
    """Shares of the profiles under which states are equilibria, largest first."""
    how = (
        f"All {value.profiles:,} preference profiles that agree with what is known were examined."
        if value.exact
        else f"{value.draws:,} of {value.profiles:,} preference profiles that agree with what is"
        f" known were drawn (seed {value.seed}; standard error at most {value.standard_error:.2%})."
    )
    lines = [how]
    order = sorted(
        value.shares, key=lambda s: tuple(-value.shares[s][c] for c in ("seq", "nash", "gmr"))
    )
    for state in order[:SHOWN]:
        shares = ", ".join(f"{NAMES[c]} {value.shares[state][c]:.1%}" for c in CONCEPTS)
        lines.append(f"  {tell.state(state)}: equilibrium in {shares}.")
    if len(order) > SHOWN:
        lines.append(f"{len(order) - SHOWN} more with --json.")
    return lines
