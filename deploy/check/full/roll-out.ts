import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Balancer } from './balancer.js';
import { Pod, type PodTemplate } from './pod.js';

/** From the deletion of a pod until every node's proxy has heard of it. */
const ENDPOINTS_LAG_MS = 2_000;
const PODS = 2;
const CONNECTIONS = 16;
/** As clients with something else to do between requests: idle connections are where a race can be lost. */
const PAUSE_MS = 5;

export interface RollOutResult {
  readonly requests: number;
  /** Requests not answered with 200, by what came instead. */
  readonly failures: Readonly<Record<string, number>>;
  readonly exitCodes: readonly number[];
}

/** Replaces every pod of a Deployment, one more at a time and never one less, so many times, under load. */
export async function rollOut(template: PodTemplate, times: number): Promise<RollOutResult> {
  const balancer = new Balancer();
  const port = await balancer.listen();
  let serial = 0;
  const start = () => Pod.start(`sentiment-roll-out-${serial++}`, template);
  let pods = await Promise.all(Array.from({ length: PODS }, start));
  balancer.route(pods.map((pod) => pod.port));
  const load = new Load(`http://127.0.0.1:${port}`);
  const exitCodes: number[] = [];
  try {
    for (let time = 0; time < times; time++) {
      for (const old of pods) {
        const fresh = await start();
        pods = [...pods.filter((pod) => pod !== old), fresh];
        const rerouted = sleep(ENDPOINTS_LAG_MS).then(() => balancer.route(pods.map((pod) => pod.port)));
        exitCodes.push((await old.stop()).exitCode);
        await rerouted;
      }
    }
    return { ...(await load.end()), exitCodes };
  } finally {
    await load.end();
    balancer.close();
    await Promise.all(pods.map((pod) => pod.kill()));
  }
}

/** Clients that keep their connections open and ask again and again; a request that fails is counted, never repeated. */
class Load {
  private requests = 0;
  private readonly failures: Record<string, number> = {};
  private ended = false;
  private readonly clients: readonly Promise<void>[];

  constructor(private readonly url: string) {
    this.clients = Array.from({ length: CONNECTIONS }, (_, client) => this.client(client));
  }

  async end(): Promise<{ requests: number; failures: Record<string, number> }> {
    this.ended = true;
    await Promise.all(this.clients);
    return { requests: this.requests, failures: this.failures };
  }

  private async client(client: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let turn = 0; !this.ended; turn++) {
      const outcome = await post(this.url, agent, JSON.stringify({ text: [`client ${client} turn ${turn}`] }));
      this.requests++;
      if (outcome !== '200') this.failures[outcome] = (this.failures[outcome] ?? 0) + 1;
      await sleep(PAUSE_MS);
    }
    agent.destroy();
  }
}

function post(url: string, agent: Agent, body: string): Promise<string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(`${url}/predict`, { agent, method: 'POST', headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(String(response.statusCode)));
      response.once('error', () => resolve('cut'));
    });
    sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'cut'));
    sent.end(body);
  });
}
