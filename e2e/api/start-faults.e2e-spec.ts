import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { nanModel, runApiToEnd, shippedModel, startApi, threeClassModel } from '#libs/testing';

const scratch = mkdtempSync(join(tmpdir(), 'model-folder-'));
const folder = join(scratch, 'model');

afterAll(() => {
  rmSync(scratch, { recursive: true });
});

interface Manifest {
  labels: string[];
  files: Record<string, { bytes: number; sha256: string }>;
}

function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
}

/** Writes a file and enters its true size and hash in the manifest: only its content is wrong. */
function replace(file: string, content: Buffer | string): void {
  writeFileSync(join(folder, file), content);
  const manifest = readManifest();
  const bytes = Buffer.from(content);
  manifest.files[file] = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
}

function changeConfig(changes: object): void {
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as object;
  replace('config.json', JSON.stringify({ ...config, ...changes }));
}

function changeManifest(changes: object): void {
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...readManifest(), ...changes }));
}

/** Every occurrence; of the same length, so that a protocol buffer stays one. */
function replaceBytes(file: string, from: Buffer, to: Buffer): void {
  const bytes = readFileSync(join(folder, file));
  const found = bytes.toString('latin1').replaceAll(from.toString('latin1'), to.toString('latin1'));
  expect(found).not.toBe(bytes.toString('latin1'));
  replace(file, Buffer.from(found, 'latin1'));
}

function flipBit(file: string): void {
  const bytes = readFileSync(join(folder, file));
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(join(folder, file), bytes);
}

describe('start faults: a broken model folder is refused at start, in one line that names the file', () => {
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    cpSync(shippedModel, folder, { recursive: true });
  });

  it.each<[string, string, string, () => void]>([
    ['a flipped bit in the model', 'model.onnx', 'SHA-256', () => flipBit('model.onnx')],
    ['a truncated model', 'model.onnx', 'bytes', () => truncateSync(join(folder, 'model.onnx'), 1_000_000)],
    [
      'a Git LFS pointer in place of the model',
      'model.onnx',
      'git lfs pull',
      () =>
        writeFileSync(
          join(folder, 'model.onnx'),
          'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 24000000\n',
        ),
    ],
    ['no model', 'model.onnx', 'missing', () => rmSync(join(folder, 'model.onnx'))],
    [
      'a folder in place of the model',
      'model.onnx',
      'not a file',
      () => {
        rmSync(join(folder, 'model.onnx'));
        mkdirSync(join(folder, 'model.onnx'));
      },
    ],
    [
      'a folder in place of the manifest',
      'manifest.json',
      'EISDIR',
      () => {
        rmSync(join(folder, 'manifest.json'));
        mkdirSync(join(folder, 'manifest.json'));
      },
    ],
    ['no tokenizer', 'tokenizer.json', 'missing', () => rmSync(join(folder, 'tokenizer.json'))],
    ['no manifest', 'manifest.json', 'missing', () => rmSync(join(folder, 'manifest.json'))],
    ['a manifest that is no JSON', 'manifest.json', 'JSON', () => writeFileSync(join(folder, 'manifest.json'), '{')],
    [
      'a manifest without a file',
      'manifest.json',
      'golden.json',
      () => {
        const manifest = readManifest();
        delete manifest.files['golden.json'];
        writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
      },
    ],
    [
      'labels that differ from the configuration',
      'manifest.json',
      'labels',
      () => {
        const manifest = readManifest();
        manifest.labels.reverse();
        writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
      },
    ],
    ['a configuration without labels', 'config.json', 'id2label', () => replace('config.json', '{"pad_token_id":0}')],
    [
      'a wrong tokenizer under its true hash',
      'tokenizer.json',
      'golden text',
      () => replace('tokenizer.json', readFileSync(join(nanModel, 'tokenizer.json'))),
    ],
    ['a tokenizer that is none', 'tokenizer.json', 'not a tokenizer', () => replace('tokenizer.json', '{}')],
    [
      'another model under its true hash',
      'model.onnx',
      'golden text',
      () => replace('model.onnx', readFileSync(join(threeClassModel, 'model.onnx'))),
    ],
    ['a model that is none, under its true hash', 'model.onnx', '', () => replace('model.onnx', 'not a model')],
    [
      'a configuration of another task',
      'config.json',
      'ForSequenceClassification',
      () => changeConfig({ architectures: ['DistilBertForMaskedLM'] }),
    ],
    ['a regression', 'config.json', 'problem_type', () => changeConfig({ problem_type: 'regression' })],
    [
      'two labels of one name',
      'config.json',
      'id2label',
      () => changeConfig({ id2label: { 0: 'POSITIVE', 1: 'POSITIVE' } }),
    ],
    [
      'a label too many',
      'model.onnx',
      '4 labels',
      () => {
        changeConfig({ id2label: { 0: 'NEGATIVE', 1: 'NEUTRAL', 2: 'POSITIVE', 3: 'MIXED' } });
        changeManifest({ labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE', 'MIXED'], neutralLabel: undefined });
      },
    ],
    ['fewer positions than tokens', 'manifest.json', 'positions', () => changeConfig({ max_position_embeddings: 256 })],
    [
      'an operator set that ONNX Runtime does not know yet',
      'model.onnx',
      'opset',
      () => replaceBytes('model.onnx', Buffer.of(0x0a, 0x00, 0x10, 17), Buffer.of(0x0a, 0x00, 0x10, 99)),
    ],
    [
      'a graph that wants another input',
      'model.onnx',
      'attention_musk',
      () => replaceBytes('model.onnx', Buffer.from('attention_mask'), Buffer.from('attention_musk')),
    ],
    ['an accuracy past 1', 'manifest.json', 'accuracy', () => changeManifest({ accuracy: { value: 1.2 } })],
    [
      'a neutral label that is no label',
      'manifest.json',
      '"neutralLabel" must be one of "labels"',
      () => changeManifest({ neutralLabel: 'MIXED' }),
    ],
    [
      'a neutral label among two labels',
      'manifest.json',
      '"labels" must be three labels',
      () => changeManifest({ labels: ['NEGATIVE', 'POSITIVE'], neutralLabel: 'POSITIVE' }),
    ],
    ['a temperature of 0', 'manifest.json', 'temperature', () => changeManifest({ temperature: 0 })],
    ['a name that no header can carry', 'manifest.json', 'name', () => changeManifest({ name: 'my model' })],
    ['golden answers of nobody', 'golden.json', 'answers', () => replace('golden.json', '{"answers":[]}')],
  ])('%s', async (_, file, reason, damage) => {
    damage();
    const { exitCode, stdout, stderr } = await runApiToEnd({ env: { MODEL_DIR: folder } });
    expect(exitCode).toBe(1);
    expect(stdout).not.toContain('ready');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(`${file}: `);
    expect(stderr).toContain(reason);
  });

  it('is served when nothing is wrong with it but its place', async () => {
    const api = await startApi({ env: { MODEL_DIR: folder } });
    expect(await api.stop()).toBe(0);
  });
});

