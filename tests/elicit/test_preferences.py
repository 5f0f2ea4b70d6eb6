"""Preferences that an analyst judged before the agenda changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import case, judged
from goodoffices.elicit.elicit import elicit
from goodoffices.model.stakes import Preferences


@pytest.mark.parametrize("missing", ["issue", "option", "weight"])
def test_preferences_that_leave_out_what_came_later_are_set_aside(missing: str) -> None:
    made = case()
    whole = Preferences(
        party="north",
        weights={issue.id: 1 for issue in made.issues},
        scores={issue.id: dict.fromkeys(issue.option_ids, 1) for issue in made.issues},
        reservation=0.5,
    )
    found = elicit(replace(made, judgements=(judged(whole),)))
    assert found.negotiation.preferences == (whole,)
    scores, weights = dict(whole.scores), dict(whole.weights)
    if missing == "option":
        scores["width"] = {"w1": 1}
    else:
        del weights["flag"]
        if missing == "issue":
            del scores["flag"]
    part = replace(whole, scores=scores, weights=weights)
    found = elicit(replace(made, judgements=(judged(part),)))
    assert found.negotiation.preferences == ()
    (step,) = [one for one in found.steps if one.subject == "preferences:north"]
    assert not step.used
    assert ("width" if missing == "option" else "flag") in step.note
    # An issue that may no longer be agreed on is none that preferences can weigh.
    width, flag = made.issues
    made = replace(made, issues=(width, replace(flag, negotiable=False)))
    found = elicit(replace(made, judgements=(judged(whole),)))
    assert found.negotiation.preferences == ()
    assert "not up for agreement" in next(s.note for s in found.steps if "north" in s.subject)
