import { describe, expect, it } from 'vitest';
import { overloadedError } from '#libs/prediction';
import { invalidAt } from '../../prediction-route/invalid-request.js';
import { invalidField } from './invalid-field.js';
import { toContentError } from './to-content-error.js';

describe('An error of the analysis of a document', () => {
  it('is about the content of the document', () => {
    const error = toContentError(invalidAt('/documents', 'must have at most 2000 sentences in all'));
    expect(error).toMatchObject({
      kind: 'invalid-request',
      message: 'document.content must have at most 2000 sentences in all.',
    });
  });

  it.each([overloadedError(1), invalidField('document.type', 'must be PLAIN_TEXT (1)'), new TypeError('no')])(
    'stays as it is if it is about something else: %s',
    (error) => {
      expect(toContentError(error)).toBe(error);
    },
  );
});
