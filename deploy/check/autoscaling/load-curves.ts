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
