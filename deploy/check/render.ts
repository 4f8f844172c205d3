import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { Manifest } from './manifest.js';
import { deploy, runTool } from './tools.js';

/** An error of `kustomize build`, with its output as the message. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
}

/** @param folder path of a kustomization, relative to deploy/ */
export async function render(folder: string): Promise<Manifest[]> {
  return parse(await renderText(join(deploy, folder)));
}

/** @returns the rendered YAML, the input of `kubectl apply` */
export async function renderText(folder: string): Promise<string> {
  const { exitCode, output } = await runTool('kustomize', ['build', folder]);
  if (exitCode !== 0) throw new RenderError(output);
  return output;
}

export function parse(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** Renders a temporary kustomization of the base and the components, in the given order. */
export async function renderComposition(components: readonly string[]): Promise<Manifest[]> {
  return renderTemporary('base', components, {
    namespace: 'sentiment',
    images: [
      { name: 'sentiment', newTag: 'dev' },
      { name: 'redis', newTag: '7.4' },
    ],
  });
}

/** Renders a temporary kustomization of the example batch and the components. @param settings additional keys of its ConfigMap */
export async function renderBatch(
  components: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Manifest[]> {
  const literals = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return renderTemporary('examples/batch', components, {
    namespace: 'sentiment-batch',
    configMapGenerator: [{ name: 'sentiment-batch', behavior: 'merge', literals }],
  });
}

async function renderTemporary(
  resource: string,
  components: readonly string[],
  fields: Readonly<Record<string, unknown>>,
): Promise<Manifest[]> {
  const releases = join(deploy, 'releases');
  mkdirSync(releases, { recursive: true });
  const folder = mkdtempSync(join(releases, 'check-'));
  const to = (path: string) => relative(folder, join(deploy, path));
  try {
    const kustomization = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [to(resource)],
      components: components.map((name) => to(`components/${name}`)),
      ...fields,
    };
    writeFileSync(join(folder, 'kustomization.yaml'), stringify(kustomization));
    return parse(await renderText(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
