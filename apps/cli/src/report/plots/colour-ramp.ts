/**
 * Colours of labels that are no known sentiments, from dark violet to light green. Each is lighter than the one before, so that they differ
 * for all kinds of colour blindness. Blue and orange are left out: positive and negative have them. Computed in OKLCH, with a lightness of
 * 34 to 80 % for a light page and of 46 to 92 % for a dark one.
 */
const FILLS: Readonly<Record<ColourScheme, readonly string[]>> = {
  light: [
    ...['#620156', '#661062', '#6a1c6f', '#6d267c', '#703089', '#723995', '#7343a2', '#744dae', '#7556b9', '#7560c4'],
    ...['#098d8d', '#0b968d', '#059f8b', '#10a987', '#15b280', '#38ba77', '#5ac06f', '#76c568', '#90ca61', '#a8ce5a'],
  ],
  dark: [
    ...['#872e78', '#8b3886', '#8f4194', '#914aa1', '#9454af', '#965dbc', '#9767c9', '#9871d5', '#987be1', '#9885ed'],
    ...['#12b5b6', '#10bfb4', '#1cc9b0', '#07d4aa', '#44dba3', '#66e29c', '#82e894', '#9ced8d', '#b6f287', '#cef682'],
  ],
};
/** Colours before this one have white letters on them, the others black ones. */
const FIRST_WITH_BLACK: Readonly<Record<ColourScheme, number>> = { light: 10, dark: 6 };

export type ColourScheme = 'light' | 'dark';

/** As many as a report counts labels beside the known sentiments. */
export const OTHER_COLOURS = FILLS.light.length;

export interface RampColour {
  /** As `findColour` gives it. */
  readonly name: string;
  readonly fill: string;
  /** Of letters on it. */
  readonly text: string;
}

/** @returns the ramp from its dark end to its light one */
export function listRampColours(scheme: ColourScheme): RampColour[] {
  return FILLS[scheme].map((fill, index) => ({
    name: `other-${index}`,
    fill,
    text: index < FIRST_WITH_BLACK[scheme] ? '#fff' : '#000',
  }));
}
