import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { createMessageClasses } from './express-messages.js';

describe('Message classes of Express', () => {
  it('give requests and responses the prototypes of Express before Express sees them', async () => {
    const app = express();
    app.get('/', (request, response) => {
      response.json({ host: request.hostname, isOwn: request.app === app && response.app === app });
    });
    const kept: boolean[] = [];
    const server = createServer(createMessageClasses(app), (request, response) => {
      const before = [Object.getPrototypeOf(request), Object.getPrototypeOf(response)] as unknown[];
      app(request, response);
      kept.push(Object.getPrototypeOf(request) === before[0], Object.getPrototypeOf(response) === before[1]);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.json()).toEqual({ host: '127.0.0.1', isOwn: true });
    expect(kept).toEqual([true, true]);
    server.close();
  });
});
