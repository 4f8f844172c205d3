import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelDescription, WindowPolicy } from '#libs/prediction';
import { getMaxChars } from '../pipeline/text-tokenizer.js';
import { parseConfig } from './config.js';
import { parseGolden, type GoldenAnswers } from './golden.js';
import {
  ANSWERING_FILES,
  CONFIG_FILE,
  GOLDEN_FILE,
  MANIFEST_FILE,
  MODEL_FILE,
  TOKENIZER_FILE,
  parseManifest,
  type Manifest,
  type ManifestFile,
} from './manifest.js';
import { ModelFolderError } from './model-folder-error.js';

/** Twice the most that a shipped model has. */
const LARGE_MODEL_BYTES = 54e6;

/** A folder whose files are what its manifest says. */
export interface ModelFolder {
  readonly description: ModelDescription;
  /** Size of all files, and how many they are. */
  readonly bytes: number;
  readonly fileCount: number;
  readonly batchInvariant: boolean;
  readonly contextFreeWords: boolean;
  readonly padTokenId: number;
  /** Paths of the files that native code reads, as given or relative to the working directory. */
  readonly modelPath: string;
  readonly tokenizerPath: string;
  /** What the model file hashed to, lower-case hex. */
  readonly modelSha256: string;
  /** Memory and time matter more than with the shipped model: the file has LARGE_MODEL_BYTES or more. */
  readonly isLarge: boolean;
  readonly golden: GoldenAnswers;
}

/**
 * Opens a model folder and checks every file against the manifest's size and SHA-256. A damaged ONNX file often
 * loads and answers wrongly without a word (3 of 14 randomly damaged files did), so nothing is loaded unchecked.
 *
 * @param maxWindows most windows in which a long text is read
 * @throws ModelFolderError naming the first faulty file
 */
export async function openModelFolder(path: string, maxWindows: number): Promise<ModelFolder> {
  const manifest = parseManifest(await readText(path, MANIFEST_FILE));
  await Promise.all(manifest.files.map((file) => checkFile(path, file)));
  const config = parseConfig(await readText(path, CONFIG_FILE));
  if (config.labels.join('\n') !== manifest.labels.join('\n')) {
    throw new ModelFolderError(MANIFEST_FILE, `"labels" differ from id2label of ${CONFIG_FILE}`);
  }
  if (manifest.neutralLabel !== null && config.scoring !== 'softmax') {
    throw new ModelFolderError(
      MANIFEST_FILE,
      `"neutralLabel" needs a model of softmax, ${CONFIG_FILE} makes it sigmoid`,
    );
  }
  if (manifest.maxTokens > config.maxPositions) {
    throw new ModelFolderError(
      MANIFEST_FILE,
      `"maxTokens" is larger than the ${config.maxPositions} positions of ${CONFIG_FILE}`,
    );
  }
  const windows = { ...(manifest.windows ?? getDefaultWindows(manifest.maxTokens)), maxWindows };
  return {
    description: {
      name: manifest.name,
      version: manifest.version,
      digest: computeDigest(manifest),
      precision: manifest.precision,
      labels: manifest.labels,
      neutralLabel: manifest.neutralLabel,
      scoring: config.scoring,
      temperature: manifest.temperature,
      threeClassTemperature: manifest.threeClassTemperature,
      maxTokens: manifest.maxTokens,
      windows,
      maxChars: getMaxChars(manifest.maxTokens, windows),
      languages: manifest.languages,
      accuracy: manifest.accuracy,
    },
    bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
    fileCount: manifest.files.length,
    batchInvariant: manifest.batchInvariant,
    contextFreeWords: manifest.contextFreeWords,
    padTokenId: config.padTokenId,
    modelPath: join(path, MODEL_FILE),
    tokenizerPath: join(path, TOKENIZER_FILE),
    modelSha256: sha256In(manifest, MODEL_FILE),
    isLarge: (manifest.files.find(({ name }) => name === MODEL_FILE)?.bytes ?? 0) >= LARGE_MODEL_BYTES,
    golden: parseGolden(await readText(path, GOLDEN_FILE)),
  };
}

/** Of a model that declares none; measured with the shipped model (docs/analysis.md). */
function getDefaultWindows(maxTokens: number): Omit<WindowPolicy, 'maxWindows'> {
  const tokens = Math.min(128, maxTokens);
  return { tokens, overlapTokens: tokens >> 3, temperature: 1 };
}

/** Everything that decides an answer: the files, and the fields of the manifest that the service follows. */
function computeDigest(manifest: Manifest): string {
  const hash = createHash('sha256');
  for (const name of ANSWERING_FILES) hash.update(`${name} ${sha256In(manifest, name)}\n`);
  const { maxTokens, windows, batchInvariant, temperature, neutralLabel, threeClassTemperature } = manifest;
  hash.update(`maxTokens ${maxTokens}\nbatchInvariant ${batchInvariant}\ntemperature ${temperature}\n`);
  // Other models keep the digest that they had before manifests could declare a neutral label.
  if (neutralLabel !== null) {
    hash.update(`neutralLabel ${neutralLabel}\nthreeClassTemperature ${threeClassTemperature}\n`);
  }
  if (windows !== null) {
    hash.update(`windows ${windows.tokens} ${windows.overlapTokens} ${windows.temperature}\n`);
  }
  return hash.digest('hex');
}

function sha256In(manifest: Manifest, name: string): string {
  return manifest.files.find((file) => file.name === name)?.sha256 ?? '';
}

async function checkFile(folder: string, expected: ManifestFile): Promise<void> {
  const path = join(folder, expected.name);
  const { bytes, isFile } = await reading(expected.name, async () => {
    const status = await stat(path);
    return { bytes: status.size, isFile: status.isFile() };
  });
  if (!isFile) throw new ModelFolderError(expected.name, 'is not a file');
  if (bytes !== expected.bytes) {
    const pointer = await reading(expected.name, () => isGitLfsPointer(path));
    throw new ModelFolderError(
      expected.name,
      pointer
        ? 'is a Git LFS pointer, not the file itself; run: git lfs pull'
        : `has ${bytes} bytes, but the manifest says ${expected.bytes}`,
    );
  }
  const sha256 = await reading(expected.name, () => hashSha256(path));
  if (sha256 !== expected.sha256) {
    throw new ModelFolderError(
      expected.name,
      `has the SHA-256 ${sha256.slice(0, 12)}…, but the manifest says ${expected.sha256.slice(0, 12)}…`,
    );
  }
}

async function hashSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function isGitLfsPointer(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(40), 0, 40, 0);
    return buffer.toString('latin1').startsWith('version https://git-lfs');
  } finally {
    await file.close();
  }
}

function readText(folder: string, name: string): Promise<string> {
  return reading(name, () => readFile(join(folder, name), 'utf8'));
}

/** Lets a failing read name its file. */
async function reading<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ModelFolderError(name, code === 'ENOENT' ? 'is missing' : `cannot be read (${code})`);
  }
}
