import { describe, expect, it } from 'vitest';
import { allowedCompositions, REFUSED_COMPOSITIONS } from './compositions.js';
import { render, renderComposition, RenderError } from './render.js';
import { Schemas } from './schemas.js';
import { findViolations } from './violations.js';

const schemas = new Schemas();
/** Number of concurrent renders. */
const CONCURRENCY = 4;

describe('the manifests', () => {
  it.each(['minikube', 'aks'])('of the overlay %s have no violations', async (overlay) => {
    const manifests = await render(`overlays/${overlay}`);
    expect(manifests.length).toBeGreaterThan(10);
    expect(await findViolations(manifests, schemas)).toEqual([]);
  });

  it('of every allowed set of components have no violations', async () => {
    const compositions = allowedCompositions();
    expect(compositions.length).toBeGreaterThan(100);
    const violations: string[] = [];
    const next = async (): Promise<void> => {
      for (let one = compositions.pop(); one; one = compositions.pop()) {
        const name = one.join(' + ');
        violations.push(
          ...(await findViolations(await renderComposition(one), schemas)).map((violation) => `${name}: ${violation}`),
        );
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, next));
    expect(violations).toEqual([]);
  });

  it.each([
    [['istio', 'secrets'], /clients from outside need no API key/],
    [['gateway-api', 'secrets'], /clients from outside have no rate limit/],
    [['keda', 'secrets'], /needs metrics that no ServiceMonitor reads/],
  ])('of the components %j have a violation', async (components, expected) => {
    const violations = await findViolations(await renderComposition(components), schemas);
    expect(violations.filter((violation) => expected.test(violation))).not.toEqual([]);
  });

  it.each(REFUSED_COMPOSITIONS)('reject the components %s, %s and the rest of the set', async (...components) => {
    const refused = await renderComposition(components).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RenderError);
    expect((refused as RenderError).message).toMatch(/(sentiment~1[\w-]+|\/spec\/replicas) failed/);
  });
});
