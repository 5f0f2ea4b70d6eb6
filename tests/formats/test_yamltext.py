from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.yamltext import MAX_DEPTH, Document, parse, walk


def faults(text: str | bytes, file: str = "f.yaml") -> list[Problem]:
    raw = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InvalidCase) as caught:
        parse(raw, file)
    assert all(problem.file == file for problem in caught.value.problems)
    return list(caught.value.problems)


def read(text: str, file: str = "f.yaml") -> Document:
    return parse(text.encode(), file)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((word, word) for word in ("no", "yes", "on", "off", "y", "N", "2025-11-20", "1_000")),
        *(
            ("1:30", "1:30"),
            ("6nm", "6nm"),
            ("=", "="),
            ("1.2.3", "1.2.3"),
            ("12:30:45", "12:30:45"),
        ),
        *(("true", True), ("False", False), ("~", None), ("null", None), ("", None)),
        *(("0.1", 0.1), ("1e3", 1000.0), ("-7", -7), ("+7", 7), ("010", 10), ("0x1f", 31)),
        *(("0o17", 15), (".5", 0.5), ("1.0", 1.0), ("'1'", "1"), ('"true"', "true")),
    ],
)
def test_scalars_follow_the_core_schema(written: str, meant: object) -> None:
    found = read(f"a: {written}").data["a"]
    assert found == meant
    assert type(found) is type(meant)


def test_keys_are_text_whatever_they_look_like() -> None:
    found = read("{1: a, no: b, true: c, 2025-01-01: d, 0.1: e}").data
    assert list(found) == ["1", "no", "true", "2025-01-01", "0.1"]


def test_lines_of_keys_items_and_missing_parts() -> None:
    document = read("# é €\na: 1\nbé:\n  - id: x\n    t: >\n      long\n      text\n  - id: y\n")
    assert document.line(("a",)) == 2
    assert document.line(("bé",)) == 3
    assert document.line(("bé", 0, "t")) == 5
    assert document.line(("bé", 1, "id")) == 8
    assert document.line(("bé", 1, "missing", "deeper")) == 8
    assert document.line(("bé", 9)) == 3


def test_lines_are_those_an_editor_counts() -> None:
    assert read("a: 1\r\nb: 2\r\nc: 3\r\n").line(("c",)) == 3
    assert read('a: "x\u2028y\u0085z"\nb: 1\n').line(("b",)) == 2


def test_a_byte_order_mark_at_the_start_is_passed_over() -> None:
    assert parse(b"\xef\xbb\xbfa: 1\n", "f.yaml").data == {"a": 1}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' is given twice; first on line 1"),
        ("a: &x [1]\nb: 1\n", 1, "anchor &x"),
        ("a: 1\nb: *x\n", 2, "alias *x"),
        ("a: 1\n<<: {b: 1}\n", 2, "merge key"),
        ("a: !!python/object:os.system x\n", 1, "tag"),
        ("a: ! x\n", 1, "tag"),
        ("a: 1\n---\nb: 1\n", 2, "second document"),
        ("a:\n\tb: 1\n", 2, "a tab is used to indent"),
        ("a: 1\nb: \x00\n", 2, "U+0000"),
        ("a: 1\nb: \x1b[31m\n", 2, "U+001B"),
        ("a: 1\nb: 'x\n", 3, "not readable as YAML"),
        ("a: 1\n b: 2\n", 2, "not readable as YAML"),
        ("? [a]\n: 1\n", 1, "a key must be text"),
        ("a: 1\n: 2\n", 2, "not readable as YAML"),
        ("a: {? : 2}\n", 1, "a key is missing"),
        ("a: 'x\n\nb: 1\n", 4, "that begins on line 1"),
        ("a: .inf\n", 1, "not a finite number"),
        ("a: 1e999\n", 1, "not a finite number"),
        ("a: 9223372036854775808\n", 1, "too large"),
        ("a: " + "9" * 100_000, 1, "too large"),
        ("a: 0x" + "f" * 100_000, 1, "too large"),
        ("[" * 1_000_000, 1, "nested more than"),
        ("- " * 100_000, 1, "nested more than"),
        ("? " * 1000, 1, "a key must be text"),
    ],
)
def test_what_is_refused_and_on_which_line(text: str, line: int, said: str) -> None:
    found = faults(text)
    assert found[0].line == line
    assert said in found[0].message


