import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvTable, type CsvTableOptions } from './csv-table.js';
import type { Row, RowResult } from './table.js';

const OPTIONS: CsvTableOptions = {
  column: 'text',
  delimiter: undefined,
  quoting: 'double',
  rowNames: false,
  nullText: undefined,
  sentences: false,
  prefix: '',
  start: undefined,
};
const LABELS = ['NEGATIVE', 'POSITIVE'];
const BEGINNING = { byte: 0, row: 0 };

/** Answers each text with its length, so that a mixed-up row shows. */
function answer({ text, error }: Row): RowResult {
  if (text === undefined) return { sentiment: undefined, score: undefined, scores: [], truncated: false, error };
  return { sentiment: 'POSITIVE', score: text.length, scores: [0.25, text.length], truncated: false, error: undefined };
}

async function readAll(table: CsvTable, input: Buffer, from = BEGINNING): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of table.readRows(Readable.from([input]), from)) rows.push(row);
  return rows;
}

async function classify(text: string, options: Partial<CsvTableOptions> = {}): Promise<string> {
  const table = new CsvTable({ ...OPTIONS, ...options });
  const rows = await readAll(table, Buffer.from(text));
  return table.formatHeader(LABELS) + rows.map((row) => table.formatRow(row, answer(row), LABELS)).join('');
}

