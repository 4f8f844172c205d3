import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { SettingsError, type Settings } from './settings.js';

/**
 * Opens the port. (Nest's own `listen` would log a refusal with its stack besides rejecting.)
 *
 * @returns the address to call
 * @throws SettingsError naming PORT or HOST when the system refuses them
 */
export async function listen(app: INestApplication<Server>, { PORT, HOST }: Settings): Promise<string> {
  await app.init();
  const server = app.getHttpServer();
  try {
    await once(server.listen(PORT, HOST), 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EADDRINUSE') throw new SettingsError(`PORT ${PORT} is in use on HOST ${HOST}`);
    if (code === 'EACCES') throw new SettingsError(`PORT ${PORT} needs a privileged user`);
    throw new SettingsError(`HOST ${HOST} cannot be listened on (${code || String(error)})`);
  }
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
