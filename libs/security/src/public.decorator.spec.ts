import { describe, expect, it } from 'vitest';
import { isPublic, Public } from './public.decorator.js';

@Public()
class PublicController {
  read(): void {}
}

class MixedController {
  @Public()
  read(): void {}

  write(): void {}
}

function readMethod(controller: { readonly prototype: object }, name: string): () => void {
  return Object.getOwnPropertyDescriptor(controller.prototype, name)?.value as () => void;
}

describe('public routes', () => {
  it.each([
    ['a route of a public controller', PublicController, 'read', true],
    ['a public route of another controller', MixedController, 'read', true],
    ['a route beside a public route', MixedController, 'write', false],
  ])('knows whether %s is public', (_, controller, method, expected) => {
    const context = { getHandler: () => readMethod(controller, method), getClass: () => controller as never };
    expect(isPublic(context)).toBe(expected);
  });
});
