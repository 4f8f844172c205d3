import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { BodyFault } from '../http/errors/request-error.js';
import { invalidRequest } from '../prediction-route/invalid-request.js';

const MAX_ID_CHARS = 256;
const LANGUAGE_TAG = /^[A-Za-z]{2}(-[A-Za-z0-9]{2,8}){0,3}$/;

@ApiSchema({ name: 'Document' })
export class DocumentDto {
  @ApiPropertyOptional({
    type: String,
    maxLength: MAX_ID_CHARS,
    description:
      'Name of the document, which the answer repeats. Two documents of a request must not have the same `id`.',
    example: 'review-1',
  })
  id?: string | undefined;

  @ApiProperty({
    type: String,
    description: 'The text. A blank text is valid.',
    example: 'The room was lovely. The staff ignored us all week.',
  })
  text!: string;

  @ApiPropertyOptional({
    type: String,
    pattern: LANGUAGE_TAG.source,
    description:
      'Language of the text: an ISO 639-1 code of two letters, or such a code with a region. Without it, the service detects the language.',
    example: 'en',
  })
  language?: string | undefined;
}

@ApiSchema({ name: 'AnalysisRequest' })
export class AnalysisRequest {
  @ApiProperty({ type: [DocumentDto], minItems: 1, description: 'The documents, at most MAX_TEXTS.' })
  documents!: readonly DocumentDto[];

  @ApiPropertyOptional({
    type: Boolean,
    description:
      'Whether the service classifies each sentence too. Default: `true`. With `false`, no document is `mixed`, and the answer has ' +
      'neither `sentences` nor `evidence`.',
    example: true,
  })
  sentences: boolean = true;

  @ApiPropertyOptional({
    type: Boolean,
    description:
      'Whether the answer tells what each word contributes. Default: `false`. With `true`, the service uses no cache.',
    example: false,
  })
  explain: boolean = false;

  @ApiPropertyOptional({
    type: Boolean,
    description:
      'Whether sentences and words have their offset and length in code points too. Default: `false`, which means only UTF-16 units.',
    example: false,
  })
  codePoints: boolean = false;

  @ApiPropertyOptional({
    type: 'number',
    minimum: 0,
    maximum: 1,
    description:
      'A document is `uncertain` if its highest score is less than this number and it is not `mixed`. `abstain` in the manifest of the model tells the precision for some scores.',
    example: 0.6,
  })
  minScore?: number | undefined;
}

/**
 * Validates a parsed body. Unknown properties are ignored.
 *
 * @param maxDocuments most documents in one request
 * @throws RequestError `invalid-request` with a fault for each faulty place
 */
export function toAnalysisRequest(body: unknown, maxDocuments: number): AnalysisRequest {
  if (!isObject(body))
    throw invalidRequest([{ pointer: '', detail: 'must be an object with a list under "documents"' }]);
  const documents = get(body, 'documents');
  const faults: BodyFault[] = [];
  if (documents === undefined) faults.push({ pointer: '/documents', detail: 'is missing' });
  else if (!Array.isArray(documents)) faults.push({ pointer: '/documents', detail: 'must be a list of objects' });
  else if (documents.length === 0) faults.push({ pointer: '/documents', detail: 'must have at least one document' });
  else if (documents.length > maxDocuments) {
    faults.push({ pointer: '/documents', detail: `must have at most ${maxDocuments} documents (setting MAX_TEXTS)` });
  } else faults.push(...listDocumentFaults(documents));
  for (const name of ['sentences', 'explain', 'codePoints']) {
    const value = get(body, name);
    if (value !== undefined && typeof value !== 'boolean') {
      faults.push({ pointer: `/${name}`, detail: 'must be true or false' });
    }
  }
  const minScore = get(body, 'minScore');
  if (minScore !== undefined && !(typeof minScore === 'number' && minScore >= 0 && minScore <= 1)) {
    faults.push({ pointer: '/minScore', detail: 'must be a number from 0 to 1' });
  }
  if (faults.length > 0) throw invalidRequest(faults);
  return Object.assign(new AnalysisRequest(), pickOwn(body, ['sentences', 'explain', 'codePoints', 'minScore']), {
    documents: (documents as object[]).map((each) => pickOwn(each, ['id', 'text', 'language'])),
  });
}

function listDocumentFaults(documents: readonly unknown[]): BodyFault[] {
  const ids = new Map<string, number>();
  return documents.flatMap((document, index) => {
    const pointer = `/documents/${index}`;
    if (!isObject(document)) return [{ pointer, detail: 'must be an object with a "text"' }];
    const [id, text, language] = ['id', 'text', 'language'].map((name) => get(document, name));
    const faults: BodyFault[] = [];
    if (typeof text !== 'string') {
      faults.push({ pointer: `${pointer}/text`, detail: text === undefined ? 'is missing' : 'must be a string' });
    }
    if (id !== undefined) faults.push(...listIdFaults(id, `${pointer}/id`, ids, index));
    if (language !== undefined && !(typeof language === 'string' && LANGUAGE_TAG.test(language))) {
      faults.push({ pointer: `${pointer}/language`, detail: 'must be the code of a language, such as "en"' });
    }
    return faults;
  });
}

/** @param ids those of the documents before, with their indexes; gets this one */
function listIdFaults(id: unknown, pointer: string, ids: Map<string, number>, index: number): BodyFault[] {
  if (typeof id !== 'string') return [{ pointer, detail: 'must be a string' }];
  if (id.length > MAX_ID_CHARS) return [{ pointer, detail: `must have at most ${MAX_ID_CHARS} characters` }];
  const first = ids.get(id);
  if (first !== undefined) return [{ pointer, detail: `must not be the same as /documents/${first}/id` }];
  ids.set(id, index);
  return [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property: none must come from a polluted prototype. */
function get(owner: object, name: string): unknown {
  return Object.hasOwn(owner, name) ? (owner as Record<string, unknown>)[name] : undefined;
}

function pickOwn(owner: object, names: readonly string[]): object {
  return Object.fromEntries(
    names.flatMap((name) => (get(owner, name) === undefined ? [] : [[name, get(owner, name)]])),
  );
}
