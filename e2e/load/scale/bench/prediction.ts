import { availableParallelism } from 'node:os';
import { simulateService } from '../simulation/service-simulation.js';
import type { SimulatedLoad, SimulatedMachine } from '../simulation/simulated-load.js';
import { BUSY_CONNECTIONS, type CalibratedCosts } from './calibration.js';
import { drawTexts, type CheckedLoad } from './checked-loads.js';
import { toFigures, type Figures } from './figures.js';
import { FEW_TEXTS } from './fit-costs.js';
import { MEMORY_TEXTS } from './service-under-test.js';

const MAX_WAIT_MS = 8_000;
const SEED = 7;

/** Predicts loads by the calibrated costs, and by nothing that the loads themselves measure. */
export class Prediction {
  /**
   * Cores for service, Redis and load generator: with them, the simulation of the busiest calibration load uses as much CPU as that
   * load did. The kernel and other programs have the rest.
   */
  readonly cores: number;

  /** @param tokens of each text of the bench, in the order of its list */
  constructor(
    private readonly calibrated: CalibratedCosts,
    private readonly tokens: readonly number[],
  ) {
    const busiest: SimulatedLoad = {
      arrivals: { kind: 'closed', connections: BUSY_CONNECTIONS.few },
      seconds: 3,
      textsPerRequest: FEW_TEXTS,
      texts: tokens.map((count, id) => ({ id, tokens: count })),
    };
    const all = availableParallelism();
    const { cores } = simulateService(busiest, this.describeMachine(all, Infinity), calibrated.costs.busy, SEED);
    const simulated = cores.service + cores.model + cores.redis + cores.generator;
    this.cores = all * Math.min(1, calibrated.busyCores / simulated);
  }

  predict(load: CheckedLoad): Figures {
    const texts = drawTexts(load, this.tokens.length).map((id) => ({ id, tokens: this.tokens[id] ?? 1 }));
    const machine = this.describeMachine(this.cores, load.redisTexts);
    const result = simulateService({ ...load, texts }, machine, this.calibrated.costs[load.pace], SEED);
    return toFigures(load, { ...result, requests: result.answered }, result.cores);
  }

  private describeMachine(cores: number, redisTexts: number): SimulatedMachine {
    return { cores, workers: availableParallelism(), memoryTexts: MEMORY_TEXTS, redisTexts, maxWaitMs: MAX_WAIT_MS };
  }
}
