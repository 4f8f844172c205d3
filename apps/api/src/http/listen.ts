import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { MetricsServer } from '#libs/observability';
import { SettingsError, type Settings } from '../config/settings.js';

/**
 * Opens the port, and that of the metrics if they have one. (Nest's own `listen` would log a refusal with its stack
 * besides rejecting.)
 *
 * @returns the address to call
 * @throws SettingsError naming PORT, METRICS_PORT or HOST when the system refuses them
 */
export async function listen(app: INestApplication<Server>, { PORT, METRICS_PORT, HOST }: Settings): Promise<string> {
  await app.init();
  if (METRICS_PORT > 0) {
    const metrics = app.get(MetricsServer).listen(METRICS_PORT, HOST);
    await metrics.catch((error: unknown) => refuse(error, `METRICS_PORT ${METRICS_PORT}`, HOST));
  }
  const server = app.getHttpServer();
  await once(server.listen(PORT, HOST), 'listening').catch((error: unknown) => refuse(error, `PORT ${PORT}`, HOST));
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function refuse(error: unknown, port: string, host: string): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') throw new SettingsError(`${port} is in use on HOST ${host}`);
  if (code === 'EACCES') throw new SettingsError(`${port} needs a privileged user`);
  throw new SettingsError(`the service cannot listen on HOST ${host} (${code || String(error)})`);
}
