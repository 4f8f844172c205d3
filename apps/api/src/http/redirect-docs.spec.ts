import express from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { redirectDocs } from './redirect-docs.js';

async function ask(path: string): Promise<{ status: number; location: string | null }> {
  const app = express();
  app.use('/docs', redirectDocs, (_request, response) => response.end());
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { status, headers } = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' });
  server.close();
  server.closeAllConnections();
  return { status, location: headers.get('location') };
}

describe('Redirect to /docs', () => {
  it.each(['/docs/', '/docs/index.html', '/docs/?a=b'])(
    'of %s is relative, for gateways that add a prefix',
    async (path) => {
      expect(await ask(path)).toEqual({ status: 302, location: '../docs' });
    },
  );

  it.each(['/docs', '/docs/swagger-ui.css', '/docs/docs/swagger-ui-init.js', '/docs?a=/docs/'])(
    'leaves %s alone',
    async (path) => {
      expect(await ask(path)).toEqual({ status: 200, location: null });
    },
  );
});
