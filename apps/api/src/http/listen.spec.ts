import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { Settings, SettingsError } from '../config/settings.js';
import { listen } from './listen.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function openServer(): Server {
  const server = createServer();
  servers.push(server);
  return server;
}

/** A port on which another server listens. */
async function takePort(): Promise<number> {
  const server = openServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** Listens with an application whose metrics server is like the one of the service. */
async function listenOn(environment: Record<string, string>): Promise<string> {
  const metrics = { listen: (port: number, host: string) => once(openServer().listen(port, host), 'listening') };
  const server = openServer();
  const app = { init: () => Promise.resolve(), get: () => metrics, getHttpServer: () => server };
  const settings = new Settings({ PORT: '0', HOST: '127.0.0.1', ...environment });
  return listen(app as unknown as INestApplication<Server>, settings);
}

describe('Listening on the ports', () => {
  it('returns the address to call', async () => {
    const url = await listenOn({});
    expect(url).toBe(`http://127.0.0.1:${(servers[0]?.address() as AddressInfo).port}`);
  });

  it('puts an IPv6 address in brackets', async () => {
    expect(await listenOn({ HOST: '::1' })).toMatch(/^http:\/\/\[::1\]:\d+$/);
  });

  it('names PORT when another process has it', async () => {
    const port = await takePort();
    const refusal = listenOn({ PORT: String(port) });
    await expect(refusal).rejects.toBeInstanceOf(SettingsError);
    await expect(refusal).rejects.toThrow(`PORT ${port} is in use on HOST 127.0.0.1`);
  });

  it('names METRICS_PORT when another process has it', async () => {
    const port = await takePort();
    await expect(listenOn({ METRICS_PORT: String(port) })).rejects.toThrow(
      `METRICS_PORT ${port} is in use on HOST 127.0.0.1`,
    );
  });

  it('names HOST when it is no address of this machine', async () => {
    await expect(listenOn({ HOST: '192.0.2.1' })).rejects.toThrow(
      'the service cannot listen on HOST 192.0.2.1 (EADDRNOTAVAIL)',
    );
  });
});
