import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '#libs/testing';
import { readMeasuredScale } from './measured-scale.js';
import { renderPage } from './render-page.js';
import { createPageFiles } from './scale-page.js';

describe('docs/scale.md', () => {
  // `npm run bench:scale -- --page` writes them.
  it('and its charts have the figures of the last measurement and of the simulation', async () => {
    const files = await createPageFiles();
    expect(files.size).toBe(3);
    for (const [file, content] of files) await expect(content, file).toMatchFileSnapshot(join(repository, file));
  });

  it('has no mark without figures', async () => {
    const page = '<!-- figures: weather -->\n<!-- end -->\n';
    await expect(renderPage(page, readMeasuredScale(), [])).rejects.toThrow('there are no figures weather');
  });
});
