import { availableParallelism } from 'node:os';
import type { AttackJob, AttackCounts } from './attack-job.js';
import { getNumber, type Attack } from './attacks.js';
import { CpuWatch } from './cpu-watch.js';
import { EntryProcess } from '../entry-process.js';
import { toPoliteFigures, type AttackFigures, type PoliteFigures, type ServiceFigures } from './figures.js';
import { LimitedService } from './limited-service.js';
import { longestLoopDelayMs } from './loop-delay.js';
import { MemoryWatch } from './memory-watch.js';
import type { Parties } from './parties.js';
import type { PoliteResult } from './polite-job.js';
import { sumCounts } from './attack-counter.js';

const SAMPLE_INTERVAL_MS = 200;
const ATTACKER_NICENESS = 10;
/** The attack lasts longer than the polite client sends, by so much. */
const OVERLAP_SECONDS = 1;
/** For the start of a process and for its last answers. */
const PROCESS_LIMIT_SECONDS = 30;

export interface AttackOptions {
  readonly parties: Parties;
  readonly seconds: number;
  /** How long the polite client is alone before. */
  readonly aloneSeconds: number;
  /** Folder of another checkout, with its build, whose service is attacked. */
  readonly checkout?: string;
}

/** Starts a service, measures a polite client alone and then beside the attack, and ends the service. */
export async function runAttack(attack: Attack, options: AttackOptions): Promise<AttackFigures> {
  const { parties } = options;
  const service = await LimitedService.start(options.checkout, parties.serviceKeys);
  try {
    const alone = await runPolite(service, parties, options.aloneSeconds);
    await longestLoopDelayMs(service.api);
    return { ...(await measure(attack, service, options)), aloneP50Ms: alone.p50Ms };
  } finally {
    await service.stop();
  }
}

async function measure(
  attack: Attack,
  service: LimitedService,
  { parties, seconds }: AttackOptions,
): Promise<Omit<AttackFigures, 'aloneP50Ms'>> {
  const attackers = startAttackers(attack, service, parties, seconds + OVERLAP_SECONDS);
  await Promise.all(attackers.map((each) => each.receive(PROCESS_LIMIT_SECONDS)));
  const memory = new MemoryWatch(service.group);
  const serviceCpu = new CpuWatch(() => service.group.processIds());
  const attackerCpu = new CpuWatch(() => attackers.map(({ id }) => id));
  const watches = [memory, serviceCpu, attackerCpu];
  const timer = setInterval(() => watches.forEach((each) => each.sample()), SAMPLE_INTERVAL_MS);
  const startMs = performance.now();
  const counted = Promise.all(attackers.map((each) => each.receive(seconds + PROCESS_LIMIT_SECONDS))).then((all) => {
    const coreMs = (performance.now() - startMs) * availableParallelism();
    const shares = { service: serviceCpu.usedMs / coreMs, attacker: attackerCpu.usedMs / coreMs };
    return { attackers: sumCounts(all as AttackCounts[]), shares };
  });
  try {
    const [polite, attackerResults] = await Promise.all([runPolite(service, parties, seconds), counted]);
    const figures: ServiceFigures = {
      ending: service.ending,
      peakMebibytes: memory.peakMebibytes,
      kernelPeakMebibytes: memory.kernelPeakMebibytes,
      oomKills: memory.oomKills,
      loopDelayMs: await longestLoopDelayMs(service.api),
      serviceCpuShare: attackerResults.shares.service,
      attackerCpuShare: attackerResults.shares.attacker,
    };
    const { name } = attack;
    return { number: getNumber(attack), name, polite, service: figures, attackers: attackerResults.attackers };
  } finally {
    clearInterval(timer);
  }
}

async function runPolite({ port }: LimitedService, parties: Parties, seconds: number): Promise<PoliteFigures> {
  const { politeAddress: localAddress, politeKey: key } = parties;
  const process = EntryProcess.start('attacks/polite.entry.js', { port, localAddress, key, seconds });
  return toPoliteFigures((await process.receive(seconds + PROCESS_LIMIT_SECONDS)) as PoliteResult);
}

function startAttackers(
  { request, connections, processes }: Attack,
  { port }: LimitedService,
  { attackerAddress: localAddress, attackerKeys: keys }: Parties,
  seconds: number,
): EntryProcess[] {
  const job: AttackJob = { port, localAddress, seconds, connections: connections / processes, keys, request };
  return Array.from({ length: processes }, () =>
    EntryProcess.start('attacks/attacker.entry.js', job, ATTACKER_NICENESS),
  );
}
