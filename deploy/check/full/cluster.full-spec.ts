import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { copyCheckout } from '../checkout.js';
import { renderComposition } from '../render.js';
import { runTool } from '../tools.js';
import { startControlPlane, until, type ControlPlane } from './control-plane.js';

const WANTED_PODS = 3;
/** Kinds that no controller updates. The versions of a Deployment and of a budget change with their pods. */
const KINDS = 'configmaps,secrets,services,serviceaccounts,networkpolicies';
/** With etcd 3.4 (Debian 12), the API server ends the watches of kwok, and each pod becomes ready half a minute late. */
const ROLLED_WITHIN_MS = 300_000;

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
    readonly spec: {
      readonly nodeName?: string;
      readonly containers: readonly {
        readonly image: string;
        readonly envFrom: readonly { readonly configMapRef: { readonly name: string } }[];
        readonly livenessProbe: { readonly periodSeconds: number };
      }[];
    };
  }[];
}

let cluster: ControlPlane;
let folder: string;

const inNamespace = (...args: readonly string[]) => cluster.ask('-n', 'sentiment', ...args);

async function apply(change: (text: string) => string = (text) => text): Promise<string> {
  const manifests = await renderComposition(['secrets']);
  const path = join(folder, 'render.yaml');
  writeFileSync(path, change(manifests.map((each) => stringify(each)).join('---\n')));
  return cluster.ask('apply', '--validate=strict', '-f', path);
}

async function pods(): Promise<PodList['items']> {
  const text = await inNamespace('get', 'pods', '-l', 'app.kubernetes.io/component=api', '-o', 'json');
  return (JSON.parse(text) as PodList).items;
}

/** @returns the path of a release with the image sentiment:<name> */
async function writeRelease(checkout: string, name: string): Promise<string> {
  const args = ['examples/shop', name, `sentiment:${name}`];
  const { exitCode, output } = await runTool(join(checkout, 'deploy/write-release.sh'), args);
  expect(exitCode, output).toBe(0);
  return output.trim();
}

/** Replaces a text in a file of deploy/. */
function change(checkout: string, file: string, before: string, after: string): void {
  const path = join(checkout, 'deploy', file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(before);
  writeFileSync(path, text.replace(before, after));
}

/** @returns the image, the log level and the period of the liveness probe of the pods, which must agree */
async function applyRelease(release: string): Promise<unknown[]> {
  await cluster.ask('apply', '-k', release);
  await inNamespace('rollout', 'status', 'deployment/sentiment-api', `--timeout=${ROLLED_WITHIN_MS / 1_000}s`);
  const running = (await pods()).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  expect(running).toHaveLength(WANTED_PODS);
  const [container] = running.flatMap(({ spec }) => spec.containers);
  for (const { spec } of running) expect(spec.containers[0]?.image).toBe(container?.image);
  const settings = container?.envFrom[0]?.configMapRef.name ?? '';
  const level = await inNamespace('get', 'configmap', settings, '-o', 'jsonpath={.data.LOG_LEVEL}');
  return [container?.image, level, container?.livenessProbe.periodSeconds];
}

const countPods = async (state: 'available' | 'ready') => {
  return Number(await inNamespace('get', 'deployment', 'sentiment-api', '-o', `jsonpath={.status.${state}Replicas}`));
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cluster-'));
  cluster = await startControlPlane({ nodes: true });
  await apply();
  await until(async () => (await countPods('available')) === WANTED_PODS, 'all pods are available');
}, 240_000);

afterAll(() => {
  cluster.stop();
  rmSync(folder, { recursive: true });
});

// kwok simulates nodes and pods: these tests verify how controllers and scheduler process the manifests.
// roll-outs.full-spec.ts verifies probes and processes.
describe('in a cluster', () => {
  it('spreads its pods over zones', async () => {
    expect(new Set((await pods()).map(({ spec }) => spec.nodeName)).size).toBe(WANTED_PODS);
  });

  it('changes nothing when the same manifests are applied again', async () => {
    const versions = () => inNamespace('get', KINDS, '-o', 'jsonpath={.items[*].metadata.resourceVersion}');
    const before = await versions();
    await apply();
    // kubectl prints "configured" for unchanged lists too, so the test compares the resource versions of the server.
    expect(before.split(' ').length).toBeGreaterThan(8);
    expect(await versions()).toBe(before);
  });

  it('replaces its pods for a changed setting without fewer available pods than replicas', async () => {
    const before = (await pods()).map(({ metadata }) => metadata.name);
    const samples: number[] = [];
    const [settings] = /sentiment-settings-\w+/.exec(await inNamespace('get', 'configmaps', '-o', 'name')) ?? [''];
    // kustomize derives the name from the content.
    await apply((text) =>
      text.replaceAll(settings, 'sentiment-settings-0000000000').replace('LOG_LEVEL: info', 'LOG_LEVEL: warn'),
    );
    await until(
      async () => {
        samples.push(await countPods('available'));
        const now = (await pods()).map(({ metadata }) => metadata.name);
        await sleep(100);
        return now.length === WANTED_PODS && now.every((name) => !before.includes(name));
      },
      'all pods are new',
      ROLLED_WITHIN_MS,
    );
    expect(samples.length).toBeGreaterThan(10);
    expect(Math.min(...samples)).toBe(WANTED_PODS);
  });

  it('allows draining of nodes one pod at a time', async () => {
    const nodes = [...new Set((await pods()).map(({ spec }) => spec.nodeName ?? ''))].slice(0, 2);
    const samples: number[] = [];
    let drained = 0;
    const drains = nodes.map(async (node) => {
      await cluster.ask('drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=120s');
      drained++;
    });
    // A budget counts ready pods. A pod is available once it has been ready for minReadySeconds.
    await until(
      async () => {
        samples.push(await countPods('ready'));
        return drained === nodes.length;
      },
      'the nodes are drained',
      ROLLED_WITHIN_MS,
    );
    await Promise.all(drains);
    expect(Math.min(...samples)).toBeGreaterThanOrEqual(WANTED_PODS - 1);
    await until(
      async () => (await countPods('available')) === WANTED_PODS,
      'all pods are available on the remaining node',
    );
  });

  it('runs the image, the settings and the probes of an old release again after its apply', async () => {
    const checkout = join(folder, 'checkout');
    copyCheckout(checkout);
    const environment = join(checkout, 'deploy/examples/shop');
    mkdirSync(environment);
    writeFileSync(
      join(environment, 'kustomization.yaml'),
      stringify({
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        namespace: 'sentiment',
        resources: ['../../base'],
        components: ['../../components/existing-secret'],
        images: [
          { name: 'sentiment', newTag: 'dev' },
          { name: 'redis', newTag: '7.4' },
        ],
      }),
    );
    const first = await writeRelease(checkout, 'first');
    change(checkout, 'base/api/kustomization.yaml', 'LOG_LEVEL=info', 'LOG_LEVEL=debug');
    change(checkout, 'base/api/deployment.yaml', 'periodSeconds: 10', 'periodSeconds: 33');
    const second = await writeRelease(checkout, 'second');
    await cluster.ask('apply', '-k', first);
    expect(await applyRelease(second)).toEqual(['sentiment:second', 'debug', 33]);
    expect(await applyRelease(first)).toEqual(['sentiment:first', 'info', 10]);
  });
});
