"""Draws two charts as SVG: accuracy against speed, and reliability of the scores."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from .reliability import Reliability

WIDTH, HEIGHT, MARGIN = 760, 440, 60
COLOURS = ("#1b6ca8", "#c2571a", "#2e8b57", "#7a3e9d", "#555555")


@dataclass(frozen=True, kw_only=True)
class Point:
    """One file in the chart."""

    family: str
    """Points of one family have one colour."""
    name: str
    texts_per_second: float
    accuracy: float
    interval: tuple[float, float]
    """95 %, of the accuracy."""
    megabytes: float


def draw_candidates(points: list[Point], title: str) -> str:
    """Accuracy against texts a second; a circle's area is the file's size."""
    fastest = max(point.texts_per_second for point in points) * 1.25
    lowest = min(point.interval[0] for point in points) - 0.005
    highest = max(point.interval[1] for point in points) + 0.005
    families = list(dict.fromkeys(point.family for point in points))

    def x(speed: float) -> float:
        return MARGIN + speed / fastest * (WIDTH - 2 * MARGIN)

    def y(accuracy: float) -> float:
        return HEIGHT - MARGIN - (accuracy - lowest) / (highest - lowest) * (HEIGHT - 2 * MARGIN)

    shapes = []
    for tick in range(5):
        speed, accuracy = fastest * tick / 4, lowest + (highest - lowest) * tick / 4
        shapes.append(_text(x(speed), HEIGHT - MARGIN + 18, f"{speed:.0f}", "middle"))
        shapes.append(_text(MARGIN - 6, y(accuracy) + 4, f"{accuracy:.3f}", "end"))
    for number, point in enumerate(points, 1):
        colour = COLOURS[families.index(point.family) % len(COLOURS)]
        left, (low, high) = x(point.texts_per_second), point.interval
        shapes.append(
            f'<line x1="{left:.1f}" x2="{left:.1f}" y1="{y(low):.1f}" y2="{y(high):.1f}" '
            f'stroke="{colour}" opacity="0.35"/>'
        )
        radius = 2 + point.megabytes**0.5
        shapes.append(
            f'<circle cx="{left:.1f}" cy="{y(point.accuracy):.1f}" r="{radius:.1f}" fill="{colour}" opacity="0.6"/>'
        )
        shapes.append(_text(left + radius + 2, y(point.accuracy) - 6 * (-1) ** number + 4, str(number), "start"))
        legend = f"{number}  {point.family}: {point.name}, {point.megabytes:.0f} MB"
        shapes.append(
            f'<text x="{WIDTH - MARGIN - 400}" y="{HEIGHT - MARGIN - 14 * (len(points) - number) - 8}" '
            f'fill="{colour}">{escape(legend)}</text>'
        )
    return _frame(title, "texts a second, one thread, batches of 8", "accuracy", shapes)


def draw_reliability(curves: dict[str, Reliability], title: str) -> str:
    """Accuracy of the texts in each bin against the mean score in it; a circle's area is how many they are."""

    def x(score: float) -> float:
        return MARGIN + (score - 0.5) * 2 * (WIDTH - 2 * MARGIN)

    def y(accuracy: float) -> float:
        return HEIGHT - MARGIN - accuracy * (HEIGHT - 2 * MARGIN)

    shapes = [f'<line x1="{x(0.5)}" y1="{y(0.5)}" x2="{x(1)}" y2="{y(1)}" stroke="#999" stroke-dasharray="4"/>']
    for tick in range(6):
        shapes.append(_text(x(0.5 + tick / 10), HEIGHT - MARGIN + 18, f"{0.5 + tick / 10:.1f}", "middle"))
        shapes.append(_text(MARGIN - 6, y(tick / 5) + 4, f"{tick / 5:.1f}", "end"))
    for index, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[index]
        points = " ".join(f"{x(each.confidence):.1f},{y(each.accuracy):.1f}" for each in curve.bins)
        shapes.append(f'<polyline points="{points}" fill="none" stroke="{colour}"/>')
        for each in curve.bins:
            radius = 2 + each.texts**0.5 / 2
            shapes.append(
                f'<circle cx="{x(each.confidence):.1f}" cy="{y(each.accuracy):.1f}" r="{radius:.1f}" '
                f'fill="{colour}" opacity="0.5"/>'
            )
        shapes.append(
            f'<text x="{MARGIN + 20}" y="{MARGIN + 20 + 18 * index}" fill="{colour}">'
            f"{escape(name)}: ECE {curve.expected_calibration_error:.3f}</text>"
        )
    return _frame(title, "score of the likelier label", "share of right labels", shapes)


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _frame(title: str, across: str, upward: str, shapes: list[str]) -> str:
    bottom, left = HEIGHT - MARGIN, MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            'font-family="sans-serif" font-size="12">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
            _text(WIDTH / 2, 24, title, "middle"),
            f'<path d="M{left} {MARGIN}V{bottom}H{WIDTH - MARGIN}" fill="none" stroke="black"/>',
            _text(WIDTH / 2, HEIGHT - 14, across, "middle"),
            f'<text transform="translate(16 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">{escape(upward)}</text>',
            *shapes,
            "</svg>\n",
        ]
    )
