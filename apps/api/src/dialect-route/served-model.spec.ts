import { describe, expect, it } from 'vitest';
import type { ModelDescription, ServingState } from '#libs/prediction';
import { ServedModel } from './served-model.js';

const MODEL = { name: 'fake' } as ModelDescription;
const READY: ServingState = { status: 'ready' };
const UNAVAILABLE: ServingState = { status: 'unavailable', reason: 'No model process answers.' };
const LOADING: ServingState = { status: 'loading', reason: 'The processes are starting.' };

const create = (model: ModelDescription | undefined, state: ServingState = READY) =>
  new ServedModel({ model }, { state });
const throwing = (error: object) => expect.objectContaining(error) as Error;

describe('Served model', () => {
  it('has its own name and the one of all models', () => {
    const model = create(MODEL);
    expect(model.names).toEqual(['fake', 'sentiment']);
    expect(model.names.map((name) => model.find(name))).toEqual([MODEL, MODEL]);
    expect(create({ ...MODEL, name: 'sentiment' }).names).toEqual(['sentiment']);
  });

  it.each(['', 'Fake', 'fake ', 'other', '__proto__'])('has no other name: %j', (name) => {
    expect(() => create(MODEL).find(name)).toThrow(throwing({ kind: 'not-found' }));
  });

  it('does not quote a wrong name', () => {
    expect(() => create(MODEL).find('secret')).toThrow(
      'The model does not exist. This service has fake, also called sentiment.',
    );
  });

  it('has no name until it is loaded', () => {
    const model = create(undefined, LOADING);
    expect(() => model.names).toThrow(throwing({ kind: 'model-loading' }));
    expect(() => model.find('sentiment')).toThrow(throwing({ kind: 'model-loading' }));
  });

  it('tells whether it answers, and why it does not', () => {
    const model = create(MODEL, UNAVAILABLE);
    expect([create(MODEL).isReady, model.isReady, create(undefined, LOADING).isReady]).toEqual([true, false, false]);
    expect(() => model.checkReady()).toThrow(
      throwing({ kind: 'model-unavailable', message: UNAVAILABLE.reason, retryAfterSeconds: 1 }),
    );
    expect(() => create(MODEL, LOADING).checkReady()).toThrow(throwing({ kind: 'model-loading' }));
    expect(() => create(MODEL).checkReady()).not.toThrow();
  });
});
