import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy, runTool } from './tools.js';

const SCRIPT = join(deploy, 'components/denial-check/denial-check.sh');

let open: Server;
let openAddress: string;
let closedAddress: string;

beforeEach(async () => {
  // Like Redis, it does not speak HTTP.
  open = createServer((socket) => socket.end('-ERR\r\n'));
  await once(open.listen(0, '127.0.0.1'), 'listening');
  openAddress = `127.0.0.1:${(open.address() as AddressInfo).port}`;
  const closed = createServer();
  await once(closed.listen(0, '127.0.0.1'), 'listening');
  closedAddress = `127.0.0.1:${(closed.address() as AddressInfo).port}`;
  closed.close();
});

afterEach(() => {
  open.close();
});

function check(addresses: readonly string[], control = openAddress) {
  return runTool('sh', [SCRIPT, ...addresses], { env: { CONTROL_ADDRESS: control } });
}

describe('denial-check.sh', () => {
  it('passes when no address can be reached, and none is missing from the report', async () => {
    const { exitCode, stdout } = await check([closedAddress, 'nothing.invalid:80']);
    expect(stdout).toBe(`ok: ${closedAddress} cannot be reached\nok: there is no nothing.invalid:80\n`);
    expect(exitCode).toBe(0);
  });

  it('fails when one address can be reached', async () => {
    const { exitCode, stdout } = await check([closedAddress, openAddress]);
    expect(stdout).toContain(`NOT OK: ${openAddress} can be reached`);
    expect(exitCode).toBe(1);
  });

  it('proves nothing when the control address cannot be reached either', async () => {
    const { exitCode, stdout } = await check([closedAddress], closedAddress);
    expect(stdout).toBe(`NOT OK: ${closedAddress} cannot be reached either\n`);
    expect(exitCode).toBe(2);
  });
});
