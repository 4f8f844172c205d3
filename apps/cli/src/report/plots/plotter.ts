import { html, Html } from '../format/html.js';
import type * as PlotLibrary from './plot-library.js';
import type { PlotOptions } from './plot-library.js';

/** Of all texts in plots. */
export const FONT_PX = 13;

/** A size of a plot. The page shows the wide one or the narrow one, by the width of the window. */
export interface PlotSize {
  readonly widthPx: number;
  readonly isNarrow: boolean;
}

/** What is used of the document and of its elements. The types of a browser's document are not those of Node. */
interface SvgElement {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelector(selector: string): { remove(): void } | null;
}

/** Draws plots as SVG. Texts in them are escaped, because the picture is written from a document. */
export class Plotter {
  private constructor(
    readonly library: typeof PlotLibrary,
    private readonly document: unknown,
  ) {}

  /** Loads the packages that draw, which take 18 MB of memory. */
  static async load(): Promise<Plotter> {
    const library = await import('./plot-library.js');
    const window = library.parseHTML('<!doctype html><html></html>') as unknown as { readonly document: unknown };
    return new Plotter(library, window.document);
  }

  /** @param description what the plot shows, for those who cannot see it */
  draw(options: PlotOptions, description: string): Html {
    const all = { document: this.document, ...options } as PlotOptions;
    const svg = this.library.plot(all) as unknown as SvgElement;
    svg.setAttribute('style', `font-size: ${FONT_PX}px; font-family: inherit`);
    svg.setAttribute('aria-hidden', 'true');
    // The page has these rules once.
    svg.querySelector('style')?.remove();
    svg.removeAttribute('class');
    // The document would leave a `<` in an attribute as it is.
    return html`<div role="img" aria-label="${description}">${new Html(svg.outerHTML)}</div>`;
  }
}
