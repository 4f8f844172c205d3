import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitFolder, copyCheckout, writeStub } from './checkout.js';
import { getSettings } from './manifest.js';
import { parse } from './render.js';
import { runTool, toolsFolder } from './tools.js';

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

/** A kubectl that renders, of a cluster without Secrets. */
function stubKubectl(): void {
  const kustomize = join(toolsFolder, 'bin/kustomize');
  stubCommand('kubectl', `case "$*" in kustomize*) exec "${kustomize}" build "$2" ;; esac`);
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
    stubKubectl();
    stubCommand('az', `case "$*" in *"--query digest"*) echo ${DIGEST} ;; esac`);
  });

  it('pushes the image of the commit and prints its digest', async () => {
    const revision = commit();
    const { exitCode, output } = await script('build-push.sh', ['myteam']);
    expect(exitCode, output).toBe(0);
    const image = `myteam.azurecr.io/sentiment:${revision.slice(0, 7)}`;
    expect(output).toContain(`myteam.azurecr.io/sentiment@${DIGEST}`);
    expect(output).toContain('now: deploy/generate-secrets.sh --apply && kubectl apply -k deploy/releases/');
    expect(calls()).toEqual([
      'az acr login --name myteam',
      'docker buildx inspect sentiment',
      expect.stringMatching(
        new RegExp(
          `^docker buildx build .*--platform linux/amd64 .*REVISION=${revision} --sbom=true .*-t ${image} --push \\.$`,
        ),
      ),
      expect.stringContaining('az acr repository show'),
      expect.stringMatching(/^kubectl kustomize .*overlays\/aks$/),
      expect.stringMatching(/^kubectl kustomize .*releases/),
    ]);
  });

  it('writes a release that runs the image by its digest, and changes no tracked file', async () => {
    const revision = commit();
    await script('build-push.sh', ['myteam.azurecr.io']);
    expect(execFileSync('git', ['-C', checkout, 'status', '--porcelain'], { encoding: 'utf8' })).toBe('');
    const { output } = await runTool('kustomize', [
      'build',
      join(checkout, 'deploy/releases', `aks-${revision.slice(0, 7)}`),
    ]);
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

  it('builds for several platforms, and signs the digest', async () => {
    commit();
    stubCommand('cosign');
    const env = { PLATFORMS: 'linux/amd64,linux/arm64' };
    expect((await script('build-push.sh', ['--sign', 'myteam'], env)).exitCode).toBe(0);
    expect(calls().join('\n')).toContain('--platform linux/amd64,linux/arm64 ');
    expect(calls()).toContain(`cosign sign --yes myteam.azurecr.io/sentiment@${DIGEST}`);
    expect((await script('build-push.sh', ['--acr-build', 'myteam'], env)).output).toContain('for one platform');
  });

  it('builds a manifest list by podman, which has no SBOM', async () => {
    const revision = commit();
    stubCommand('podman');
    await script('build-push.sh', ['myteam'], { CONTAINER_TOOL: 'podman' });
    const image = `myteam.azurecr.io/sentiment:${revision.slice(0, 7)}`;
    expect(calls()).toContain(`podman manifest push --all ${image} docker://${image}`);
  });

  it('writes the release of another folder', async () => {
    const revision = commit();
    const { exitCode, output } = await script('build-push.sh', ['staging', 'examples/staging']);
    expect(exitCode, output).toBe(0);
    const rendered = await runTool('kustomize', [
      'build',
      join(checkout, 'deploy/releases', `staging-${revision.slice(0, 7)}`),
    ]);
    expect(rendered.output).toContain('sentiment.staging.example.com');
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
    expect(output).toContain('--push');
    expect(() => calls()).toThrow('ENOENT');
  });
});

