import { createElement } from './dom.js';

const GAP_PX = 8;

/**
 * One box for the reasons of an element, below it. It shows while a pointer is on the element or on the box, and while the
 * element has the focus. Escape hides it. Screen readers read the same content in the element itself.
 */
export class Tooltip {
  private target: HTMLElement | undefined;

  constructor(private readonly box: HTMLElement) {
    document.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.hide();
    });
    document.addEventListener('scroll', () => this.follow(), { passive: true, capture: true });
    box.addEventListener('pointerleave', () => this.hide());
  }

  /** @param lines the first one is the title */
  attach(element: HTMLElement, lines: readonly string[]): void {
    const show = () => this.show(element, lines);
    element.addEventListener('pointerenter', show);
    element.addEventListener('focus', show);
    element.addEventListener('blur', () => this.hide());
    element.addEventListener('pointerleave', ({ relatedTarget }) => {
      if (relatedTarget !== this.box && document.activeElement !== element) this.hide();
    });
  }

  hide(): void {
    this.box.hidden = true;
    this.target = undefined;
  }

  /** A scroll moves the element. The focus itself may have caused the scroll. */
  private follow(): void {
    if (this.target && this.target === document.activeElement) this.place(this.target);
    else this.hide();
  }

  private show(element: HTMLElement, [title = '', ...reasons]: readonly string[]): void {
    if (this.target === element) return;
    this.target = element;
    this.box.dataset.tone = element.dataset.tone ?? 'other';
    this.box.replaceChildren(
      createElement('strong', {}, title),
      ...reasons.map((reason) => createElement('span', {}, reason)),
    );
    this.box.hidden = false;
    this.place(element);
  }

  private place(element: HTMLElement): void {
    const [first] = element.getClientRects();
    const last = [...element.getClientRects()].at(-1);
    if (!first || !last) return;
    const { offsetWidth, offsetHeight } = this.box;
    const mostLeft = document.documentElement.clientWidth - offsetWidth - GAP_PX;
    const left = Math.max(GAP_PX, Math.min(first.left, mostLeft));
    const below = last.bottom + GAP_PX;
    const fitsBelow = below + offsetHeight <= window.innerHeight;
    this.box.style.setProperty('left', `${left}px`);
    this.box.style.setProperty('top', `${fitsBelow ? below : Math.max(0, first.top - offsetHeight - GAP_PX)}px`);
  }
}
