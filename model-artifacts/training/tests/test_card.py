"""The card shows every measurement, and the charts are valid SVG."""

import xml.etree.ElementTree as xml

from sentiment_model.card import Shipped, write_card
from sentiment_model.chart import Point, draw_candidates, draw_reliability
from sentiment_model.measurements import Measurement
from sentiment_model.reliability import Bin, Reliability
from sentiment_model.slices import Slice
from sentiment_model.wilson import wilson_interval

CURVE = Reliability(1.2, 0.021, 0.2, [Bin(10, 0.6, 0.5), Bin(90, 0.97, 0.95)])
ROW = Measurement(
    name="int8",
    accuracy=0.92,
    labels_off_fp32=1,
    largest_change=0.05,
    mean_change=0.004,
    largest_batch_change=0.0,
    megabytes=23.9,
    texts_per_second_alone=600.0,
    texts_per_second_in_eights=900.0,
    start_ms=60.0,
)
NEGATION = Slice(name="negation", is_own=True, texts=60, correct=54, sure=30, mean_score=0.9)
NEUTRAL = Slice(name="neutral", is_own=True, texts=30, correct=None, sure=12, mean_score=0.8)


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
            slices=[NEGATION, NEUTRAL],
        ),
        0.05,
    )
    card = (tmp_path / "README.md").read_text()
    low, high = wilson_interval(802, 872)
    assert f"0.9200\n(95 % interval {low:.4f} to {high:.4f}, 872 sentences)" in card
    assert "| negation | 60 | 0.900 |" in card
    assert "| neutral | 30 | no right label |" in card


def test_charts_are_xml_that_shows_every_point():
    points = [
        Point(
            family="a < b",
            name=f"file {index}",
            texts_per_second=100.0 * index,
            accuracy=0.9,
            interval=(0.88, 0.92),
            megabytes=24.0,
        )
        for index in range(1, 4)
    ]
    drawn = xml.fromstring(draw_candidates(points, "accuracy & speed"))
    assert len(drawn.findall(".//{*}circle")) == 3
    drawn = xml.fromstring(draw_reliability({"before": CURVE, "after": CURVE}, "scores"))
    assert len(drawn.findall(".//{*}polyline")) == 2
