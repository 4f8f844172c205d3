import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** So many connections that send one request after the other, while the service that they talk to goes away. */
export interface LeavingLoad {
  readonly url: string;
  readonly connections: number;
  /** Whether clients open no new connection once `/health/ready` says no, as a Service's do. */
  readonly honoursReadiness: boolean;
}

export interface LeavingLoadResult {
  readonly answered: number;
  /** Requests that were sent and not answered with 200, by what came instead. */
  readonly failures: Readonly<Record<string, number>>;
}

const PROBE_INTERVAL_MS = 50;

/** Runs until every client has left: because it may open no connection, or because it cannot. */
export async function leavingLoad({ url, connections, honoursReadiness }: LeavingLoad): Promise<LeavingLoadResult> {
  const probe = new ReadinessProbe(url);
  const failures: Record<string, number> = {};
  let answered = 0;
  const client = async (client: number): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let isConnected = false;
    for (let turn = 0; ; turn++) {
      if (!isConnected && honoursReadiness && !probe.isReady) break;
      const { outcome, keepsAlive } = await post(
        url,
        agent,
        JSON.stringify({ text: [`client ${client} turn ${turn}`] }),
      );
      isConnected = keepsAlive;
      if (outcome === '200') {
        answered++;
        continue;
      }
      failures[outcome] = (failures[outcome] ?? 0) + 1;
      // Nobody is there any more.
      if (outcome === 'ECONNREFUSED') break;
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => client(index)));
  probe.stop();
  return { answered, failures };
}

/** What a Service knows: whether the pod was ready when it was asked last. */
class ReadinessProbe {
  isReady = true;
  private stopped = false;

  constructor(url: string) {
    void this.run(url);
  }

  stop(): void {
    this.stopped = true;
  }

  private async run(url: string): Promise<void> {
    while (!this.stopped) {
      this.isReady = await fetch(`${url}/health/ready`).then(
        ({ status }) => status === 200,
        () => false,
      );
      await sleep(PROBE_INTERVAL_MS);
    }
  }
}

function post(url: string, agent: Agent, body: string): Promise<{ outcome: string; keepsAlive: boolean }> {
  return new Promise((resolve) => {
    const request = httpRequest(`${url}/predict`, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    request.once('response', (response) => {
      const keepsAlive = response.headers.connection !== 'close';
      response.resume();
      response.once('end', () => resolve({ outcome: String(response.statusCode), keepsAlive }));
      response.once('error', (error: NodeJS.ErrnoException) =>
        resolve({ outcome: error.code ?? 'cut', keepsAlive: false }),
      );
    });
    request.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ outcome: error.code ?? 'cut', keepsAlive: false }),
    );
    request.end(body);
  });
}