describe('start faults: a setting that is off is refused at start, in one line that names it', () => {
  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['MAX_TEXTS', '0'],
    ['MAX_BODY_BYTES', 'many'],
    ['MODEL', 'no-such-model'],
    ['HOST', 'no.such.host.invalid'],
  ])('%s=%s', async (name, value) => {
    const { exitCode, stderr } = await runApiToEnd({ env: { [name]: value } });
    expect(exitCode).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(name);
  });

  it('and every other one that is off, too', async () => {
    const { stderr } = await runApiToEnd({ env: { PORT: 'x', MAX_TEXTS: 'y' } });
    expect(stderr).toMatch(/PORT.*MAX_TEXTS/);
  });

  it('and a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const { exitCode, stderr } = await runApiToEnd({ env: { PORT: String(port) } });
    server.close();
    expect(exitCode).toBe(1);
    expect(stderr.trim()).toBe(`cannot start: PORT ${port} is in use on HOST 127.0.0.1`);
  });
});

describe('start faults: an empty variable', () => {
  it('counts as not set', async () => {
    const env = { MODEL: '', MODEL_DIR: '', MAX_TEXTS: '', REDIS_URL: '', REDIS_KEY_PREFIX: '', LOG_LEVEL: '' };
    const api = await startApi({ env });
    expect(api.output()).not.toContain('is empty');
    expect((await fetch(`${api.url}/model`)).status).toBe(200);
    expect(await api.stop()).toBe(0);
  });

  it('of a file counts as not set, and one warning names it', async () => {
    const api = await startApi({ env: { API_KEYS_FILE: '', REDIS_PASSWORD_FILE: '', REDIS_CA_FILE: '' } });
    expect((await fetch(`${api.url}/model`)).status).toBe(200);
    expect(await api.stop()).toBe(0);
    const lines = api.output().split('\n');
    const warnings = lines.filter((line) => line.includes('is empty and counts as not set'));
    expect(warnings.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(['warn', 'warn', 'warn']);
    for (const name of ['API_KEYS_FILE', 'REDIS_PASSWORD_FILE', 'REDIS_CA_FILE']) {
      expect(warnings.filter((line) => line.includes(name))).toHaveLength(1);
    }
  });
});
