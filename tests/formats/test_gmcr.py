"""`.gmcr` files: the reference set, what is refused, and there and back."""

from __future__ import annotations

import json
import pickle
import random
from pathlib import Path
from typing import Any

import pytest

from conflicts import literal, literal_ranks, random_conflict
from goodoffices.errors import InputError, InvalidCase, UnknownName
from goodoffices.formats import conflict_file, gmcr
from goodoffices.formats.registry import convert, detect, read_conflict, read_negotiation
from goodoffices.solve.graph.engine import CONCEPTS, Engine, solve
from goodoffices.solve.graph.states import ranks
from support import EXAMPLES, ROOT, shared_path

REFERENCE = json.loads((ROOT / "tests" / "data" / "graph" / "random120.json").read_bytes())


def gmcr_of(data: Any) -> bytes:
    return json.dumps(data).encode()


@pytest.mark.parametrize("engine", ["cube", "sparse", "numpy", "auto"])
def test_the_reference_set_has_no_mismatch(engine: Engine) -> None:
    compared = 0
    for entry in REFERENCE:
        conflict = gmcr.loads(gmcr_of(entry["conflict"]))
        solved = solve(conflict, engine=engine)
        codes = [int(code) for code in solved.space.piece(0, solved.space.count)]
        assert codes == entry["feasible_decimal"]
        for k, maker in enumerate(conflict.decision_makers):
            own = ranks(conflict, solved.space, maker).tolist()
            levels = sorted(set(own))
            assert [levels.index(one) for one in own] == entry["rank"][k]
        for concept, bit in CONCEPTS.items():
            for k in range(len(conflict.decision_makers)):
                found = [s for s, flag in enumerate(solved.flags[k]) if flag & bit]
                assert found == entry["stable_by_dm"][concept][k]
                compared += len(codes)
            found = [s for s, flag in enumerate(solved.equilibria) if flag & bit]
            assert found == entry["equilibria"][concept]
    assert compared > 50_000


def test_the_reference_set_is_the_one_that_was_given() -> None:
    given = shared_path("data", "graph", "random120.json")
    assert json.loads(given.read_bytes()) == REFERENCE


def test_the_literal_definitions_agree_with_the_reference_set() -> None:
    differs = 0
    narrower = [e for e in REFERENCE if len(e["feasible_decimal"]) <= 64]
    for entry in narrower:
        conflict = gmcr.loads(gmcr_of(entry["conflict"]))
        states = list(conflict.states())
        makers = [maker.id for maker in conflict.decision_makers]
        found = literal(conflict)
        once = literal(conflict, once=True)
        for concept in CONCEPTS:
            for k, maker in enumerate(makers):
                numbers = [s for s, state in enumerate(states) if state in found[maker][concept]]
                assert numbers == entry["stable_by_dm"][concept][k]
            narrow = set(states).intersection(*(once[maker][concept] for maker in makers))
            listed = entry["equilibria_if_each_opponent_moves_once"][concept]
            assert [s for s, state in enumerate(states) if state in narrow] == listed
        differs += found != once
    assert differs  # an opponent who may not move again is another theory


def test_files_are_written_so_that_they_are_read_the_same() -> None:
    rng = random.Random(11)
    done = 0
    while done < 60:
        conflict = random_conflict(rng, makers=rng.randint(2, 3), moves=rng.randint(3, 5))
        if conflict is None:
            continue
        assert conflict_file.loads(conflict_file.dumps(conflict, json=False)) == conflict
        assert conflict_file.loads(conflict_file.dumps(conflict, json=True), "c.json") == conflict
        ranked = {maker.ranking is None for maker in conflict.decision_makers}
        try:
            raw = gmcr.dumps(conflict)
        except InvalidCase as fault:
            words = str(fault)
            assert len(ranked) == 2 or "never holds" in words or "always holds" in words
            continue
        again = gmcr.loads(raw)
        states = list(conflict.states())
        assert list(again.states()) == states
        orders = [literal_ranks(one, states) for one in (conflict, again)]
        for maker, other in zip(conflict.decision_makers, again.decision_makers, strict=True):
            mine, theirs = orders[0][maker.id], orders[1][other.id]
            assert sorted(states, key=lambda s: (mine[s], s)) == sorted(
                states, key=lambda s: (theirs[s], s)
            )
            levels = [{s: order[s] == order[states[0]] for s in states} for order in (mine, theirs)]
            assert levels[0] == levels[1]
        assert list(literal(conflict).values()) == list(literal(again).values())
        done += 1


SMALL: dict[str, Any] = {
    "options": [
        {"name": "Release water", "permittedDirection": "both"},
        {"name": "Attack", "permittedDirection": "fwd"},
    ],
    "decisionMakers": [
        {"name": "Syria", "options": [0], "preferenceRanking": [1, [2, 3], 4]},
        {"name": "Iraq", "options": [1], "preferenceRanking": [4, 3, 2, 1]},
    ],
    "infeasibles": [],
    "useManualPreferenceRanking": True,
    "program": "another",
}


def test_rankings_by_number_are_read() -> None:
    conflict = gmcr.loads(gmcr_of(SMALL))
    assert conflict.decision_makers[0].ranking == ("NN", "YN = NY", "YY")
    assert conflict.moves[1].direction == "forward"
    assert [move.id for move in conflict.moves] == ["release-water", "attack"]


def test_an_older_file_calls_the_ranking_a_vector() -> None:
    older = json.loads(json.dumps(SMALL).replace("preferenceRanking", "preferenceVector"))
    older["useManualPreferenceVectors"] = older.pop("useManualPreferenceRanking")
    assert gmcr.loads(gmcr_of(older)) == gmcr.loads(gmcr_of(SMALL))


