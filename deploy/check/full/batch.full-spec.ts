import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { render } from '../render.js';
import { deploy } from '../tools.js';
import { startControlPlane, until, type ControlPlane } from './control-plane.js';

const NAMESPACE = 'sentiment-batch';
const SHARDS = 8;
const PARALLELISM = 4;
const INTERRUPTED_SHARD = 2;
/** Ends of the first pods of this shard. */
const ENDS_BEFORE_SUCCESS = [
  ['Failed', undefined],
  ['Failed', 'DisruptionTarget'],
] as const;
/** The Job controller waits 10 s after a first failure, and kwok may be half a minute late. */
const RUNS_WITHIN_MS = 120_000;
const ENDS_WITHIN_MS = 240_000;
/** Binds the claim: the control plane has no provisioner of volumes. */
const VOLUME = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'batch' },
  spec: {
    capacity: { storage: '10Gi' },
    accessModes: ['ReadWriteMany'],
    storageClassName: 'azurefile-csi',
    hostPath: { path: '/data' },
  },
};

interface JobStatus {
  readonly active?: number;
  readonly completedIndexes?: string;
  readonly succeeded?: number;
}

interface BatchPod {
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly hostname: string;
    readonly priority: number;
    readonly preemptionPolicy: string;
    readonly containers: readonly { readonly env: readonly { readonly name: string }[] }[];
  };
  readonly status: { readonly phase: string };
}

let cluster: ControlPlane;
let folder: string;
/** Most pods of the classify Job that ran at the same time. */
let mostActive = 0;

async function getJson(...args: readonly string[]): Promise<unknown> {
  return JSON.parse(await cluster.ask('-n', NAMESPACE, 'get', ...args, '-o', 'json'));
}

async function getStatus(job: string): Promise<JobStatus> {
  return ((await getJson('job', job)) as { status: JobStatus }).status;
}

async function listPods(component: string): Promise<readonly BatchPod[]> {
  const list = await getJson('pods', '-l', `app.kubernetes.io/component=${component}`);
  return (list as { items: readonly BatchPod[] }).items;
}

/** Reports the end of a pod, as the kubelet does. @param condition of the pod, such as DisruptionTarget */
async function endPod(pod: BatchPod, phase: 'Succeeded' | 'Failed', condition?: string): Promise<void> {
  const conditions = condition === undefined ? [] : [{ type: condition, status: 'True', reason: 'Test' }];
  const patch = JSON.stringify({ status: { phase, conditions } });
  await cluster.ask('-n', NAMESPACE, 'patch', 'pod', pod.metadata.name, '--subresource=status', '-p', patch);
}

const getIndex = ({ metadata }: BatchPod) => Number(metadata.annotations?.['batch.kubernetes.io/job-completion-index']);
const isRunning = ({ status }: BatchPod) => status.phase === 'Running';

/** Waits for a running pod of a shard. */
async function findPod(index: number): Promise<BatchPod> {
  let found: BatchPod | undefined;
  await until(
    async () => {
      found = (await listPods('batch-classify')).find((pod) => isRunning(pod) && getIndex(pod) === index);
      return found !== undefined;
    },
    `a pod of shard ${index} runs`,
    RUNS_WITHIN_MS,
  );
  return found as BatchPod;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'batch-'));
  cluster = await startControlPlane({ nodes: true });
  const path = join(folder, 'render.yaml');
  const manifests = [...(await render('examples/batch')), VOLUME];
  writeFileSync(path, manifests.map((each) => stringify(each)).join('---\n'));
  await cluster.ask('apply', '--validate=strict', '-f', path);
  await cluster.ask('-n', NAMESPACE, 'patch', 'job', 'sentiment-batch-classify', '-p', '{"spec":{"suspend":false}}');
  for (const [phase, condition] of ENDS_BEFORE_SUCCESS) {
    await endPod(await findPod(INTERRUPTED_SHARD), phase, condition);
    await until(
      async () => (await listPods('batch-classify')).some((pod) => pod.status.phase === phase),
      `the pod has the phase ${phase}`,
    );
  }
  await until(
    async () => {
      for (const pod of (await listPods('batch-classify')).filter(isRunning)) await endPod(pod, 'Succeeded');
      const { active = 0, succeeded } = await getStatus('sentiment-batch-classify');
      mostActive = Math.max(mostActive, active);
      return succeeded === SHARDS;
    },
    'all shards are complete',
    ENDS_WITHIN_MS,
  );
}, 600_000);

afterAll(() => {
  cluster.stop();
  rmSync(folder, { recursive: true });
});

// kwok simulates nodes and pods, and the test ends the pods: these tests verify what the Job controller and the scheduler do with the
// manifests. e2e/bulk/batch-job.e2e-spec.ts runs the commands of the pods.
describe('A batch in a cluster', () => {
  it('has a pod for each shard, with its index in the environment, and not more than allowed at the same time', async () => {
    const pods = (await listPods('batch-classify')).filter(({ status }) => status.phase === 'Succeeded');
    expect(pods.map(getIndex).toSorted()).toEqual(Array.from({ length: SHARDS }, (_, index) => index));
    for (const { spec } of pods) {
      expect(spec.containers[0]?.env.map(({ name }) => name)).toContain('JOB_COMPLETION_INDEX');
    }
    expect((await getStatus('sentiment-batch-classify')).completedIndexes).toBe(`0-${SHARDS - 1}`);
    expect(mostActive).toBeLessThanOrEqual(PARALLELISM);
  });

  it('starts a pod of the same shard and the same host name after a failure and after an eviction', async () => {
    const pods = (await listPods('batch-classify')).filter((pod) => getIndex(pod) === INTERRUPTED_SHARD);
    expect(pods.map(({ status }) => status.phase).toSorted()).toEqual(['Failed', 'Failed', 'Succeeded']);
    for (const { spec } of pods) expect(spec.hostname).toBe(`sentiment-batch-classify-${INTERRUPTED_SHARD}`);
  });

  it('counts the failure, and not the eviction', async () => {
    const pods = (await listPods('batch-classify')).filter((pod) => getIndex(pod) === INTERRUPTED_SHARD);
    const counts = pods.map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-index-failure-count']);
    expect(counts.toSorted()).toEqual(['0', '1', '1']);
  });

  it('runs below the priority of the service, and takes the place of no pod', async () => {
    for (const { spec } of [...(await listPods('batch-classify')), ...(await listPods('batch-merge'))]) {
      expect([spec.priority, spec.preemptionPolicy]).toEqual([-10, 'Never']);
    }
  });

  it('admits the pod that copies files, without a warning', async () => {
    const { exitCode, output } = await cluster.kubectl('apply', '-f', join(deploy, 'examples/batch/files-pod.yaml'));
    expect([exitCode, output.trim()]).toEqual([0, 'pod/files created']);
  });

  it('merges in a Job of its own', async () => {
    const [pod] = await listPods('batch-merge');
    await endPod(pod as BatchPod, 'Succeeded');
    await until(async () => (await getStatus('sentiment-batch-merge')).succeeded === 1, 'the merge is complete');
  });

  it('refuses other settings for Jobs that exist', async () => {
    const path = join(folder, 'changed.yaml');
    const changed = (await render('examples/batch')).map((each) => stringify(each)).join('---\n');
    writeFileSync(path, changed.replaceAll(/sentiment-batch-[a-z0-9]{10}$/gm, 'sentiment-batch-0000000000'));
    const { exitCode, output } = await cluster.kubectl('apply', '-f', path);
    expect(exitCode).toBe(1);
    expect(output).toContain('field is immutable');
  });
});
