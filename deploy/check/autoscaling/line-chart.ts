/** One curve: a value for each second. */
export interface ChartLine {
  readonly color: string;
  readonly valueAt: readonly number[];
}

export interface ChartPanel {
  readonly name: string;
  /** The value at the upper edge. */
  readonly maxValue: number;
  readonly lines: readonly ChartLine[];
}

export interface LineChart {
  readonly title: string;
  /** Meaning and color of each line. */
  readonly legend: readonly { readonly name: string; readonly color: string; readonly x: number }[];
  readonly panels: readonly ChartPanel[];
  readonly secondsPerPoint: number;
}

const PANEL = { width: 400, height: 160, left: 40, top: 40, gapX: 60, gapY: 60 };
const COLUMNS = 2;
const SECONDS_PER_MINUTE = 60;

/** Curves over time in panels beside each other, as one SVG. */
export function drawLineChart({ title, legend, panels, secondsPerPoint }: LineChart): string {
  const rows = Math.ceil(panels.length / COLUMNS);
  const width = COLUMNS * (PANEL.width + PANEL.gapX) + PANEL.left;
  const height = PANEL.top + rows * (PANEL.height + PANEL.gapY);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...legend.map(({ name, color, x }) => `<text x="${PANEL.left + x}" y="20" fill="${color}">${name}</text>`),
    ...panels.map((panel, index) => drawPanel(panel, index, secondsPerPoint)),
    '</svg>\n',
  ].join('\n');
}

function drawPanel({ name, maxValue, lines }: ChartPanel, index: number, secondsPerPoint: number): string {
  const x = PANEL.left + (index % COLUMNS) * (PANEL.width + PANEL.gapX);
  const y = PANEL.top + Math.floor(index / COLUMNS) * (PANEL.height + PANEL.gapY);
  const durationSeconds = lines[0]?.valueAt.length ?? 0;
  const drawLine = ({ color, valueAt }: ChartLine) => {
    const points = valueAt.flatMap((value, seconds) => {
      if (seconds % secondsPerPoint !== 0) return [];
      const px = x + (seconds / durationSeconds) * PANEL.width;
      const py = y + PANEL.height * (1 - value / maxValue);
      return [`${px.toFixed(1)},${py.toFixed(1)}`];
    });
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="1.5"/>`;
  };
  return [
    `<text x="${x}" y="${y - 6}" font-weight="bold">${name}</text>`,
    `<rect x="${x}" y="${y}" width="${PANEL.width}" height="${PANEL.height}" fill="none" stroke="#ccc"/>`,
    `<text x="${x - 4}" y="${y + 10}" text-anchor="end">${maxValue}</text>`,
    `<text x="${x - 4}" y="${y + PANEL.height}" text-anchor="end">0</text>`,
    `<text x="${x + PANEL.width}" y="${y + PANEL.height + 16}" text-anchor="end">${durationSeconds / SECONDS_PER_MINUTE} min</text>`,
    ...lines.map(drawLine),
  ].join('\n');
}
