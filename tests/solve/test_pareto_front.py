"""Frontiers built issue by issue against the definition: coarse and fine numbers, long ones, near
ties, bans, reservations, one party to six; and the same packages with and without the compiler."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace

import pytest

import oracle
from builders import issue
from goodoffices.analyse.pareto import pareto
from goodoffices.errors import TooLarge
from goodoffices.model.acceptable import utility
from goodoffices.model.agenda import Party
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences, RedLine
from goodoffices.solve import jit, pareto_front
from goodoffices.solve.counting import issue_order
from goodoffices.solve.points import parts

Draw = Callable[[random.Random], float]

SCORES: dict[str, Draw] = {
    "few ties": lambda rng: rng.randrange(40),
    "many ties": lambda rng: rng.randrange(3),
    "decimals": lambda rng: round(rng.random(), 3),
    "around the tolerance": lambda rng: rng.randrange(5) * 5e-10,
    "half around it": lambda rng: rng.randrange(3) + rng.choice((0, 5e-10, 1e-9, 2e-9)),
    "as drawn": lambda rng: rng.random(),
    "long": lambda rng: rng.choice((rng.random(), 1e-40 * rng.random(), 1e15)),
    "large": lambda rng: rng.randrange(10**20),
    "negative": lambda rng: round(rng.uniform(-1, 1), 2),
}


def drawn(
    rng: random.Random, score: Draw, parties: int, *, lines: int = 0, widths: int = 3
) -> Negotiation:
    agenda = tuple(
        issue(f"i{k}", *(f"o{j}" for j in range(rng.randint(1, widths)))) for k in range(4)
    )
    held = tuple(
        Preferences(
            party=f"p{k}",
            weights={i.id: rng.choice((0, 1, 1, 0.3)) for i in agenda},
            scores={i.id: {o: score(rng) for o in i.option_ids} for i in agenda},
            reservation=rng.choice((-1000, -1000, 0.5, 1)),
        )
        for k in range(parties)
    )
    red = []
    for k in range(lines):
        named = rng.sample(agenda, rng.randint(1, 3))
        red.append(
            RedLine(
                id=f"r{k}",
                party=f"p{rng.randrange(parties)}",
                rejects={i.id: (rng.choice(i.option_ids),) for i in named},
            )
        )
    return Negotiation(
        title="Drawn",
        parties=tuple(Party(id=f"p{k}", name=f"P{k}") for k in range(parties)),
        issues=agenda,
        preferences=held,
        red_lines=tuple(red),
    )


@pytest.fixture(params=["compiled", "plain"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the compiled kernel, or as it is done until that is ready."""
    kernel = jit.load("skyline_kernel")
    if request.param == "compiled" and not hasattr(kernel.stage, "py_func"):
        pytest.skip("nothing is compiled here yet")
    if request.param == "plain":
        uncompiled = SimpleNamespace(stage=None, outdone=None)
        monkeypatch.setattr(pareto_front, "load", lambda _: uncompiled)


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("kind", SCORES)
def test_the_frontier_is_what_the_definition_says(kind: str) -> None:
    rng = random.Random(kind)
    several = 0
    for turn in range(40):
        held = drawn(rng, SCORES[kind], 1 + turn % 6, lines=rng.choice((0, 0, 2)))
        zone = rng.random() < 0.7
        found = pareto(held, zone=zone)
        expected = oracle.frontier(held, held.principals, zone=zone)
        assert [dict(package) for package in found.packages] == expected
        assert found.complete
        for package, shown in zip(found.packages, found.utilities, strict=True):
            for party, number in shown.items():
                exact = utility(held, party, package)
                assert exact is not None
                assert number == float(exact.low)
        several += len(expected) > 3
    assert several > 3


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("kind", ["decimals", "half around it", "as drawn", "long"])
def test_long_blocks_and_many_sets(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of points at once, and sets of points as coarse and as fine as can be."""
    rng = random.Random(kind)
    for groups in (1, 3, 128):
        monkeypatch.setattr(pareto_front, "_GROUPS", groups)
        for parties in (2, 3, 4, 5):
            held = drawn(rng, SCORES[kind], parties, widths=5)
            expected = oracle.frontier(held, held.principals, zone=True)
            assert [dict(p) for p in pareto(held).packages] == expected


def test_numbers_are_parted_and_put_together_again() -> None:
    rng = random.Random(2)
    for bits in (10, 56, 57, 100, 122, 123, 300):
        held = parts([1 << (bits - 1), 3])
        assert held is not None
        assert (held.count == 0) == (bits <= 56)
        rows = [[rng.randrange(1 << bits), rng.randrange(4)] for _ in range(20)]
        split = held.split(rows)
        for party in (0, 1):
            assert held.column(split, party) == [row[party] for row in rows]
        order = sorted(range(20), key=lambda k: rows[k][0])
        keys = [(int(split.firsts[k, 0]), *map(int, split.rests[k, 0])) for k in order]
        assert keys == sorted(keys)
    assert parts([1 << 1000]) is None


def test_packages_of_one_class_are_all_kept_up_to_a_million() -> None:
    """Issues that matter to nobody multiply the frontier."""

    def idle(issues: int) -> Negotiation:
        agenda = tuple(issue(f"i{k:02}", "o0", "o1") for k in range(issues))
        weights = {i.id: float(k < 2) for k, i in enumerate(agenda)}
        return Negotiation(
            title="Idle",
            parties=(Party(id="a", name="A"), Party(id="b", name="B")),
            issues=agenda,
            preferences=tuple(
                Preferences(
                    party=party,
                    weights=weights,
                    scores={i.id: {"o0": up, "o1": 1 - up} for i in agenda},
                    reservation=0,
                )
                for party, up in (("a", 0), ("b", 1))
            ),
        )

    found = pareto(idle(8))
    assert len(found.packages) == 2**8
    rows = [tuple(package.values()) for package in found.packages]
    assert rows == sorted(rows)
    assert len(pareto(idle(8), epsilon=0.5).packages) == 3  # one of each class that is needed
    with pytest.raises(TooLarge, match="matter to nobody"):
        pareto(idle(60))


def test_both_ways_find_the_same_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of points, too many to list: which package stands for a class is the same, too."""
    rng = random.Random(3)
    for parties, kind in ((3, "decimals"), (3, "half around it"), (5, "decimals"), (4, "as drawn")):
        held = drawn(rng, SCORES[kind], parties, widths=7, lines=2)
        first, thinned = pareto(held), pareto(held, epsilon=0.2)
        with monkeypatch.context() as patch:
            patch.setattr(pareto_front, "load", lambda _: SimpleNamespace(stage=0, outdone=0))
            assert pareto(held) == first
            assert pareto(held, epsilon=0.2) == thinned


def test_more_parties_than_points_and_no_zone() -> None:
    rng = random.Random(4)
    held = drawn(rng, SCORES["few ties"], 6, lines=40, widths=2)
    assert [dict(p) for p in pareto(held).packages] == oracle.frontier(
        held, held.principals, zone=True
    )


def test_epsilon_holds_for_fine_numbers_too() -> None:
    rng = random.Random(11)
    for kind in ("as drawn", "long", "half around it"):
        held = drawn(rng, SCORES[kind], 3, widths=4)
        wanted = Fraction(3, 10)
        every, some = pareto(held), pareto(held, epsilon=0.3)
        assert 0 < len(some.packages) <= len(every.packages)
        kept = [[utility(held, p, package) for p in held.principals] for package in some.packages]
        for package in every.packages:
            got = [utility(held, p, package) for p in held.principals]
            assert any(
                all(a.low >= b.low - wanted for a, b in zip(mine, got, strict=True) if a and b)
                for mine in kept
            )


def test_issues_are_gone_through_so_that_bans_close() -> None:
    """The order decides the work, not the answer: any order gives the same frontier."""
    rng = random.Random(5)
    held = drawn(rng, SCORES["decimals"], 3, lines=3)
    first = pareto(held)
    original = issue_order
    for seed in range(5):
        shuffler = random.Random(seed)

        def shuffled(*arguments: object, shuffler: random.Random = shuffler) -> list[int]:
            order = original(*arguments)  # type: ignore[arg-type]
            shuffler.shuffle(order)
            return order

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pareto_front, "issue_order", shuffled)
            assert pareto(held) == first
