"""The card shows every measurement, and the charts are valid SVG."""

import xml.etree.ElementTree as xml

from sentiment_model.calibrate import Bin, Reliability
from sentiment_model.card import Shipped, wilson_interval, write_card
from sentiment_model.chart import Point, draw_candidates, draw_reliability
from sentiment_model.compare import Measurement
from sentiment_model.slices import Slice

CURVE = Reliability(1.2, 0.021, 0.2, [Bin(10, 0.6, 0.5), Bin(90, 0.97, 0.95)])
ROW = Measurement("int8", 0.92, 1, 0.05, 0.004, 0.0, 23.9, 600.0, 900.0, 60.0)


def test_card(tmp_path):
    figures = {"accuracy": 0.93, "loss": 0.2}
    write_card(
        tmp_path,
        Shipped(
            name="tiny",
            layers=3,
            teacher=figures,
            figures={"student": figures},
            distillation_texts=1000,
            reviews=400,
            held_out=[ROW],
            validation=[ROW],
            served="int8",
            held_out_texts=583,
            validation_texts=872,
            validation_uses=4,
            reliability={"before": CURVE, "after": CURVE},
            slices=[Slice("negation", True, 60, 54, 30, 0.9), Slice("neutral", True, 30, None, 12, 0.8)],
        ),
        0.05,
    )
    card = (tmp_path / "README.md").read_text()
    low, high = wilson_interval(802, 872)
    assert f"0.9200\n(95 % interval {low:.4f} to {high:.4f}, 872 sentences)" in card
    assert "| negation | 60 | 0.900 |" in card
    assert "| neutral | 30 | no right label |" in card


def test_interval_holds_the_share_and_stays_a_share():
    for correct in (0, 1, 50, 100):
        low, high = wilson_interval(correct, 100)
        assert -1e-9 <= low <= correct / 100 <= high <= 1 + 1e-9


def test_charts_are_xml_that_shows_every_point():
    points = [Point("a < b", f"file {index}", 100.0 * index, 0.9, (0.88, 0.92), 24.0) for index in range(1, 4)]
    drawn = xml.fromstring(draw_candidates(points, "accuracy & speed"))
    assert len(drawn.findall(".//{*}circle")) == 3
    drawn = xml.fromstring(draw_reliability({"before": CURVE, "after": CURVE}, "scores"))
    assert len(drawn.findall(".//{*}polyline")) == 2
