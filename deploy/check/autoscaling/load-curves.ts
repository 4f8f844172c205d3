const SECONDS_PER_DAY = 86_400;

/**
 * Texts in each second of a day, as a sine with its peak at noon.
 *
 * @param peakFactor texts in the peak second by texts in a mean second, 1 to 2
 */
export function dailyCurve(textsPerDay: number, peakFactor: number): (seconds: number) => number {
  const mean = textsPerDay / SECONDS_PER_DAY;
  return (seconds) => mean * (1 - (peakFactor - 1) * Math.cos((2 * Math.PI * seconds) / SECONDS_PER_DAY));
}

/** A load, as texts that arrive in each second. */
export interface LoadCurve {
  readonly name: string;
  readonly textsPerSecond: (seconds: number) => number;
}

export const CURVE_SECONDS = 5_400;

const RAMP_START_SECONDS = 600;
const RAMP_SECONDS = 1_800;
const SPIKE = { startSeconds: 1_200, endSeconds: 1_500 };
const SAWTOOTH_SECONDS = 900;

export const LOAD_CURVES = {
  steady: { name: 'Steady', textsPerSecond: () => 2_900 },
  ramp: {
    name: 'Ramp',
    textsPerSecond: (seconds) => {
      const progress = (seconds - RAMP_START_SECONDS) / RAMP_SECONDS;
      const share = progress < 1 ? Math.max(0, progress) : Math.max(0, 2 - progress);
      return 500 + 4_500 * share;
    },
  },
  spike: {
    name: 'Spike',
    textsPerSecond: (seconds) => (seconds >= SPIKE.startSeconds && seconds < SPIKE.endSeconds ? 4_500 : 900),
  },
  sawtooth: {
    name: 'Sawtooth',
    textsPerSecond: (seconds) => 1_000 + 3_000 * ((seconds % SAWTOOTH_SECONDS) / SAWTOOTH_SECONDS),
  },
} as const satisfies Record<string, LoadCurve>;
