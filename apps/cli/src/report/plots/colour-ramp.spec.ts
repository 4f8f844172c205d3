import { describe, expect, it } from 'vitest';
import { listRampColours } from './colour-ramp.js';

/** Relative luminance of WCAG, from 0 to 1, of `#rgb` or `#rrggbb`. */
function getLuminance(colour: string): number {
  const digits = colour.length === 4 ? colour.replaceAll(/[^#]/g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(digits.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function getContrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [getLuminance(one), getLuminance(other)].sort((first, next) => first - next);
  return (lighter + 0.05) / (darker + 0.05);
}

describe.each(['light', 'dark'] as const)('The ramp of colours on a %s page', (scheme) => {
  const ramp = listRampColours(scheme);

  it('has letters that can be read on each colour', () => {
    for (const { fill, text } of ramp) expect(getContrast(fill, text), fill).toBeGreaterThanOrEqual(4.5);
  });

  it('becomes lighter with each colour, so that no kind of colour blindness takes two for the same', () => {
    const luminances = ramp.map(({ fill }) => getLuminance(fill));
    expect(luminances).toEqual([...luminances].sort((one, other) => one - other));
    const five = [0, 5, 10, 14, 19].map((index) => ramp[index]?.fill ?? '');
    for (const [index, fill] of five.slice(1).entries())
      expect(getContrast(fill, five[index] ?? '')).toBeGreaterThan(1.4);
  });

  it('differs from the card behind it', () => {
    const card = scheme === 'light' ? '#ffffff' : '#171c23';
    for (const { fill } of ramp) expect(getContrast(fill, card), fill).toBeGreaterThan(1.7);
  });
});
