import { RandomSource } from '../simulation/random-source.js';
import type { SimulatedLoad } from '../simulation/simulated-load.js';
import { Zipf } from '../simulation/zipf.js';
import type { Pace } from './calibration.js';
import type { Figures } from './figures.js';

/** A load that is predicted and then measured. */
export interface CheckedLoad {
  readonly name: string;
  readonly pace: Pace;
  readonly arrivals: Exclude<SimulatedLoad['arrivals'], { kind: 'random' }>;
  readonly seconds: number;
  readonly textsPerRequest: number;
  /** Texts that come again, by a Zipf popularity. */
  readonly catalogTexts: number;
  readonly zipfExponent: number;
  /** Share of the texts that come once. */
  readonly uniqueShare: number;
  /** Texts that Redis has room for. */
  readonly redisTexts: number;
  /** The quantities that have to be within the limit; the others are information. */
  readonly primary: readonly (keyof Figures)[];
  readonly seed: number;
}

/**
 * None is a calibration load. The first two were measured while the simulation was developed; the others were chosen after it was
 * complete, so they tell whether it predicts a load that it does not know.
 */
export const CHECKED_LOADS: readonly CheckedLoad[] = [
  {
    name: '32 connections, one text a request',
    pace: 'busy',
    arrivals: { kind: 'closed', connections: 32 },
    seconds: 8,
    textsPerRequest: 1,
    catalogTexts: 5_000,
    zipfExponent: 1,
    uniqueShare: 0.2,
    redisTexts: Infinity,
    primary: ['textsPerSecond', 'hitRate'],
    seed: 1,
  },
  {
    name: '100 requests a second of 8 texts, Redis too small',
    pace: 'paced',
    arrivals: { kind: 'paced', requestsPerSecond: 100 },
    seconds: 8,
    textsPerRequest: 8,
    catalogTexts: 4_000,
    zipfExponent: 0.8,
    uniqueShare: 0.15,
    redisTexts: 2_000,
    primary: ['serverCores', 'hitRate'],
    seed: 2,
  },
  {
    name: '16 connections, 4 texts a request',
    pace: 'busy',
    arrivals: { kind: 'closed', connections: 16 },
    seconds: 8,
    textsPerRequest: 4,
    catalogTexts: 6_000,
    zipfExponent: 0.9,
    uniqueShare: 0.3,
    redisTexts: Infinity,
    primary: ['textsPerSecond', 'hitRate'],
    seed: 3,
  },
  {
    name: '150 requests a second of 3 texts',
    pace: 'paced',
    arrivals: { kind: 'paced', requestsPerSecond: 150 },
    seconds: 8,
    textsPerRequest: 3,
    catalogTexts: 3_000,
    zipfExponent: 1.1,
    uniqueShare: 0.3,
    redisTexts: Infinity,
    primary: ['serverCores', 'hitRate'],
    seed: 4,
  },
];

/** More than the service answers in a second. */
const MAX_TEXTS_PER_SECOND = 6_000;
/** A paced load has a few requests more than its rate times its length. */
const RESERVE = 1.1;

/**
 * The texts of a load in their order, as indexes of a list whose first texts are the catalog.
 *
 * @param available length of the list; the texts that come once begin again after its end
 */
export function drawTexts(load: CheckedLoad, available: number): number[] {
  const { arrivals, catalogTexts, zipfExponent, uniqueShare, seed, seconds, textsPerRequest } = load;
  const perSecond = arrivals.kind === 'closed' ? MAX_TEXTS_PER_SECOND : arrivals.requestsPerSecond * textsPerRequest;
  const [zipf, random] = [new Zipf(catalogTexts, zipfExponent), new RandomSource(seed)];
  let unique = 0;
  return Array.from({ length: Math.ceil(perSecond * seconds * RESERVE) }, () => {
    return random.next() < uniqueShare ? catalogTexts + (unique++ % (available - catalogTexts)) : zipf.sample(random);
  });
}
