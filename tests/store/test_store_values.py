"""What goes into a store comes out of it, on both kinds of database."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_strategies import cases
from goodoffices.errors import InputError, InvalidCase, StaleWrite, StoreError, UnknownName
from goodoffices.formats.case_folder import read_case
from goodoffices.formats.case_write import same_case
from goodoffices.model.case import Case
from goodoffices.model.evidence import Report, Review
from goodoffices.store import Store
from goodoffices.store.columns import read, written
from stored import strait_case, strait_in
from support import EXAMPLES

NUMBERS = itertools.count(1)


def put(store: Store, case: Case, name: str) -> None:
    with store.begin(by="A. Desk Officer") as t:
        t.create_case(case.title, name)
        t.save_agenda(name, case, t.revision(name))
        t.append_reports(name, case.reports)
        t.append_statements(name, case.statements)
        t.append_reviews(name, case.reviews)


@given(case=cases())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_case_comes_out_as_it_went_in(store: Store, case: Case) -> None:
    name = f"c{next(NUMBERS)}"
    put(store, case, name)
    with store.reading() as t:
        assert same_case(t.read_case(name), case)
        assert t.cases()[name] == case.title


@pytest.mark.parametrize("name", ["ukraine-2025", "strait-accord"])
def test_a_shipped_case_comes_out_as_it_went_in(store: Store, name: str) -> None:
    case = read_case(EXAMPLES / name)
    put(store, case, name)
    with store.reading() as t:
        assert t.read_case(name) == case
        assert t.verify().faults == ()


@given(st.text() | st.text(alphabet="\\0\0a"), st.text() | st.text(alphabet="\\0\0a"))
def test_no_two_texts_are_written_alike(one: str, other: str) -> None:
    assert read(written(one)) == one
    assert "\0" not in written(one)
    assert (written(one) == written(other)) == (one == other)


def test_what_is_undone_leaves_nothing(store: Store) -> None:
    case = strait_case()
    with pytest.raises(UnknownName), store.begin(by="A") as t:  # noqa: PT012
        t.create_case(case.title, "strait")
        t.append_reports("strait", case.reports)
        t.revision("another")
    with store.reading() as t:
        assert t.cases() == {}
        assert t.verify().length == 0


def test_a_unit_that_reads_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="can only read"), store.reading() as t:
        t.create_case("Talks")
    with pytest.raises(InputError, match="needs the name"), store.begin(by=" ") as t:
        pass


def test_case_ids_are_slugs_and_never_taken_twice(store: Store) -> None:
    with store.begin(by="A") as t:
        assert t.create_case("Talks on the Strait") == "talks-on-the-strait"
        assert t.create_case("Talks on the Strait") == "talks-on-the-strait-2"
        assert t.create_case("\N{GREEK SMALL LETTER PI}") == "case"
        for wrong in ("Talks", "a--b", "-a", "a/b", "", "a" * 81):
            with pytest.raises(InputError, match="small letters"):
                t.create_case("x", wrong)
        with pytest.raises(InputError, match="already"):
            t.create_case("x", "case")
        with pytest.raises(UnknownName, match="did you mean 'case'"):
            t.revision("cas")


# --- what is refused -----------------------------------------------------------------------------


@pytest.fixture
def filled(store: Store) -> Store:
    strait_in(store)
    return store


def test_a_stale_agenda_is_refused_and_says_who_changed_what(filled: Store) -> None:
    with filled.reading() as t:
        seen, case = t.revision("strait"), t.read_case("strait")
    first = case.issues[0]
    edited = (dataclasses.replace(first, note="looked at again"), *case.issues[1:])
    with filled.begin(by="B. Analyst") as t:
        t.save_agenda("strait", dataclasses.replace(case, issues=edited), seen)
    with (
        pytest.raises(StaleWrite, match=r"B\. Analyst changed .* meanwhile") as fault,
        filled.begin(by="A") as t,
    ):
        t.save_agenda("strait", dataclasses.replace(case, title="Mine"), seen)
    assert fault.value.changed_by == ("B. Analyst",)
    assert fault.value.what == (f"issue {first.id}",)
    assert fault.value.at is not None
    with filled.reading() as t:
        assert t.read_case("strait") == dataclasses.replace(case, issues=edited)


def test_reviews_do_not_make_an_agenda_stale(filled: Store) -> None:
    with filled.reading() as t:
        seen, case = t.revision("strait"), t.read_case("strait")
    waiting = next(s for s in case.statements if s.id not in case.standing_review)
    review = Review(id="rv-1", subject=waiting.id, verdict="accepted", by="B", at="2025-01-01")
    with filled.begin(by="B") as t:
        t.append_reviews("strait", [review])
    with filled.begin(by="A") as t:
        assert t.save_agenda("strait", dataclasses.replace(case, note="x"), seen) == seen + 2


def test_an_entry_may_change_twice_in_one_unit(filled: Store) -> None:
    with filled.begin(by="A") as t:
        case = t.read_case("strait")
        for note in ("one", "two"):
            t.save_agenda("strait", dataclasses.replace(case, note=note), t.revision("strait"))
    with filled.reading() as t:
        assert t.read_case("strait").note == "two"
        assert t.verify().faults == ()


def test_an_agenda_keeps_its_order_and_forgets_what_is_taken_out(filled: Store) -> None:
    with filled.begin(by="A") as t:
        case = t.read_case("strait")
        turned = dataclasses.replace(case, parties=case.parties[::-1], conditions=())
        t.save_agenda("strait", turned, t.revision("strait"))
        assert t.read_case("strait") == turned
        t.save_agenda("strait", case, t.revision("strait"))
        assert t.read_case("strait") == case


def test_the_text_of_a_report_is_never_edited(filled: Store) -> None:
    with filled.begin(by="A") as t:
        report = t.read_case("strait").reports[0]
        with pytest.raises(InvalidCase, match="never edited"):
            t.append_reports("strait", [dataclasses.replace(report, text="other")])
        renamed = dataclasses.replace(report, title="Another title", published="2031-01-01")
        assert t.append_reports("strait", [renamed]) == 0
        assert t.read_case("strait").report_by_id[report.id] == renamed


def test_a_statement_whose_id_does_not_fit_is_refused(filled: Store) -> None:
    with filled.begin(by="A") as t:
        statement = t.read_case("strait").statements[0]
        wrong = dataclasses.replace(statement, speaker="Somebody else")
        with pytest.raises(InvalidCase, match="does not fit the content"):
            t.append_statements("strait", [wrong])
        assert t.append_statements("strait", [statement]) == 0


def test_what_json_cannot_say_is_refused(store: Store) -> None:
    with store.begin(by="A") as t:
        t.create_case("Talks", "talks")
        lone = Report(id="r", text="\ud800", sha256="0" * 64)
        with pytest.raises(InvalidCase, match="cannot be kept"):
            t.append_reports("talks", [lone])
        with pytest.raises(InvalidCase, match="something that no file can"):
            t.save_agenda("talks", Case(title="\ud800"), t.revision("talks"))


# --- reviews -------------------------------------------------------------------------------------


def test_two_reviewers_on_one_statement_are_both_recorded_or_told(filled: Store) -> None:
    with filled.reading() as t:
        seen = t.revision("strait")
        (statement, *_) = t.candidates("strait")

    def verdict(by: str, what: str) -> Review:
        return Review(
            id=f"rv-{by}",
            subject=statement.id,
            verdict=what,  # type: ignore[arg-type]
            by=by,
            at="2025-01-01T00:00:00Z",
        )

    with filled.begin(by="A") as t:
        assert t.append_reviews("strait", [verdict("A", "accepted")], seen=seen) == 1
    with pytest.raises(StaleWrite, match="A accepted this statement") as fault:  # noqa: SIM117
        with filled.begin(by="B") as t:
            t.append_reviews("strait", [verdict("B", "rejected")], seen=seen)
    assert fault.value.changed_by == ("A",)
    with filled.begin(by="A") as t:  # sent again, because the answer was lost
        assert t.append_reviews("strait", [verdict("A", "accepted")], seen=seen) == 0
    with filled.begin(by="B") as t:  # knows of it, and decides otherwise
        assert t.append_reviews("strait", [verdict("B", "rejected")]) == 1
    with filled.reading() as t:
        case = t.read_case("strait")
        assert case.standing_review[statement.id].by == "B"
        assert [r.by for r in case.reviews if r.subject == statement.id] == ["A", "B"]
        assert statement.id not in {s.id for s in t.candidates("strait", limit=1000)}


def test_a_review_of_nothing_is_refused(filled: Store) -> None:
    review = Review(id="rv", subject="st-none", verdict="accepted", by="A", at="2025-01-01")
    with pytest.raises(UnknownName, match="unknown statement 'st-none'"):  # noqa: SIM117
        with filled.begin(by="A") as t:
            t.append_reviews("strait", [review])
