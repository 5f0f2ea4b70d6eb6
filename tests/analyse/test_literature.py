"""Published examples."""

from __future__ import annotations

from builders import issue
from goodoffices.analyse.bargain import bargain
from goodoffices.analyse.concessions import concessions
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.pareto import pareto
from goodoffices.model.agenda import Party
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences, Proviso, RedLine


def test_bill_and_jack() -> None:
    """Nash, The bargaining problem, Econometrica 18 (1950): the example of section "Examples"."""
    bills = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
    jacks = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}
    goods = bills | jacks
    held = Negotiation(
        title="Bill and Jack",
        parties=(Party(id="bill", name="Bill"), Party(id="jack", name="Jack")),
        issues=tuple(issue(name, "bill", "jack") for name in goods),
        preferences=tuple(
            Preferences(
                party=party,
                weights={name: worth[k] for name, worth in goods.items()},
                scores={
                    name: {"bill": int(party == "bill"), "jack": int(party == "jack")}
                    for name in goods
                },
                reservation=sum(worth[k] for worth in own.values()),
            )
            for k, (party, own) in enumerate((("bill", bills), ("jack", jacks)))
        ),
    )
    found = bargain(held)
    assert found.disagreement == {"bill": 12, "jack": 6}
    assert [dict(package) for package in found.packages] == [
        {
            "book": "jack",
            "whip": "jack",
            "ball": "jack",
            "bat": "jack",
            "box": "bill",
            "pen": "bill",
            "toy": "bill",
            "knife": "bill",
            "hat": "jack",
        }
    ]
    assert [dict(u) for u in found.utilities] == [{"bill": 24, "jack": 11}]
    assert found.packages[0] in pareto(held).packages


def test_full_adder() -> None:
    """Reiter, A theory of diagnosis from first principles, AI 32 (1987): the full adder.

    Inputs 1, 0, 1 and outputs sum 1, carry 0. Each gate claims to work. Conflict sets {X1, X2} and
    {X1, A2, O1}; diagnoses {X1}, {X2, A2}, {X2, O1}. The second "and" gate is written with the one
    implication that these inputs and outputs put to the test.
    """
    maker = "maker"
    held = Negotiation(
        title="Full adder",
        parties=(Party(id=maker, name="Maker"),),
        issues=(issue("x1", "0", "1"), issue("a1", "0", "1"), issue("a2", "0", "1")),
        red_lines=(
            RedLine(id="X1", party=maker, rejects={"x1": ("0",)}),  # 1 xor 0
            RedLine(id="A1", party=maker, rejects={"a1": ("1",)}),  # 1 and 0
            RedLine(id="X2", party=maker, rejects={"x1": ("1",)}),  # x1 xor 1 = 1
        ),
        provisos=(
            Proviso(id="A2", party=maker, if_={"x1": ("1",)}, then={"a2": ("1",)}),  # x1 and 1
            Proviso(  # a1 or a2 = 0
                id="O1", party=maker, if_={"x1": ("0", "1")}, then={"a1": ("0",), "a2": ("0",)}
            ),
        ),
    )
    assert conflicts(held).sets == (("X1", "X2"), ("A2", "O1", "X1"))
    assert [entry.claims for entry in concessions(held).sets] == [
        ("X1",),
        ("A2", "X2"),
        ("O1", "X2"),
    ]


def test_four_solutions_that_part_ways() -> None:
    """Gains chosen so that each rule picks another package; worked out by hand.

    Products: 12, 14, 11, 13.86, 3.4. Sums: 7, 9, 12, 8.7, 4.4. Least gains: 3, 2, 1, 2.1, 1. Least
    shares of the greatest gains 3.4 and 11: 4/11, 2/3.4, 1/3.4, 0.6, 1/11.
    """
    worth = {"a": (3, 4), "b": (2, 7), "c": (1, 11), "d": (2.1, 6.6), "e": (3.4, 1)}
    held = Negotiation(
        title="Four solutions",
        parties=(Party(id="p", name="P"), Party(id="q", name="Q")),
        issues=(issue("i", *worth),),
        preferences=tuple(
            Preferences(
                party=party,
                weights={"i": 1},
                scores={"i": {name: pair[k] for name, pair in worth.items()}},
                reservation=0,
            )
            for k, party in enumerate(("p", "q"))
        ),
    )
    picked = {
        "nash": bargain(held, rule="nash"),
        "utilitarian": bargain(held, rule="utilitarian"),
        "egalitarian": bargain(held, rule="egalitarian"),
        "kalai-smorodinsky": bargain(held, rule="kalai-smorodinsky"),
    }
    assert {rule: [p["i"] for p in found.packages] for rule, found in picked.items()} == {
        "nash": ["b"],
        "utilitarian": ["c"],
        "egalitarian": ["a"],
        "kalai-smorodinsky": ["d"],
    }
    # From another point of disagreement, other gains: (0.5, 3), (0, 6), (0.1, 5.6) are left of a,
    # b, d; c and e give somebody less than the point.
    moved = bargain(held, rule="nash", disagreement={"p": 2, "q": 1})
    assert moved.disagreement == {"p": 2, "q": 1}
    assert [p["i"] for p in moved.packages] == ["a"]
