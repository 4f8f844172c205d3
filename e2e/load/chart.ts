export interface Bar {
  readonly name: string;
  /** 0 to 1, and a little over. */
  readonly share: number;
}

const ROW_PX = 34;
const LEFT_PX = 250;
const FULL_PX = 400;

/** Horizontal bars, as one SVG. */
export function drawChart(title: string, bars: readonly Bar[]): string {
  const height = 50 + bars.length * ROW_PX;
  const rows = bars.map(({ name, share }, index) => {
    const y = 50 + index * ROW_PX;
    const width = (share * FULL_PX).toFixed(1);
    return [
      `<text x="${LEFT_PX - 10}" y="${y + 15}" text-anchor="end">${name}</text>`,
      `<rect x="${LEFT_PX}" y="${y}" width="${width}" height="22" fill="#3b7dd8"/>`,
      `<text x="${LEFT_PX + 8}" y="${y + 15}" fill="#fff">${share.toFixed(2)}</text>`,
    ].join('');
  });
  const limit = LEFT_PX + FULL_PX;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${limit + 40}" height="${height}" font-family="sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${LEFT_PX}" y="24" font-weight="bold">${title}</text>`,
    ...rows,
    `<line x1="${limit}" y1="38" x2="${limit}" y2="${height - 4}" stroke="#888" stroke-dasharray="4 3"/>`,
    '</svg>\n',
  ].join('\n');
}
