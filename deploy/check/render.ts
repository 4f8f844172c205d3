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
  const releases = join(deploy, 'releases');
  mkdirSync(releases, { recursive: true });
  const folder = mkdtempSync(join(releases, 'check-'));
  const to = (path: string) => relative(folder, join(deploy, path));
  try {
    const kustomization = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      namespace: 'sentiment',
      resources: [to('base')],
      components: components.map((name) => to(`components/${name}`)),
      images: [
        { name: 'sentiment', newTag: 'dev' },
        { name: 'redis', newTag: '7.4' },
      ],
    };
    writeFileSync(join(folder, 'kustomization.yaml'), stringify(kustomization));
    return parse(await renderText(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
