import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import type { Certificate } from '#libs/testing';

/** What an ingress does in front of the service: it takes connections with TLS. */
export interface TlsProxy {
  readonly url: string;
  readonly stop: () => void;
}

/** @param url of the service behind it */
export async function startTlsProxy(url: string, { certificateFile, keyFile }: Certificate): Promise<TlsProxy> {
  const { hostname, port } = new URL(url);
  const server = createServer({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) }, (client) => {
    const service = connect(Number(port), hostname);
    client.on('error', () => service.destroy());
    service.on('error', () => client.destroy());
    client.pipe(service).pipe(client);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const { port: ownPort } = server.address() as AddressInfo;
  return { url: `https://localhost:${ownPort}`, stop: () => void server.close() };
}
