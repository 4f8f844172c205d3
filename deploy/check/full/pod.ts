import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { ConfigMap, Container, Probe } from 'kubernetes-types/core/v1.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#libs/testing';
import { filterByKind, type Manifest } from '../manifest.js';
import { parseQuantity } from '../quantity.js';
import { podman, startContainer } from './containers.js';
import { until } from './control-plane.js';

/** The settings of a Deployment that podman and the Pod class support. */
export interface PodTemplate {
  readonly container: Container;
  readonly env: Readonly<Record<string, string>>;
  readonly graceSeconds: number;
  readonly preStopSeconds: number;
  readonly minReadySeconds: number;
}

export function podTemplate(manifests: readonly Manifest[]): PodTemplate {
  const [deployment] = filterByKind<Deployment>(manifests, 'Deployment');
  const pod = deployment?.spec?.template.spec;
  const [container] = pod?.containers ?? [];
  const settings = filterByKind<ConfigMap>(manifests, 'ConfigMap').find(({ metadata }) => {
    return metadata.name.startsWith('sentiment-settings');
  });
  if (!pod || !container || !settings) throw new Error('the render has no Deployment with settings');
  // There is no Redis here, so only the memory tier of the cache is in use.
  const env = { ...settings.data, REDIS_URL: '', REDIS_PASSWORD_FILE: '' };
  return {
    container,
    env,
    graceSeconds: pod.terminationGracePeriodSeconds ?? 30,
    preStopSeconds: container.lifecycle?.preStop?.sleep?.seconds ?? 0,
    minReadySeconds: deployment.spec?.minReadySeconds ?? 0,
  };
}

/** A container in podman. The class simulates how a kubelet starts, probes and stops it. */
export class Pod {
  private constructor(
    private readonly name: string,
    private readonly template: PodTemplate,
    readonly port: number,
  ) {}

  /** Resolves once the pod has been ready for `minReadySeconds`. */
  static async start(name: string, template: PodTemplate): Promise<Pod> {
    const { container, env, minReadySeconds } = template;
    const pod = new Pod(name, template, await freePort());
    await startContainer({
      name,
      env: { ...env, PORT: String(pod.port), METRICS_PORT: String(await freePort()) },
      cpus: parseQuantity(container.resources?.limits?.cpu ?? ''),
      memoryBytes: parseQuantity(container.resources?.limits?.memory ?? ''),
    });
    await pod.untilAnswers(container.startupProbe);
    await pod.untilAnswers(container.readinessProbe);
    await sleep(minReadySeconds * 1_000);
    return pod;
  }

  /**
   * Waits for preStop, sends SIGTERM, and sends SIGKILL after the grace period.
   *
   * @returns exit code, and milliseconds between SIGTERM and exit
   */
  async stop(): Promise<{ exitCode: number; tookMs: number }> {
    const { preStopSeconds, graceSeconds } = this.template;
    await sleep(preStopSeconds * 1_000);
    const start = Date.now();
    await podman('stop', '--time', String(graceSeconds - preStopSeconds), this.name);
    const tookMs = Date.now() - start;
    const exitCode = Number(await podman('inspect', '--format', '{{.State.ExitCode}}', this.name));
    await podman('rm', this.name);
    return { exitCode, tookMs };
  }

  async kill(): Promise<void> {
    await podman('rm', '--force', '--ignore', this.name);
  }

  private async untilAnswers(probe: Probe | undefined): Promise<void> {
    const path = probe?.httpGet?.path ?? '';
    await until(async () => {
      const isGood = await fetch(`http://127.0.0.1:${this.port}${path}`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (!isGood) await sleep((probe?.periodSeconds ?? 10) * 1_000);
      return isGood;
    }, `${this.name} answers ${path}`);
  }
}
