import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#libs/testing';
import { runTool, toolsFolder, type Ran } from '../tools.js';

const READY_WITHIN_MS = 60_000;
const NODES = ['zone-1', 'zone-2', 'zone-3'];

/** A local Kubernetes control plane: API server, controllers, scheduler and simulated nodes. */
export interface ControlPlane {
  kubectl(...args: readonly string[]): Promise<Ran>;
  /** @throws Error with the output of kubectl when kubectl fails */
  ask(...args: readonly string[]): Promise<string>;
  stop(): void;
}

/** Starts etcd and kube-apiserver with the custom resources; `nodes` adds controllers, scheduler and nodes. */
export async function startControlPlane({ nodes }: { readonly nodes: boolean }): Promise<ControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'control-plane-'));
  const children: ChildProcess[] = [];
  const binary = (name: string) => join(toolsFolder, 'bin', name);
  const start = (command: string, args: readonly string[]) => {
    const log = openSync(join(folder, `${command.split('/').pop() ?? ''}.log`), 'w');
    children.push(spawn(command, args, { stdio: ['ignore', log, log] }));
  };
  const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
  const etcdUrl = `http://127.0.0.1:${etcdPort}`;
  const peerUrl = `http://127.0.0.1:${peerPort}`;
  execFileSync('openssl', ['genrsa', '-out', join(folder, 'sa.key'), '2048'], { stdio: 'ignore' });
  execFileSync('openssl', ['rsa', '-in', join(folder, 'sa.key'), '-pubout', '-out', join(folder, 'sa.pub')], {
    stdio: 'ignore',
  });
  writeFileSync(join(folder, 'tokens.csv'), 'admintoken,admin,admin,"system:masters"\n');
  writeFileSync(join(folder, 'kubeconfig'), kubeconfig(port));

  start('etcd', [
    ...['--data-dir', join(folder, 'etcd'), '--listen-client-urls', etcdUrl, '--advertise-client-urls', etcdUrl],
    ...[
      '--listen-peer-urls',
      peerUrl,
      '--initial-advertise-peer-urls',
      peerUrl,
      '--initial-cluster',
      `default=${peerUrl}`,
    ],
  ]);
  start(binary('kube-apiserver'), [
    ...[
      `--etcd-servers=${etcdUrl}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${port}`,
    ],
    ...[
      `--cert-dir=${join(folder, 'pki')}`,
      `--token-auth-file=${join(folder, 'tokens.csv')}`,
      '--authorization-mode=RBAC',
    ],
    ...['--service-cluster-ip-range=10.96.0.0/24', '--service-account-issuer=https://kubernetes.default.svc'],
    ...[
      `--service-account-key-file=${join(folder, 'sa.pub')}`,
      `--service-account-signing-key-file=${join(folder, 'sa.key')}`,
    ],
    '--endpoint-reconciler-type=none',
  ]);
  const kubectl = (...args: readonly string[]) => {
    return runTool('kubectl', ['--kubeconfig', join(folder, 'kubeconfig'), ...args]);
  };
  const ask = async (...args: readonly string[]) => {
    const { exitCode, output } = await kubectl(...args);
    if (exitCode !== 0) throw new Error(`kubectl ${args.join(' ')}: ${output}`);
    return output;
  };
  const stop = () => {
    // A graceful stop of the API server would wait for open watches.
    for (const child of children.toReversed()) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until(async () => (await kubectl('get', '--raw', '/readyz')).exitCode === 0, 'the API server is ready');
    await ask('apply', '--server-side', ...listCustomResources().flatMap((file) => ['-f', file]));
    if (nodes) {
      start(binary('kube-controller-manager'), [
        ...[
          `--kubeconfig=${join(folder, 'kubeconfig')}`,
          `--service-account-private-key-file=${join(folder, 'sa.key')}`,
        ],
        ...[`--root-ca-file=${join(folder, 'pki/apiserver.crt')}`, '--leader-elect=false', '--secure-port=0'],
      ]);
      start(binary('kube-scheduler'), [
        `--kubeconfig=${join(folder, 'kubeconfig')}`,
        '--leader-elect=false',
        '--secure-port=0',
      ]);
      start(binary('kwok'), [
        ...[`--kubeconfig=${join(folder, 'kubeconfig')}`, '--manage-all-nodes=true', '--config', kwokStages(folder)],
      ]);
      writeFileSync(
        join(folder, 'nodes.json'),
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: NODES.map(node) }),
      );
      await ask('apply', '-f', join(folder, 'nodes.json'));
    }
    return { kubectl, ask, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** @throws Error when the condition is still false after `withinMs` */
export async function until(isTrue: () => Promise<boolean>, what: string, withinMs = READY_WITHIN_MS): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`timed out after ${withinMs / 1_000} s waiting until ${what}`);
    await sleep(200);
  }
}

/** Lists the files of install-tools.sh, without the kustomizations that some projects keep beside them. */
function listCustomResources(): string[] {
  const crds = join(toolsFolder, 'crds');
  return readdirSync(crds, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && basename(file) !== 'kustomization.yaml')
    .map((file) => join(crds, file));
}

function kubeconfig(port: number): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'own',
    clusters: [{ name: 'own', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'admin', user: { token: 'admintoken' } }],
    contexts: [{ name: 'own', context: { cluster: 'own', user: 'admin' } }],
  });
}

const node = (zone: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: `node-${zone}`,
    labels: {
      'topology.kubernetes.io/zone': zone,
      'kubernetes.io/hostname': `node-${zone}`,
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
    },
  },
  status: {
    allocatable: { cpu: '16', memory: '64Gi', pods: '110', 'ephemeral-storage': '100Gi' },
    capacity: { cpu: '16', memory: '64Gi', pods: '110', 'ephemeral-storage': '100Gi' },
  },
});

/** Writes the stages of kwok, which define the behaviour of simulated nodes, from its Go module. */
function kwokStages(folder: string): string {
  const module = execFileSync('go', ['mod', 'download', '-json', 'sigs.k8s.io/kwok@v0.8.0'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, GOFLAGS: '-mod=mod' },
  });
  const { Dir } = JSON.parse(module) as { Dir: string };
  const stages = ['node/fast', 'node/heartbeat', 'pod/fast'].flatMap((name) => {
    const stage = join(Dir, 'kustomize/stage', name);
    return (
      readdirSync(stage)
        // A test ends the pods of Jobs itself.
        .filter((file) => file.endsWith('.yaml') && !['kustomization.yaml', 'pod-complete.yaml'].includes(file))
        .map((file) => readFileSync(join(stage, file), 'utf8'))
    );
  });
  mkdirSync(join(folder, 'kwok'), { recursive: true });
  const path = join(folder, 'kwok/stages.yaml');
  writeFileSync(path, stages.join('\n---\n'));
  return path;
}
