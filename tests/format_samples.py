"""Small files in each format."""

from __future__ import annotations

NEGOTIATION = """\
{
  "format": "goodoffices/negotiation/1",
  "title": "Fishing accord",
  "parties": [{"id": "isl", "name": "Islanders"}, {"id": "main", "name": "Mainland"}],
  "issues": [
    {"id": "limit", "question": "How wide?", "ordered": true,
     "options": [{"id": "6nm", "label": "6", "value": 6}, {"id": "12nm", "label": "12"}]},
    {"id": "term", "question": "How long?",
     "options": [{"id": "5y", "label": "5 years"}, {"id": "20y", "label": "20 years"}]}
  ],
  "preferences": [
    {"party": "isl", "weights": {"limit": 0.7, "term": 0.3},
     "scores": {"limit": {"6nm": 0.2, "12nm": 1}, "term": {"5y": 0, "20y": 1}}, "reservation": 0.5},
    {"party": "main", "weights": {"limit": [0.4, 0.6], "term": [0.4, 0.6]},
     "scores": {"limit": {"6nm": 1, "12nm": 0.3}, "term": {"5y": 1, "20y": 0.2}},
     "reservation": 0.3, "reservation_cost": 2}
  ],
  "red_lines": [
    {"id": "rl", "party": "isl", "rejects": {"limit": ["6nm"], "term": ["5y"]}, "firmness": 0.9}
  ],
  "provisos": [
    {"id": "pv", "party": null, "if": {"limit": ["12nm"]}, "then": {"term": ["5y", "20y"]},
     "cost": 3}
  ]
}
"""

DOMAIN = """\
<negotiation_template>
  <utility_space number_of_issues="2">
    <objective index="0" name="root">
      <issue index="1" name="price" vtype="discrete">
        <item index="1" value="10"/>
        <item index="2" value="12.5"/>
      </issue>
      <issue index="2" name="colour" vtype="discrete">
        <item index="1" value="red"/>
        <item index="2" value="blue"/>
      </issue>
    </objective>
  </utility_space>
</negotiation_template>
"""

PROFILE = """\
<utility_space>
  <objective index="0" name="root">
    <issue index="1" name="price" vtype="discrete">
      <item index="1" value="10" evaluation="5"/>
      <item index="2" value="12.5" evaluation="20"/>
    </issue>
    <issue index="2" name="colour" vtype="discrete">
      <item index="1" value="red" evaluation="0"/>
      <item index="2" value="blue" evaluation="0"/>
    </issue>
    <weight index="1" value="0.75"/>
    <weight index="2" value="0.25"/>
  </objective>
  <discount_factor value="0.5"/>
  <reservation value="0.4"/>
</utility_space>
"""

WEB_DOMAIN = {
    "name": "jobs",
    "issuesValues": {
        "salary": {"range": ["2000", "3000", "500"]},
        "car": {"values": ["yes", "no"]},
    },
}
WEB_PROFILE = {
    "LinearAdditiveUtilitySpace": {
        "name": "jobs1",
        "domain": WEB_DOMAIN,
        "issueUtilities": {
            "salary": {
                "numberutils": {
                    "lowValue": 2000,
                    "lowUtility": 0.0,
                    "highValue": 3000,
                    "highUtility": 0.8,
                }
            },
            "car": {"discreteutils": {"valueUtilities": {"yes": 0.9, "no": 0.1}}},
        },
        "issueWeights": {"salary": 0.6, "car": 0.4},
        "reservationBid": {"issuevalues": {"salary": "2500", "car": "no"}},
    }
}
