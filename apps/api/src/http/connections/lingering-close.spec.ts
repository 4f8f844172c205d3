import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { closeLingering, discardInput } from './lingering-close.js';

/** A connection whose client the test plays. */
class FakeConnection extends Duplex {
  constructor() {
    super({ allowHalfOpen: true });
  }

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: string, callback: () => void): void {
    callback();
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

let clock: ManualClock;
let connection: FakeConnection;

beforeEach(() => {
  clock = new ManualClock();
  connection = new FakeConnection();
});

async function send(bytes: number): Promise<void> {
  connection.push(Buffer.alloc(bytes));
  await settled();
}

const close = () => {
  closeLingering(connection as unknown as Socket, clock);
};

describe('Lingering close', () => {
  it('closes the sending half at once, and the rest when the client has closed its own', async () => {
    close();
    await settled();
    expect([connection.writableEnded, connection.destroyed]).toEqual([true, false]);
    connection.push(null);
    await settled();
    expect(connection.destroyed).toBe(true);
    expect(clock.pendingMs()).toEqual([]);
  });

  it('closes the connection of a client that is silent for 2 s', async () => {
    close();
    clock.advance(1_500);
    await send(1);
    clock.advance(1_500);
    expect(connection.destroyed).toBe(false);
    clock.advance(1_000);
    expect(connection.destroyed).toBe(true);
  });

  it('closes the connection of a client that sends for 15 s', async () => {
    close();
    for (let second = 0; second < 14; second++) {
      await send(1_000);
      clock.advance(1_000);
    }
    expect(connection.destroyed).toBe(false);
    await send(1_000);
    clock.advance(1_000);
    expect(connection.destroyed).toBe(true);
  });

  it('closes the connection of a client that sends more than 16 MiB', async () => {
    close();
    for (let megabyte = 0; megabyte < 16; megabyte++) await send(2 ** 20);
    expect(connection.destroyed).toBe(false);
    await send(1);
    expect(connection.destroyed).toBe(true);
  });

  it('takes what follows from the listeners that a connection has', async () => {
    const parsed: Buffer[] = [];
    connection.on('data', (chunk: Buffer) => parsed.push(chunk));
    discardInput(connection as unknown as Socket);
    await send(10);
    close();
    await send(10);
    expect(parsed).toEqual([]);
    expect(discardInput(connection as unknown as Socket).bytes).toBe(20);
  });
});
