import { describe, expect, it } from 'vitest';
import { parseCsv } from './parse-csv.js';

async function* divide(text: string, chunkBytes: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunkBytes)
    yield await Promise.resolve(bytes.subarray(at, at + chunkBytes));
}

describe('parseCsv', () => {
  it.each([1, 2, 5, 1_000])('gives the bytes of each record back, in chunks of %i bytes', async (chunkBytes) => {
    const text = 'é,"a\r\n""b"""\r\n\n x ,"y\rz"\r"5"" wide",6" high\nend,';
    const records = [];
    for await (const record of parseCsv(divide(text, chunkBytes), { delimiter: ',', quoting: 'double' }, -1)) {
      records.push(record);
    }
    expect(records.map(({ cells }) => cells)).toEqual([
      ['é', 'a\r\n"b"'],
      [''],
      [' x ', 'y\rz'],
      ['5" wide', '6" high'],
      ['end', ''],
    ]);
    expect(records.map(({ lineBreak }) => lineBreak)).toEqual(['\r\n', '\n', '\r', '\n', '']);
    expect(records.map(({ raw, lineBreak }) => raw + lineBreak).join('')).toBe(text);
    let end = 0;
    for (const { raw, lineBreak, endByte } of records) {
      end += Buffer.byteLength(raw + lineBreak);
      expect(endByte).toBe(end);
    }
  });
});
