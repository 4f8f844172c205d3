import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Balancer } from './balancer.js';
import { Pod, type PodTemplate } from './pod.js';

/** Time from the deletion of a pod until every kube-proxy has removed its endpoint. */
const ENDPOINTS_LAG_MS = 2_000;
const PODS = 2;
const CONNECTIONS = 16;
/** Pause between the requests of a client. Idle connections expose races between request and close. */
const PAUSE_MS = 5;

export interface RollOutResult {
  readonly requests: number;
  /** Number of failed requests by status or error code. */
  readonly failures: Readonly<Record<string, number>>;
  readonly exitCodes: readonly number[];
}

/** Replaces all pods of a Deployment under load, `times` times, with maxSurge 1 and maxUnavailable 0. */
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

/** Clients that send requests over persistent connections. They count failed requests and do not retry. */
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
