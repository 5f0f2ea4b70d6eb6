from __future__ import annotations

import textwrap

import pytest

from goodoffices.formats.yamlsplice import same, splice
from goodoffices.formats.yamltext import parse

ODD = textwrap.dedent("""\
    # Head of the file
    format:   x/1     # the format

    title:  "A \\u00e9 title"   # with a comment


    parties:
    # above the first
    -   id:   isl     # first
        name:   'Islanders'
        aliases:
        - one
        - two   # kept

    # above the second
    -   {id: main, name: Mainland}
    - id: third
      note: |
        Several
        lines.
      name: Third

    # before issues
    issues: [ ]
    vocabulary:
        outlets: {Gazette: [the  Gazette]}   # flow
    # the end
    """)


def data_of(text: str) -> dict[str, object]:
    found = parse(text.encode(), "f.yaml").data
    assert isinstance(found, dict)
    return found


def spliced(text: str, new: object) -> str:
    document = parse(text.encode(), "f.yaml")
    changed = splice(document, document.data, new)
    assert same(parse(changed.encode(), "f.yaml").data, new)
    return changed


def lines_lost(before: str, after: str) -> list[str]:
    left = after.splitlines()
    return [line for line in before.splitlines() if line.strip() and line not in left]


def test_the_same_data_keeps_every_byte() -> None:
    assert spliced(ODD, data_of(ODD)) == ODD


def test_a_changed_title_changes_one_line_and_keeps_its_comment() -> None:
    new = {**data_of(ODD), "title": "Another"}
    assert spliced(ODD, new) == ODD.replace('title:  "A \\u00e9 title"', "title: Another")


def test_a_long_text_in_place_of_a_short_one_keeps_the_comment_above() -> None:
    after = spliced(ODD, {**data_of(ODD), "title": "word " * 40 + "end"})
    assert "# with a comment\ntitle: >-\n" in after
    assert lines_lost(ODD, after) == [ODD.splitlines()[3]]


def test_a_new_item_stands_after_the_one_before_it() -> None:
    data = data_of(ODD)
    data["parties"].insert(1, {"id": "new", "name": "New"})  # type: ignore[attr-defined]
    after = spliced(ODD, data)
    assert after == ODD.replace("- two   # kept\n", "- two   # kept\n- id: new\n  name: New\n")


def test_an_appended_item_takes_the_column_of_the_list() -> None:
    data = data_of(ODD)
    data["parties"].append({"id": "z", "name": "Z"})  # type: ignore[attr-defined]
    assert spliced(ODD, data) == ODD.replace(
        "  name: Third\n", "  name: Third\n- id: z\n  name: Z\n"
    )


def test_a_removed_item_takes_its_lines_only() -> None:
    data = data_of(ODD)
    del data["parties"][1]  # type: ignore[attr-defined]
    assert spliced(ODD, data) == ODD.replace("-   {id: main, name: Mainland}\n", "")


def test_a_changed_field_of_an_item_leaves_its_siblings() -> None:
    data = data_of(ODD)
    data["parties"][0]["name"] = "Other"  # type: ignore[index]
    data["parties"][2]["note"] = "Short"  # type: ignore[index]
    expected = ODD.replace("name:   'Islanders'", "name: Other")
    expected = expected.replace("note: |\n    Several\n    lines.\n", "note: Short\n")
    assert spliced(ODD, data) == expected


def test_an_item_in_brackets_is_written_anew_alone() -> None:
    data = data_of(ODD)
    data["parties"][1]["name"] = "Main"  # type: ignore[index]
    expected = ODD.replace("-   {id: main, name: Mainland}", "- id: main\n  name: Main")
    assert spliced(ODD, data) == expected


def test_reordered_items_keep_their_bytes_and_the_comments_above_them() -> None:
    data = data_of(ODD)
    data["parties"] = [data["parties"][i] for i in (2, 1, 0)]  # type: ignore[index]
    after = spliced(ODD, data)
    assert lines_lost(ODD, after) == []
    assert "# above the second\n-   {id: main" in after


def test_an_empty_list_in_brackets_becomes_a_block() -> None:
    after = spliced(ODD, {**data_of(ODD), "issues": [{"id": "a"}]})
    assert after == ODD.replace("issues: [ ]", "issues:\n  - id: a")


def test_a_list_that_becomes_empty_is_written_so() -> None:
    after = spliced(ODD, {**data_of(ODD), "parties": []})
    assert "parties: []\n\n# before issues\n" in after


def test_new_keys_and_removed_keys() -> None:
    data = data_of(ODD)
    del data["issues"]
    after = spliced(ODD, {**data, "more": {"a": 1}})
    assert after == ODD.replace("issues: [ ]\n", "").replace("# flow\n", "# flow\nmore: {a: 1}\n")


def test_windows_line_ends_stay() -> None:
    text = ODD.replace("\n", "\r\n")
    data = data_of(text)
    data["parties"].append({"id": "z", "note": "a\nb"})  # type: ignore[attr-defined]
    after = spliced(text, data)
    assert after.count("\n") == after.count("\r\n")
    assert lines_lost(text, after) == []


def test_a_file_without_a_line_end_at_its_end() -> None:
    assert spliced("a: 1\nb:\n  - x", {"a": 1, "b": ["x", "y"]}) == "a: 1\nb:\n  - x\n  - y"


def test_a_file_of_comments_gets_its_data_below_them() -> None:
    document = parse(b"# nothing yet\n", "f.yaml")
    assert splice(document, {}, {"a": 1}) == "# nothing yet\na: 1\n"


@pytest.mark.parametrize(
    "text",
    [
        "{a: 1, b: [1, 2]}\n",
        "? a\n: 1\n? b\n: [1, 2]\n",
        "- - a\n  - b\n- - c\n",
        "a:\n  - - x\n    - y\n",
        "a: >+\n  keep\n\n\nb: 1\n",
        "# c\n---\na: 1\n",
        "a: 1\n...\n",
        "a:\n- b:\n  - c: 1\n    d: 2\n",
        "a:\n  -\n    b: 1\n  -\n    b: 2\n",
        "a:\n  - # why\n    b: 1\n",
        "a: # why\n  b: 1\n  c: 2\n",
        "a:\n  b: 'x\n\n    y'\nc: d\n  e\n",
    ],
)
@pytest.mark.parametrize("new", [{"a": 5, "b": [1, 2, 3]}, {"a": {"b": 9}}, ["x"], {"c": "d e"}])
def test_any_way_of_writing_ends_with_the_new_data(text: str, new: object) -> None:
    spliced(text, new)
