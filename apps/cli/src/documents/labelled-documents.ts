import { readFile } from 'node:fs/promises';

export type DocumentLabel = 'positive' | 'negative' | 'neutral' | 'mixed';

/** A document with the labels that a person gave it. */
export interface LabelledDocument {
  readonly id: string;
  readonly text: string;
  readonly label: DocumentLabel;
  readonly sentences: readonly { readonly text: string; readonly label: DocumentLabel }[];
  /** Indexes of the sentences that carry each direction most. */
  readonly evidence: { readonly positive?: readonly number[]; readonly negative?: readonly number[] };
  /** The words that carry the sentiment most. */
  readonly words?: readonly string[];
}

/** @throws Error when the file holds no list of documents */
export async function readLabelledDocuments(file: string): Promise<LabelledDocument[]> {
  const documents: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!Array.isArray(documents) || documents.length === 0) throw new Error(`${file}: there is no list of documents`);
  return documents as LabelledDocument[];
}
