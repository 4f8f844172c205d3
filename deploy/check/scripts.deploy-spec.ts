import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitFolder, copyCheckout, writeStub } from './checkout.js';
import { getSettings } from './manifest.js';
import { parse } from './render.js';
import { runTool } from './tools.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;

let work: string;
/** A separate checkout, which the scripts may write to. */
let checkout: string;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'scripts-'));
  checkout = join(work, 'checkout');
  mkdirSync(join(work, 'bin'));
  copyCheckout(checkout);
});

afterEach(() => {
  rmSync(work, { recursive: true });
});

/** Creates a stub of a command. The stub records its arguments. */
function stubCommand(name: string, body = ''): void {
  writeStub(join(work, 'bin', name), `echo "${name} $*" >> ${join(work, 'calls')}\n${body}`);
}

const calls = () => readFileSync(join(work, 'calls'), 'utf8').trim().split('\n');

function script(name: string, args: readonly string[], env: Record<string, string> = {}) {
  return runTool(join(checkout, 'deploy', name), args, {
    cwd: checkout,
    env: { PATH: `${join(work, 'bin')}${delimiter}${process.env.PATH ?? ''}`, ...env },
  });
}

const commit = () => commitFolder(checkout);

describe('build-push.sh', () => {
  beforeEach(() => {
    stubCommand('docker');
    stubCommand('az', `case "$*" in *"--query digest"*) echo ${DIGEST} ;; esac`);
  });

  it('pushes the image of the commit and prints its digest', async () => {
    const revision = commit();
    const { exitCode, output } = await script('build-push.sh', ['myteam']);
    expect(exitCode, output).toBe(0);
    const image = `myteam.azurecr.io/sentiment:${revision.slice(0, 7)}`;
    expect(output).toContain(`myteam.azurecr.io/sentiment@${DIGEST}`);
    expect(output).toContain('now: deploy/generate-secrets.sh && kubectl apply -k deploy/releases/');
    expect(calls()).toEqual([
      'az acr login --name myteam',
      expect.stringMatching(new RegExp(`^docker build --platform linux/amd64 .*REVISION=${revision} -t ${image} \\.$`)),
      `docker push ${image}`,
      expect.stringContaining('az acr repository show'),
    ]);
  });

  it('writes a release that runs the image by its digest, and changes no tracked file', async () => {
    const revision = commit();
    await script('build-push.sh', ['myteam.azurecr.io']);
    expect(execFileSync('git', ['-C', checkout, 'status', '--porcelain'], { encoding: 'utf8' })).toBe('');
    execFileSync(join(checkout, 'deploy/generate-secrets.sh'), { env: { ...process.env, KUBE_CONTEXT: 'none' } });
    const { output } = await runTool('kustomize', ['build', join(checkout, 'deploy/releases', revision.slice(0, 7))]);
    expect(JSON.stringify(parse(output))).toContain(`"image":"myteam.azurecr.io/sentiment@${DIGEST}"`);
    expect(getSettings(parse(output)).API_KEYS_FILE).toBe('/etc/sentiment/api-keys/keys');
  });

  it('rejects a working tree with changes', async () => {
    commit();
    writeFileSync(join(checkout, 'package.json'), '{}');
    const { exitCode, output } = await script('build-push.sh', ['myteam']);
    expect(exitCode).toBe(1);
    expect(output).toContain('the tree has changes');
  });

  it('builds the image in Azure', async () => {
    commit();
    const { exitCode } = await script('build-push.sh', ['--acr-build', 'myteam']);
    expect(exitCode).toBe(0);
    expect(calls()[0]).toMatch(/^az acr build --registry myteam --image sentiment:[0-9a-f]{7} --platform linux\/amd64/);
  });

  it('prints the commands without running them in a dry run', async () => {
    commit();
    const { exitCode, output } = await script('build-push.sh', ['--dry-run', 'myteam']);
    expect(exitCode).toBe(0);
    expect(output).toContain('+ docker push');
    expect(() => calls()).toThrow('ENOENT');
  });
});

describe('minikube.sh', () => {
  let service: Server;

  beforeEach(async () => {
    stubCommand(
      'docker',
      'for a in "$@"; do if [ "$p" = --iidfile ]; then echo sha256:0123456789abcdef > "$a"; fi; p="$a"; done',
    );
    // The cluster has no Secrets yet.
    stubCommand('kubectl', 'case "$*" in *"get secret"*) exit 1 ;; esac');
    service = createServer((_, response) => response.end('no such service'));
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => {
    service.close();
  });

  const port = () => String((service.address() as { port: number }).port);

  it('starts minikube, builds and loads the image, applies the manifests and runs the smoke test', async () => {
    stubCommand('minikube', 'if [ "$1" = status ]; then exit 85; fi');
    const { exitCode, output } = await script('minikube.sh', [], { PORT: port(), CONTAINER_TOOL: 'docker' });
    // The HTTP server of this test is no sentiment service, so smoke.sh must fail.
    expect(exitCode).toBe(1);
    expect(output).toContain('NOT OK 1');
    expect(calls().map((call) => call.split(' ').slice(0, 3).join(' '))).toEqual(
      [
        'minikube status ',
        'minikube start --cni',
        'docker build --iidfile',
        'docker tag sentiment:dev',
        'docker save -o',
        'minikube image load',
        'kubectl --context minikube',
        'kubectl --context minikube',
        'kubectl --context minikube',
        'kubectl --context minikube',
        'kubectl --context minikube',
      ].map((call) => call.trimEnd()),
    );
    const { output: rendered } = await runTool('kustomize', ['build', join(checkout, 'deploy/releases/minikube')]);
    expect(rendered).toContain('image: docker.io/library/sentiment:0123456789ab');
    expect(getSettings(parse(rendered)).API_KEYS_FILE).toBeUndefined();
  });

  it('does not start a running minikube', async () => {
    stubCommand('minikube');
    await script('minikube.sh', [], { PORT: port(), CONTAINER_TOOL: 'docker' });
    expect(calls().filter((call) => call.startsWith('minikube start'))).toEqual([]);
  });

  it('prints the commands without running them in a dry run', async () => {
    stubCommand('minikube');
    const { exitCode, output } = await script('minikube.sh', ['--dry-run']);
    expect(exitCode, output).toBe(0);
    expect(output).toContain('+ kubectl --context minikube apply -k');
    expect(() => calls()).toThrow('ENOENT');
  });
});

describe.each([
  'minikube.sh',
  'build-push.sh',
  'smoke.sh',
  'generate-secrets.sh',
  'write-release.sh',
  'print-release-notes.sh',
  'check/install-tools.sh',
])('%s --help', (name) => {
  it('prints the usage', async () => {
    const { exitCode, output } = await script(name, ['--help']);
    expect(exitCode).toBe(0);
    expect(output).toContain(name.replace('check/', ''));
    expect(output.split('\n').length).toBeGreaterThan(2);
  });
});
