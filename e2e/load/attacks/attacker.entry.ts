/** One attacker process: takes an AttackJob as its argument, says when it has begun, and sends its AttackCounts. */
import type { AttackJob } from './attack-job.js';
import { HeldConnections } from './held-connections.js';
import { HELD_REQUESTS } from './held-requests.js';
import { LoopingConnection } from './looping-connection.js';
import { REPEATED_REQUESTS, type RequestMaker } from './repeated-requests.js';
import { AttackCounter } from './attack-counter.js';

const job = JSON.parse(process.argv[2] ?? '{}') as AttackJob;
const address = { port: job.port, host: '127.0.0.1', localAddress: job.localAddress };
const counter = new AttackCounter();
const indexes = Array.from({ length: job.connections }, (_, index) => index);
const keys = job.keys.length > 0 ? job.keys : [undefined];
const getKey = (index: number) => keys[index % keys.length];

const connections = start(job.request);
process.send?.('begun');
process.once('disconnect', () => process.exit());
setTimeout(() => {
  for (const each of connections) each.stop();
  process.send?.(counter.read(), () => process.disconnect());
}, job.seconds * 1_000);

function start(request: AttackJob['request']): readonly { stop(): void }[] {
  if ('held' in request) {
    const makeBytes = HELD_REQUESTS[request.held];
    const first = indexes.map((index) => makeBytes(index, getKey(index)));
    return [new HeldConnections(address, first, counter)];
  }
  const makers = keys.map((key): RequestMaker => REPEATED_REQUESTS[request.repeated](key));
  return indexes.map((index) => new LoopingConnection(address, makers[index % makers.length] ?? (() => []), counter));
}
