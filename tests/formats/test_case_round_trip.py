from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_strategies import agendas, cases
from goodoffices.codec import digest
from goodoffices.formats.case_folder import read_case, write_case
from goodoffices.formats.case_write import same_case
from goodoffices.formats.yamltext import parse
from goodoffices.formats.yamlwrite import dump
from goodoffices.model.case import Case

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
plain_data = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=12,
)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name) / "case"


def bytes_of(root: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()
    }


@settings(max_examples=300, deadline=None)
@given(plain_data, st.integers(0, 6))
def test_what_is_dumped_is_read_back_exactly(data: object, indent: int) -> None:
    text = dump({"a": data}, indent=indent)
    found = parse(text.encode(), "f.yaml").data
    assert repr(found) == repr({"a": data})
    assert parse(text.encode(), "f.yaml").text == text


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(cases())
def test_a_case_written_and_read_is_the_same_case(case: Case) -> None:
    with folder() as root:
        changed = write_case(case, root)
        assert {file.relative_to(root).as_posix() for file in changed} == set(bytes_of(root))
        found = read_case(root)
        assert same_case(found, case)
        before = bytes_of(root)
        assert write_case(found, root) == ()
        assert bytes_of(root) == before
        assert digest(read_case(root)) == digest(found)


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(cases(), st.data())
def test_any_other_case_on_the_same_evidence_can_be_written_over_it(
    case: Case, data: st.DataObject
) -> None:
    """The splicer meets arbitrary changes of agenda and judgements, and loses nothing."""
    keep = data.draw(st.integers(0, len(case.judgements)))
    other = dataclasses.replace(
        case,
        title=data.draw(st.text(min_size=1)),
        note=data.draw(st.none() | st.text()),
        parties=tuple(
            dataclasses.replace(party, note=data.draw(st.none() | st.text(max_size=5)))
            for party in data.draw(st.permutations(case.parties))
        ),
        meetings=data.draw(st.permutations(case.meetings).map(tuple))[1:],
        judgements=case.judgements[:keep],
        contradictions=case.contradictions[::-1],
        drafts=tuple(
            dataclasses.replace(draft, clauses=draft.clauses[1:], status="new")
            for draft in case.drafts
        ),
    )
    with folder() as root:
        write_case(case, root)
        write_case(other, root)
        assert same_case(read_case(root), other)
        write_case(case, root)
        assert same_case(read_case(root), case)


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(agendas(), agendas())
def test_one_agenda_replaces_another(first: dict[str, object], second: dict[str, object]) -> None:
    with folder() as root:
        write_case(Case(**first), root)  # type: ignore[arg-type]
        write_case(Case(**second), root)  # type: ignore[arg-type]
        assert same_case(read_case(root), Case(**second))  # type: ignore[arg-type]
