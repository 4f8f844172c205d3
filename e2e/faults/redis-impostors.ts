import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { bulkString, type ImpostorBehavior, type ImpostorCommand } from '#libs/testing';

/** Commands of a connection that get right replies first: login, database, probe, and some of the load. */
const RIGHT_REPLIES = 20;
const PIECE_BYTES = 64 * 1024;

type Reply = (command: ImpostorCommand) => Buffer | string;

/** Right replies at first, so that the service uses the connection; then those of `reply`. */
function later(reply: Reply): ImpostorBehavior {
  return { reply: (command) => (command.place < RIGHT_REPLIES ? command.rightReply : reply(command)) };
}

/** The same bytes in place of each reply. */
const instead = (bytes: Buffer | string): ImpostorBehavior => later(() => bytes);

/** The same bytes in place of each value. */
const insteadOfValues = (bytes: Buffer | string): ImpostorBehavior =>
  later(({ name, rightReply }) => (name === 'getrange' ? bytes : rightReply));

/** Bytes once, before a right reply: all replies after them are late by one. */
const shiftedBy = (bytes: Buffer | string): ImpostorBehavior =>
  later(({ place, rightReply }) =>
    place === RIGHT_REPLIES ? Buffer.concat([Buffer.from(bytes), rightReply]) : rightReply,
  );

/** Bytes once, and then the same piece without end. */
function endless(begin: string, piece: Buffer | string): ImpostorBehavior {
  const bytes = Buffer.from(piece);
  const pieces = Buffer.concat(Array.from({ length: Math.ceil(PIECE_BYTES / bytes.length) }, () => bytes));
  const stream = (socket: Socket) => {
    while (socket.writable && socket.write(pieces));
    if (socket.writable) socket.once('drain', () => stream(socket));
  };
  return later(({ place, socket }) => {
    if (place !== RIGHT_REPLIES) return '';
    socket.write(begin);
    stream(socket);
    return '';
  });
}

/** Bytes once, and then the same bytes every few milliseconds. */
function trickled(begin: string, piece: string): ImpostorBehavior {
  return later(({ place, socket }) => {
    if (place !== RIGHT_REPLIES) return '';
    socket.write(begin);
    const timer = setInterval(() => socket.writable && socket.write(piece), 1);
    socket.once('close', () => {
      clearInterval(timer);
    });
    return '';
  });
}

/** A stored value of a key that was not asked for. */
function otherValue({ args: [key], values }: ImpostorCommand): Buffer {
  const other = [...values].find(([name]) => name !== key?.toString());
  return bulkString(other?.[1] ?? '');
}

const greeting = (bytes: Buffer | string): ImpostorBehavior => ({ greet: (socket) => socket.write(bytes) });

const answerCommand = (command: string, reply: Reply): ImpostorBehavior => ({
  reply: (received) => (received.name === command ? reply(received) : received.rightReply),
});

const TLS_ALERT = Buffer.from('15030300020228', 'hex');

/** Streams that end without an end: the service must not spend its time on them. */
export const ENDLESS: Readonly<Record<string, ImpostorBehavior>> = {
  'a line without an end': endless('+', 'a'),
  'an error without an end': endless('-ERR ', 'a'),
  'a line without an end, in small pieces': trickled('+', 'a'.repeat(100)),
  'a bulk string of 512 MiB': endless('$536870912\r\n', 'a'),
  'a bulk string of 512 MiB, in small pieces': trickled('$536870912\r\n', 'aaaaaaaaaa'),
  'an array of a million elements, in small pieces': trickled('*1000000\r\n', '$1\r\na\r\n'),
  'empty lines without an end': endless('', '\r\n'),
  'nulls without an end': endless('', '$-1\r\n'),
  'replies to PING without an end': endless('', '+PONG\r\n'),
  'empty values without an end': endless('', '$0\r\n\r\n'),
  'published messages without an end': endless('', '*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\nb\r\n'),
  'pushes of RESP3 without an end': endless('', '>2\r\n$10\r\ninvalidate\r\n$1\r\na\r\n'),
  'random bytes without an end': endless('', randomBytes(PIECE_BYTES)),
};

