import { BadRequestException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { PROBLEM_TABLE } from '../../http/errors/problem-table.js';
import { RequestError, type ErrorKind } from '../../http/errors/request-error.js';
import { renderHuggingFaceError } from './render-error.js';

const KINDS = Object.keys(PROBLEM_TABLE) as ErrorKind[];
const render = (kind: ErrorKind) => renderHuggingFaceError(new RequestError(kind as never, 'A sentence.'), 'id-1');

describe('Error in the format of Hugging Face', () => {
  it('is the sentence of the error, and its kind in the words of text-embeddings-inference', () => {
    const { status, mediaType, body } = render('invalid-request');
    expect([status, mediaType, JSON.parse(body)]).toEqual([
      422,
      'application/json',
      { error: 'A sentence.', error_type: 'Validation' },
    ]);
  });

  it.each(KINDS)('is never 503, which @huggingface/inference repeats without an end: %s', (kind) => {
    expect(render(kind).status).not.toBe(503);
  });

  it.each(['model-loading', 'model-unavailable', 'shutting-down', 'overloaded'] as const)('is 429 for %s', (kind) => {
    expect([render(kind).status, JSON.parse(render(kind).body)]).toEqual([
      429,
      { error: 'A sentence.', error_type: 'Overloaded' },
    ]);
  });

  it('has the status of an exception of Nest', () => {
    expect(renderHuggingFaceError(new BadRequestException('A sentence.'), 'id-1').status).toBe(400);
  });
});
