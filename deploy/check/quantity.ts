const SUFFIXES: Readonly<Record<string, number>> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** @returns the value of a Kubernetes quantity: 0.5 for `500m`, 2^30 for `1Gi`; NaN for an invalid quantity */
export function parseQuantity(text: string | number): number {
  const [, number = '', suffix = ''] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(String(text)) ?? [];
  return number === '' ? Number.NaN : Number(number) * (SUFFIXES[suffix] ?? Number.NaN);
}