/** What listens at the address of Redis and is none. */
export const IMPOSTORS: Readonly<Record<string, ImpostorBehavior>> = {
  ...ENDLESS,
  // One reply too many
  'a surplus null': later(({ rightReply }) => Buffer.concat([rightReply, Buffer.from('$-1\r\n')])),
  'a surplus empty value': shiftedBy('$0\r\n\r\n'),
  'a surplus OK': shiftedBy('+OK\r\n'),
  'a surplus error': shiftedBy('-ERR again\r\n'),
  'a surplus stored value': later((command) =>
    command.place === RIGHT_REPLIES ? Buffer.concat([otherValue(command), command.rightReply]) : command.rightReply,
  ),
  'each reply twice': later(({ rightReply }) => Buffer.concat([rightReply, rightReply])),
  'every other reply missing': later(({ place, rightReply }) => (place % 2 === 0 ? rightReply : '')),
  // Stored values in the wrong place
  'stored values of other keys': later((command) =>
    command.name === 'getrange' ? otherValue(command) : command.rightReply,
  ),
  'stored values of other keys from the first command on': answerCommand('getrange', otherValue),
  'stored values in answer to writes': later((command) =>
    command.name === 'set' ? otherValue(command) : command.rightReply,
  ),
  // Arrays
  'an array of 2 ** 32 elements': instead('*4294967296\r\n'),
  'arrays of 2 ** 25 elements in each other': instead('*33554431\r\n'.repeat(1_000)),
  'arrays in each other, 100,000 deep': instead('*1\r\n'.repeat(100_000)),
  'an array in place of a value': insteadOfValues('*1\r\n$1\r\na\r\n'),
  'a null array': insteadOfValues('*-1\r\n'),
  // Lengths
  'nulls in place of values': insteadOfValues('$-1\r\n'),
  'a length of -2': insteadOfValues('$-2\r\n'),
  'a length with letters': insteadOfValues('$1x\r\na\r\n'),
  'a length without digits': insteadOfValues('$\r\n\r\n'),
  'a length of a thousand digits': insteadOfValues(`$${'9'.repeat(1_000)}\r\n`),
  'a length that is too short': insteadOfValues('$2\r\nabcdef\r\n'),
  'a length that is too long': insteadOfValues('$14\r\nabcdef\r\n'),
  // Lines
  'a bare LF': instead('+OK\n'),
  'a bare CR': instead('+O\rK\r\n'),
  'an empty line': instead('\r\n'),
  'text without a type': instead('What is your command?\r\n'),
  // Types
  'OK in place of values': insteadOfValues('+OK\r\n'),
  'integers in place of values': insteadOfValues(':1\r\n'),
  'values in place of OK': later(({ name, rightReply }) => (name === 'set' ? bulkString('OK') : rightReply)),
  'maps of RESP3': insteadOfValues('%1\r\n$1\r\na\r\n$1\r\nb\r\n'),
  'attributes of RESP3': later(({ rightReply }) => Buffer.concat([Buffer.from('|1\r\n+a\r\n:1\r\n'), rightReply])),
  'nulls of RESP3': insteadOfValues('_\r\n'),
  'numbers, booleans and sets of RESP3': insteadOfValues(',1.5\r\n#t\r\n(1\r\n~1\r\n+a\r\n=5\r\ntxt:a\r\n'),
  // Errors
  'an error of 100 kB': instead(`-ERR ${'a'.repeat(100_000)}\r\n`),
  'an error in place of each value': insteadOfValues('-ERR no\r\n'),
  'a redirection to another node': instead('-MOVED 1 10.0.0.5:6379\r\n'),
  'an empty error': instead('-\r\n'),
  'a replica, says each write': later(({ name, rightReply }) => (name === 'set' ? '-READONLY no\r\n' : rightReply)),
  // Other protocols
  'a TLS alert': greeting(TLS_ALERT),
  'an answer of HTTP': greeting('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
  'a greeting of SSH': greeting('SSH-2.0-OpenSSH_9.2\r\n'),
  'random bytes': instead(randomBytes(1_000)),
  'null bytes': instead(Buffer.alloc(1_000)),
  // Replies to login and database
  'a reply before the first command': greeting('+OK\r\n'),
  'an empty value before the first command': greeting('$0\r\n\r\n'),
  'an array in answer to AUTH': answerCommand('auth', () => '*1\r\n+OK\r\n'),
  'a null in answer to AUTH': answerCommand('auth', () => '$-1\r\n'),
  'two replies to AUTH': answerCommand('auth', () => '+OK\r\n+OK\r\n'),
  'no reply to SELECT': answerCommand('select', () => ''),
  'a value in answer to SELECT': answerCommand('select', () => bulkString('OK')),
  'an error in answer to SELECT': answerCommand('select', () => '-ERR DB index is out of range\r\n'),
  // Connections
  'a close in the middle of a value': later(({ socket }) => {
    socket.end('$14\r\nabc');
    return '';
  }),
  'a reset in the middle of a value': later(({ socket }) => {
    socket.write('$14\r\nabc', () => socket.resetAndDestroy());
    return '';
  }),
  'a close at once': { greet: (socket) => socket.end() },
  'no reply at all': { reply: () => '' },
};