def test_the_parser_in_python_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# é\na: [1, 'x', {b: no}]\nc:\n  - |\n    long\n    text\n  - id: y  # z\nd:\n"
    fast = read(text)
    monkeypatch.delattr(yaml, "CSafeLoader")
    slow = read(text)
    assert slow.data == fast.data
    places = [[(n.kind, n.start, n.end) for n in walk(d.root)] for d in (fast, slow)]
    assert places[0] == places[1]
    assert faults("a: *x\nb: [\n")[0].line == 1


def test_every_fault_of_a_text_is_told_at_once() -> None:
    found = faults("a: &x 1\nb: *x\na: 2\nc: .nan\n")
    assert [problem.line for problem in found] == [1, 2, 3, 4]


def test_a_billion_laughs_are_refused_before_they_grow() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    assert any("alias" in problem.message for problem in faults("\n".join(lines)))


def test_a_cyclic_alias_is_refused() -> None:
    assert any("alias *a" in problem.message for problem in faults("a: &a [*a]\n"))


@pytest.mark.parametrize(
    ("raw", "line", "said"),
    [
        (b"a: 1\nb: \xe9\n", 2, "not UTF-8 (byte 0xe9)"),
        ("a: 1\n".encode("utf-16"), 1, "UTF-16"),
        (b"a: \xed\xa0\x80\n", 1, "not UTF-8"),
    ],
)
def test_other_encodings_are_named(raw: bytes, line: int, said: str) -> None:
    found = faults(raw)
    assert found[0].line == line
    assert said in found[0].message


def test_a_file_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goodoffices.formats.yamltext.read_text.__kwdefaults__", {"limit": 10})
    assert "at most 10" in faults("a: 123456789\n")[0].message


def test_the_depth_allowed_is_the_depth_read() -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH).data
    assert faults("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


# --- JSON ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('{"a": 1,\n "a": 2}', 2, "the key 'a' is given twice; first on line 1"),
        ("[1,]", 1, "a value is missing"),
        ('{"a" 1}', 1, "':' is missing"),
        ("{'a': 1}", 1, "double quotes"),
        ("[1 2]", 1, "',' or ']' is missing"),
        ('["abc', 1, "Unterminated"),
        ("1 2", 1, "something follows"),
        ("[1e999]", 1, "finite"),
        ("[NaN]", 1, "NaN is not a finite number"),
        ("[1, -Infinity]", 1, "-Infinity is not a finite number"),
        ("[01]", 1, "is missing"),
        ('["\\ud83d"]', 1, "surrogate"),
        ('["a\nb"]', 1, "Invalid control character"),
        ("\x00", 1, "U+0000"),
        ("{", 1, "double quotes"),
        ("[" * 1_000_000, 1, "nested more than"),
        ('{"a":' * 100_000, 1, "nested more than"),
    ],
)
def test_broken_json_is_named_with_its_line(text: str, line: int, said: str) -> None:
    found = faults(text, "f.json")
    assert found[0].line == line
    assert said in found[0].message


json_data = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=15,
)


@settings(max_examples=150, deadline=None)
@given(json_data, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_json_means_what_the_standard_library_reads(
    data: object, indent: int | str | None, ascii_only: bool
) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    assert repr(read(text, "f.json").data) == repr(json.loads(text))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60) | st.text("a:-[]{}&*!|>'\"#%@`,?\n\t 1.\\", max_size=40))
@example(b"\xef\xbb\xbf")
@example("")
def test_any_bytes_are_read_or_refused_with_a_file(raw: bytes | str) -> None:
    raw = raw if isinstance(raw, bytes) else raw.encode()
    for file in ("f.yaml", "f.json"):
        try:
            document = parse(raw, file)
        except InvalidCase as fault:
            told = fault.problems
        else:
            size = len(document.text)
            told = (Problem(file, 0, "none"),)
            assert all(0 <= node.start <= node.end <= size for node in walk(document.root))
        assert {problem.file for problem in told} == {file}
