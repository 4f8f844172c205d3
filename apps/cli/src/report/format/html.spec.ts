import { describe, expect, it } from 'vitest';
import { html } from './html.js';

describe('A template of HTML', () => {
  it('escapes values for text and for attributes', () => {
    expect(html`<p title="${`"'`}">${'<script>&'}</p>`.source).toBe('<p title="&quot;&#39;">&lt;script&gt;&amp;</p>');
  });

  it('does not escape other templates, also in lists, and leaves out undefined', () => {
    expect(html`${[html`<b>${'<'}</b>`, '<']}${undefined}${3}`.source).toBe('<b>&lt;</b>&lt;3');
  });
});
