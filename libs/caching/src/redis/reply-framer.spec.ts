import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from './redis-errors.js';
import { ReplyFramer, type ReplyType } from './reply-framer.js';

interface ExpectedReply {
  readonly type: ReplyType;
  readonly bytes: string;
}

/** Frames chunks for commands that wait for replies of these types, and are gone once their reply has passed. */
function frame(types: readonly ReplyType[], replies: readonly string[], chunks: readonly Buffer[]): Buffer[] {
  let passedBytes = 0;
  const answered = () => {
    let bytes = 0;
    return replies.filter((reply) => (bytes += Buffer.byteLength(reply, 'latin1')) <= passedBytes).length;
  };
  const framer = new ReplyFramer({ maxBulkBytes: 4_097, expectedType: (place) => types[answered() + place] });
  return chunks.map((chunk) => {
    const whole = framer.push(chunk);
    passedBytes += whole.length;
    return whole;
  });
}

/** Frames bytes to which no reply belongs. */
function refuse(types: readonly ReplyType[], chunks: readonly string[]): void {
  frame(
    types,
    [],
    chunks.map((chunk) => Buffer.from(chunk, 'latin1')),
  );
}

/** Arrays of strings, numbers and nulls, and of arrays. */
const { array: anyArray } = fc.letrec<{ array: string; element: string }>((tie) => ({
  array: fc.array(tie('element'), { maxLength: 4 }).map((parts) => `*${parts.length}\r\n${parts.join('')}`),
  element: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'reply' },
    fc.constantFrom(':16383\r\n', '$-1\r\n', '*-1\r\n', '+OK\r\n', '$0\r\n\r\n', '$9\r\n127.0.0.1\r\n'),
    tie('array'),
  ),
}));

const anyReply: fc.Arbitrary<ExpectedReply> = fc.oneof(
  fc.constant({ type: '+' as const, bytes: '+OK\r\n' }),
  fc.constantFrom('+' as const, '$' as const).map((type) => ({ type, bytes: '-OOM no memory\r\n' })),
  fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constant(Buffer.from('\r\n$-1\r\n*9\r\n'))).map((value) => ({
    type: '$' as const,
    bytes: `$${value.length}\r\n${Buffer.from(value).toString('latin1')}\r\n`,
  })),
  anyArray.map((bytes) => ({ type: '*' as const, bytes })),
  fc.constant({ type: '*' as const, bytes: '*-1\r\n' }),
);

describe('Redis reply framer', () => {
  it('holds a reply back until it is complete', () => {
    const chunks = ['$3\r\nabc\r\n$3\r\na', 'bc', '\r\n+O', 'K\r\n'].map((chunk) => Buffer.from(chunk));
    const passed = frame(['$', '$', '+'], ['$3\r\nabc\r\n', '$3\r\nabc\r\n', '+OK\r\n'], chunks);
    expect(passed.map(String)).toEqual(['$3\r\nabc\r\n', '', '$3\r\nabc\r\n', '+OK\r\n']);
  });

  it('passes the bytes of right replies as they are, however they are split', () => {
    fc.assert(
      fc.property(fc.array(anyReply, { maxLength: 8 }), fc.array(fc.nat(30)), (replies, sizes) => {
        let rest = Buffer.from(replies.map(({ bytes }) => bytes).join(''), 'latin1');
        const all = rest;
        const chunks = sizes.map((size) => {
          const chunk = rest.subarray(0, size);
          rest = rest.subarray(size);
          return chunk;
        });
        const types = replies.map(({ type }) => type);
        const texts = replies.map(({ bytes }) => bytes);
        expect(Buffer.concat(frame(types, texts, [...chunks, rest]))).toEqual(all);
      }),
    );
  });

  it.each<[string, ReplyType[], string]>([
    ['a reply without a command', [], '+OK\r\n'],
    ['the first byte of a reply without a command', [], '+'],
    ['a simple string for a value', ['$'], '+'],
    ['a value for a simple string', ['+'], '$'],
    ['a null', ['$'], '$-1\r\n'],
    ['a negative length', ['$'], '$-2\r\n'],
    ['a length with other characters', ['$'], '$3a\r\n'],
    ['no length', ['$'], '$\r\n'],
    ['a length past the longest value', ['$'], '$4098\r\n'],
    ['a length of many digits', ['$'], `$${'9'.repeat(400)}\r\n`],
    ['a value that goes on after its length', ['$'], '$2\r\nabcd\r\n'],
    ['an integer', ['$'], ':1\r\n'],
    ['an array', ['$'], '*1\r\n'],
    ['a value for an array', ['*'], '$'],
    ['an array without a length', ['*'], '*\r\n'],
    ['an array of a negative length', ['*'], '*-2\r\n'],
    ['an array of too many elements', ['*'], '*65536\r\n'],
    ['an array of many digits', ['*'], `*${'9'.repeat(400)}\r\n`],
    ['arrays of too many elements together', ['*'], `*2\r\n*40000\r\n${':1\r\n'.repeat(40_000)}*40000\r\n`],
    ['nested arrays without an end', ['*'], '*1\r\n'.repeat(65_536)],
    ['an array of too many bytes', ['*'], `*600\r\n${`$4096\r\n${'a'.repeat(4_096)}\r\n`.repeat(600)}`],
    ['an error in an array', ['*'], '*1\r\n-'],
    ['a map of RESP3 in an array', ['*'], '*1\r\n%'],
    ['a null of RESP3', ['$'], '_\r\n'],
    ['a push of RESP3', ['$'], '>1\r\n'],
    ['an empty line', ['$'], '\r\n'],
    ['a line that ends without CR', ['+'], '+OK\n'],
    ['a line with a CR in the middle', ['+'], '+O\rK\r\n'],
    ['a line without an end', ['+'], `+${'a'.repeat(16 * 1024)}`],
  ])('refuses %s', (_, expected, bytes) => {
    expect(() => {
      refuse(expected, [bytes]);
    }).toThrow(ProtocolError);
    expect(() => {
      refuse(expected, Array.from(bytes));
    }).toThrow(ProtocolError);
  });

  it('refuses one reply more than there are commands, together with the right one and after it', () => {
    const reply = '$0\r\n\r\n';
    for (const chunks of [[reply + reply], [reply, reply], [`${reply}$`, reply.slice(1)]]) {
      const refused = () =>
        frame(
          ['$'],
          [reply],
          chunks.map((chunk) => Buffer.from(chunk)),
        );
      expect(refused).toThrow('a reply arrived that no command waits for');
    }
  });

  it('throws nothing but protocol errors, and passes nothing that it was not given', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
      fc.stringMatching(/^[$*+:\-0-9a\r\n]{0,30}$/).map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 6 }), (chunks) => {
        const framer = new ReplyFramer({ maxBulkBytes: 40, expectedType: (place) => (place % 2 === 0 ? '$' : '*') });
        const passed: Buffer[] = [];
        try {
          for (const chunk of chunks) passed.push(framer.push(chunk));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
        const all = Buffer.concat(chunks);
        expect(all.subarray(0, Buffer.concat(passed).length)).toEqual(Buffer.concat(passed));
      }),
    );
  });
});