describe('A CSV table', () => {
  it('has each row as it was written, with the new cells behind it', async () => {
    expect(await classify('id,text\n1,"so ""good"""\n 2 ,bad\n')).toBe(
      'id,text,sentiment,score,negative,positive,truncated,error\n' +
        '1,"so ""good""",POSITIVE,9,0.25,9,false,\n' +
        ' 2 ,bad,POSITIVE,3,0.25,3,false,\n',
    );
  });

  it.each([
    ['semicolons', 'id;text\r\n1;a,b\r\n', '1;a,b;POSITIVE;3;0.25;3;false;\r\n'],
    ['tabs', 'id\ttext\n1\ta;b\n', '1\ta;b\tPOSITIVE\t3\t0.25\t3\tfalse\t\n'],
    ['CRLF, also in a cell', 'text,id\r\n"a\r\nb",1\r\n', '"a\r\nb",1,POSITIVE,4,0.25,4,false,\r\n'],
    ['carriage returns alone', 'text\rok\r', 'ok,POSITIVE,2,0.25,2,false,\r'],
    ['no line break at the end', 'text\nok', 'ok,POSITIVE,2,0.25,2,false,\n'],
    ['a delimiter that only the header tells', 'a|text|c\n1|x|2\n', '1|x|2|POSITIVE|1|0.25|1|false|\n'],
  ])('keeps %s', async (_, input, line) => {
    const output = await classify(input);
    expect(output.slice(output.indexOf('error') + 'error'.length).replace(/^\r?\n?/, '')).toBe(line);
  });

  it('gives a row without a text an error, and keeps its cells', async () => {
    expect((await classify('text,id\n  ,1\n')).split('\n')[1]).toBe('  ,1,,,,,false,The text is empty.');
    expect((await classify('id,text\n1\n')).split('\n')[1]).toBe(
      '1,,,,,,false,The row ends before the column of texts.',
    );
  });

  it('puts cells that the header does not name behind the new ones', async () => {
    expect((await classify('id,text\n1,ok,"x,y"\n')).split('\n')[1]).toBe(
      '1,ok,,,,,false,"The row has 3 cells, but the header has 2.","x,y"',
    );
  });

  it('names the columns when there is none of the name', async () => {
    await expect(classify('id,review\n1,ok\n')).rejects.toThrow(
      'has no column "text"; its columns are "id", "review" (see --column)',
    );
  });

  it('refuses a column of the name of a new one, unless there is a prefix', async () => {
    await expect(classify('text,score\nok,1\n')).rejects.toThrow('has a column score already');
    expect(await classify('text,score\nok,1\n', { prefix: 'model_' })).toContain('text,score,model_sentiment,');
  });

  it('keeps the line break of each row', async () => {
    expect(await classify('text\r\na\nb\rc\r\nd')).toBe(
      'text,sentiment,score,negative,positive,truncated,error\r\n' +
        'a,POSITIVE,1,0.25,1,false,\n' +
        'b,POSITIVE,1,0.25,1,false,\r' +
        'c,POSITIVE,1,0.25,1,false,\r\n' +
        'd,POSITIVE,1,0.25,1,false,\r\n',
    );
  });

  it('keeps the header as it is written', async () => {
    const added = 'sentiment,score,negative,positive,truncated,error';
    expect(await classify('"","text","","note"\n"1",ok,,\n')).toContain(
      `"","text","","note",${added}\n"1",ok,,,POSITIVE`,
    );
  });

  it('takes quotes inside of a cell that begins with another character for text', async () => {
    expect(await classify('id,text\n1,5" screen "sharp"\n')).toContain('\n1,5" screen "sharp",POSITIVE,17,');
  });

  it('keeps a first line that tells the delimiter to Excel', async () => {
    expect(await classify('sep=;\r\nid;text\r\n1;a,b,c\r\n')).toBe(
      'sep=;\r\nid;text;sentiment;score;negative;positive;truncated;error\r\n1;a,b,c;POSITIVE;5;0.25;5;false;\r\n',
    );
    expect(await classify('sep=|\nid|text\n1|a\n', { delimiter: '|' })).toContain('\n1|a|POSITIVE');
  });

  it('reads and writes quotes behind backslashes when it is told to', async () => {
    const input = 'id,text\n1,"so \\"good\\", really"\n';
    expect(await classify(input, { quoting: 'backslash' })).toContain(
      '\n1,"so \\"good\\", really",POSITIVE,17,0.25,17,false,\n',
    );
    const surplus = await classify('text\n"a","say \\"x\\""\n', { quoting: 'backslash' });
    expect(surplus).toContain(',"say \\"x\\""\n');
  });

  it('takes quotes for text when it is told so, and puts no delimiter into a new cell', async () => {
    expect(await classify('id,text\n1,"Wow" he said\n', { quoting: 'none' })).toContain(
      '\n1,"Wow" he said,POSITIVE,13,0.25,13,false,\n',
    );
    expect(await classify('text\na,b\n', { quoting: 'none' })).toContain('The row has 2 cells  but the header has 1.');
  });

  it('reads rows that begin with a name that the header does not have', async () => {
    expect(await classify('"id" "text"\n"1" 7 "so good"\n', { delimiter: ' ', rowNames: true })).toContain(
      '\n"1" 7 "so good" POSITIVE 7 0.25 7 false \n',
    );
  });

  it('takes a cell for a missing text when it is told so', async () => {
    const output = await classify('text,id\nNA,1\nNA!,2\n', { nullText: 'NA' });
    expect(output).toContain('\nNA,1,,,,,false,The text is missing.\nNA!,2,POSITIVE,3,');
  });

  it('refuses two columns of texts, and no others of one name', async () => {
    await expect(classify('text,id,text\na,1,b\n')).rejects.toThrow(
      'has 2 columns "text": give the others another name',
    );
    expect(await classify('id,text,id\n1,a,2\n')).toContain('\n1,a,2,POSITIVE');
  });

  it('names the row and the sentence in columns of their own, when sentences are classified', async () => {
    const table = new CsvTable({ ...OPTIONS, sentences: true });
    const [row, empty] = await readAll(table, Buffer.from('text,id\r\n"A, b. C.",7\r\n,8\r\n'));
    if (!row || !empty) throw new Error('there is a row missing');
    const sentence = { ...row, text: 'A, b.', sentence: { number: 1, text: 'A, b.' } };
    expect(table.formatHeader(LABELS)).toBe(
      'text,id,row,sentence,sentence_text,sentiment,score,negative,positive,truncated,error\r\n',
    );
    expect(table.formatRow(sentence, answer(sentence), LABELS)).toBe(
      '"A, b. C.",7,1,1,"A, b.",POSITIVE,5,0.25,5,false,\r\n',
    );
    expect(table.formatRow(empty, answer(empty), LABELS)).toBe(',8,2,,,,,,,false,The text is empty.\r\n');
  });

  it('gives a row that holds several rows an error, and keeps its bytes', async () => {
    const output = await classify('id,text\n1,good\n2,"oops unclosed\n3,"the product"\n4,good\n');
    expect(output).toContain('2,"oops unclosed\n3,"the product"');
    expect(output).toContain('The row holds several rows, because a quote before them is not closed.');
    expect(output.match(/good,POSITIVE/g)).toHaveLength(2);
  });

  it('says in which row a quote is not closed', async () => {
    await expect(classify('id,text\n1,ok\n2,"open\n')).rejects.toThrow(
      /^the input is no CSV: a quote that is not closed begins in row 2$/,
    );
  });

  it('refuses an empty input', async () => {
    await expect(classify('')).rejects.toThrow('has no header');
  });

  const cell = fc.string({
    unit: fc.constantFrom('a', 'é', '😀', '"', ',', ';', '\n', '\r\n', ' ', '\t'),
    maxLength: 8,
  });
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

  it('can be read back: every cell is what it was, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { maxLength: 12 }), async (records) => {
        const input = ['a,text,b', ...records.map((cells) => cells.map(quoted).join(','))].join('\n');
        const [header, ...rows] = parse(await classify(input));
        expect(header?.slice(0, 3)).toEqual(['a', 'text', 'b']);
        expect(rows.map((row) => row.slice(0, 3))).toEqual(records);
        expect(rows.every((row) => row.length === header?.length)).toBe(true);
      }),
    );
  });

  it('goes on at the end of any row, with the same output', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (records, place, lineBreak) => {
          const input = Buffer.from(
            `text,b${lineBreak}${records.map((cells) => cells.map(quoted).join(',') + lineBreak).join('')}`,
          );
          const table = new CsvTable(OPTIONS);
          const rows = await readAll(table, input);
          const first = place % rows.length;
          const { endByte = 0 } = rows[first] ?? {};
          const resumed = new CsvTable({ ...OPTIONS, start: table.start });
          const rest = await readAll(resumed, input.subarray(endByte), { byte: endByte, row: first + 1 });
          expect(rest).toEqual(rows.slice(first + 1));
        },
      ),
    );
  });

  it('needs its other columns once, also when a run is resumed', async () => {
    const read = async (text: string, otherColumns: string[], header?: string[]) => {
      const start = header && { header, delimiter: ',', lineBreak: '\n' };
      const named = otherColumns.map((name) => ({ name, option: '--date-column' }));
      const table = new CsvTable({ ...OPTIONS, otherColumns: named, start });
      return await readAll(table, Buffer.from(text));
    };
    expect(await read('text,day\na,1\n', ['day'])).toHaveLength(1);
    await expect(read('text,day\na,1\n', ['month'])).rejects.toThrow(/has no column "month".*\(see --date-column\)/);
    await expect(read('text,day,day\na,1,2\n', ['day'])).rejects.toThrow('has 2 columns "day"');
    await expect(read('a,1\n', ['month'], ['text', 'day'])).rejects.toThrow(
      /has no column "month".*\(see --date-column\)/,
    );
  });
});