def test_names_that_are_alike_get_ids_that_are_not() -> None:
    data = json.loads(json.dumps(SMALL).replace("Release water", "Attack").replace("Iraq", "not"))
    conflict = gmcr.loads(gmcr_of(data))
    assert [move.id for move in conflict.moves] == ["attack", "attack-2"]
    assert conflict.decision_makers[1].id == "not-decision-maker"


def changed(**more: Any) -> bytes:
    return gmcr_of(json.loads(json.dumps(SMALL)) | more)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (changed(infeasibles=[[[7, "Y"]]]), "unknown option 7; there are 2, from 0"),
        (changed(infeasibles=[[[0, "M"]]]), 'a part of a condition is [option, "Y" or "N"]'),
        (changed(infeasibles=[[]]), "an empty condition"),
        (changed(infeasibles=[[[0, "Y"]], [[0, "N"]]]), "leave no state"),
        (changed(infeasibles=[{"compound": True, "members": []}]), "without members"),
        (changed(options=[{"name": "A", "permittedDirection": "up"}]), "use both, fwd or back"),
        (changed(decisionMakers=[{"name": "A", "options": [0]}]), "belongs to no decision maker"),
        (changed(decisionMakers=3), "a list is needed"),
        (b"[]", "holds one JSON object"),
        (b"{}", "the field 'options' is missing"),
        (b"{", "JSON"),
        (
            gmcr_of(json.loads(json.dumps(SMALL).replace("[1, [2, 3], 4]", "[1, [2, 2], 9]"))),
            "there is no state 9; states are 1 to 4",
        ),
        (
            gmcr_of(json.loads(json.dumps(SMALL).replace("[1, [2, 3], 4]", "[1, [2, 2], 4]"))),
            "misses NY",
        ),
        (
            gmcr_of(json.loads(json.dumps(SMALL).replace("[1, [2, 3], 4]", "[1, [2, 2], 4]"))),
            "repeats YN",
        ),
        (
            changed(
                decisionMakers=[
                    SMALL["decisionMakers"][0],
                    {"name": "Iraq", "options": [1], "misperceptions": [[[0, "Y"]]]},
                ]
            ),
            "misperceptions are not supported",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(raw: bytes, words: str) -> None:
    with pytest.raises(InvalidCase) as caught:
        gmcr.loads(raw, "x.gmcr")
    assert words in str(caught.value)
    assert all(problem.file == "x.gmcr" and problem.line for problem in caught.value.problems)


class Trap:
    def __reduce__(self) -> tuple[Any, ...]:
        return (pytest.fail, ("the pickle was opened",))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_never_opened(protocol: int, tmp_path: Path) -> None:
    path = tmp_path / "old.gmcr"
    path.write_bytes(pickle.dumps({"options": Trap(), "more": [Trap()]}, protocol))
    with pytest.raises(InvalidCase, match="not opened"):
        read_conflict(path)


def test_any_bytes_give_a_conflict_or_a_clear_fault() -> None:
    rng = random.Random(3)
    good = gmcr_of(SMALL)
    for _ in range(300):
        raw = bytearray(good)
        for _ in range(rng.randint(1, 8)):
            place = rng.randrange(len(raw))
            raw[place : place + rng.randint(0, 3)] = rng.randbytes(rng.randint(0, 3))
        try:
            gmcr.loads(bytes(raw))
        except InvalidCase:
            continue


def test_what_a_gmcr_file_cannot_say_is_refused() -> None:
    conflict = gmcr.loads(gmcr_of(SMALL))
    import dataclasses

    unsure = dataclasses.replace(conflict.decision_makers[0], ranking=("NN ? YN = NY", "YY"))
    with pytest.raises(InvalidCase, match="order of states is not known"):
        gmcr.dumps(
            dataclasses.replace(conflict, decision_makers=(unsure, *conflict.decision_makers[1:]))
        )


def test_the_registry_knows_conflicts(tmp_path: Path) -> None:
    source = EXAMPLES / "conflicts" / "elmira.yaml"
    assert detect(source) == "conflict"
    convert(source, tmp_path / "elmira.gmcr")
    assert detect(tmp_path / "elmira.gmcr") == "gmcr"
    convert(tmp_path / "elmira.gmcr", tmp_path / "again.json")
    again, first = read_conflict(tmp_path / "again.json"), read_conflict(source)
    assert list(literal(again).values()) == list(literal(first).values())
    with pytest.raises(InputError, match="holds a conflict"):
        read_negotiation(source)
    with pytest.raises(UnknownName, match="format to write"):
        convert(source, tmp_path / "elmira.docx")
    with pytest.raises(UnknownName, match="conflict"):
        read_conflict(tmp_path / "n.yaml", "genius")


def test_faults_of_a_conflict_file_carry_their_line(tmp_path: Path) -> None:
    text = (EXAMPLES / "conflicts" / "prisoners-dilemma.yaml").read_text(encoding="utf-8")
    text = text.replace("moves: [second-cooperates]", "moves: [second-cooperate]")
    text = text.replace("priorities: [second-cooperates,", "priorities: [secnd-cooperates,")
    with pytest.raises(InvalidCase) as caught:
        conflict_file.loads(text.encode(), "pd.yaml")
    lines = {problem.line for problem in caught.value.problems}
    assert len(caught.value.problems) == 3
    assert len(lines) == 3
    assert 0 not in lines
    with pytest.raises(InvalidCase, match="did you mean 'priorities'"):
        conflict_file.loads(text.replace("    priorities:", "    prioritys:", 1).encode())