describe('write-release.sh', () => {
  beforeEach(stubKubectl);

  const release = async (name: string) =>
    (await runTool('kustomize', ['build', join(checkout, 'deploy/releases', name)])).output;

  it('keeps the settings and every other object of a release, whatever changes afterwards', async () => {
    expect(
      (await script('write-release.sh', ['overlays/aks', 'first', `a.azurecr.io/sentiment@${DIGEST}`])).exitCode,
    ).toBe(0);
    const first = await release('first');
    for (const [file, before, after] of [
      ['base/api/kustomization.yaml', 'LOG_LEVEL=info', 'LOG_LEVEL=debug'],
      ['base/api/deployment.yaml', 'periodSeconds: 10', 'periodSeconds: 33'],
      ['components/istio/virtual-service.yaml', 'timeout: 12s', 'timeout: 13s'],
    ] as const) {
      const path = join(checkout, 'deploy', file);
      const text = readFileSync(path, 'utf8');
      expect(text).toContain(before);
      writeFileSync(path, text.replace(before, after));
    }
    await script('write-release.sh', ['overlays/aks', 'second', `a.azurecr.io/sentiment@${DIGEST}`]);
    const second = await release('second');
    for (const change of ['LOG_LEVEL: debug', 'periodSeconds: 33', 'timeout: 13s']) {
      expect(second).toContain(change);
      expect(first).not.toContain(change);
    }
    expect(await release('first')).toBe(first);
  });

  it('takes the folder of an environment, with its host', async () => {
    await script('write-release.sh', ['examples/staging', 'staging', `staging.azurecr.io/sentiment@${DIGEST}`]);
    expect(await release('staging')).toContain(`image: staging.azurecr.io/sentiment@${DIGEST}`);
    expect(await release('staging')).toContain('sentiment.staging.example.com');
  });

  it('refuses a folder with Secrets, and leaves nothing behind', async () => {
    const overlay = join(checkout, 'deploy/overlays/minikube/kustomization.yaml');
    writeFileSync(overlay, readFileSync(overlay, 'utf8').replace('existing-secret', 'secrets'));
    await script('generate-secrets.sh', []);
    const { exitCode, output } = await script('write-release.sh', ['overlays/minikube', 'dev', 'sentiment:dev']);
    expect(exitCode).toBe(1);
    expect(output).toContain('deploy/overlays/minikube renders a Secret');
    expect(readdirSync(join(checkout, 'deploy/releases'))).toEqual([]);
  });
});

describe('minikube.sh', () => {
  let service: Server;

  beforeEach(async () => {
    stubCommand(
      'docker',
      'for a in "$@"; do if [ "$p" = --iidfile ]; then echo sha256:0123456789abcdef > "$a"; fi; p="$a"; done',
    );
    stubKubectl();
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
    const others = calls().filter((call) => !call.startsWith('kubectl'));
    expect(others.map((call) => call.split(' ').slice(0, 3).join(' '))).toEqual([
      'minikube status',
      'minikube start --cni',
      'docker build --iidfile',
      'docker tag sentiment:dev',
      'docker save -o',
      'minikube image load',
    ]);
    const changes = calls().filter((call) => / (apply|rollout|port-forward) /.test(call));
    expect(changes.every((call) => call.startsWith('kubectl --context minikube '))).toBe(true);
    expect(changes.map((call) => /(apply -k|apply|rollout|port-forward) /.exec(call)?.[1])).toEqual([
      ...['apply', 'apply', 'apply', 'apply -k', 'rollout', 'port-forward'],
    ]);
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

describe('check/kind/run.sh', () => {
  it('prints its commands without running them in a dry run', async () => {
    const { exitCode, output } = await script('check/kind/run.sh', ['--dry-run', 'sentiment:test']);
    expect(exitCode, output).toBe(0);
    const commands = output.split('\n').filter((line) => line.startsWith('+ '));
    expect(commands.map((line) => line.split(' ')[1])).toContain('istioctl');
    expect(commands.filter((line) => line.startsWith('+ ! '))).toHaveLength(3);
    expect(commands.at(-1)).toContain('roll-out-under-load.sh https://sentiment.example.com:8443');
  });

  it('applies a folder that renders without a Secret and without objects of Azure', async () => {
    const { exitCode, output } = await runTool('kustomize', ['build', join(checkout, 'deploy/check/kind')]);
    expect(exitCode, output).toBe(0);
    expect(output).toContain('image: docker.io/library/sentiment:kind');
    expect(output).toContain('name: sentiment-denial-check');
    expect(output).not.toMatch(/^kind: Secret$|azmonitoring/m);
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
