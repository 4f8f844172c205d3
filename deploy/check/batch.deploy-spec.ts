import { describe, expect, it } from 'vitest';
import { renderBatch, RenderError } from './render.js';
import { Schemas } from './schemas.js';
import { findViolations } from './violations.js';

const SERVICE = { SERVICE_URL: 'http://sentiment-api.sentiment:8000' };
const schemas = new Schemas();

describe('The components of batches', () => {
  it.each([[[]], [['batch-download']], [['batch-service']], [['batch-download', 'batch-service']]])(
    '%j have no violations',
    async (components) => {
      expect(await findViolations(await renderBatch(components, SERVICE), schemas)).toEqual([]);
    },
  );

  it('need the address of the service with batch-service', async () => {
    const violations = await findViolations(await renderBatch(['batch-service']), schemas);
    expect(violations).toEqual([expect.stringContaining('classify has no variable SERVICE_URL for its arguments')]);
  });

  it('are refused when one of them is listed twice', async () => {
    await expect(renderBatch(['batch-service', 'batch-service'], SERVICE)).rejects.toThrow(RenderError);
  });
});
