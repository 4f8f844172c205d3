import { beforeEach, describe, expect, it } from 'vitest';
import { createLogger, type LogLevel } from './create-logger.js';
import { PinoLogger } from './pino.logger.js';

let lines: string[];

beforeEach(() => {
  lines = [];
});

function loggerAt(level: LogLevel, isPretty = false): PinoLogger {
  return new PinoLogger(createLogger({ level, isPretty }, { write: (line) => void lines.push(line) }));
}

describe('Nest logger over pino', () => {
  it('writes one JSON line an event', () => {
    loggerAt('info').warn('Redis is unavailable', 'CachingModule');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      context: 'CachingModule',
      msg: 'Redis is unavailable',
    });
  });

  it('keeps a line one line, whatever is in it', () => {
    loggerAt('info').log('two\nlines \u001b[31mred');
    expect(lines[0]?.trimEnd()).toContain('"msg":"two\\nlines \\u001b[31mred"');
  });

  it('leaves out errors with all that they carry: their messages quote bodies', () => {
    const error = new SyntaxError('Unexpected token in "my secret text"');
    const logger = loggerAt('trace');
    logger.error(error, error.stack, 'Nest');
    logger.error(error, error.stack);
    logger.fatal({ text: 'my secret text' });
    logger.debug('sentence', { text: 'my secret text' }, 'Nest');
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'SyntaxError',
      'SyntaxError',
      'a message that is not a text',
      'sentence',
    ]);
    expect(lines.join('')).not.toContain('secret');
  });

  it('leaves out what is less urgent than its level, and the narration of Nest', () => {
    const logger = loggerAt('info');
    logger.debug('detail', 'Sentiment');
    logger.verbose('more detail', 'Sentiment');
    logger.log('Mapped {/predict, POST} route', 'RouterExplorer');
    logger.log('ready', 'Sentiment');
    expect(lines).toHaveLength(1);
    loggerAt('silent').fatal('nothing');
    expect(lines).toHaveLength(1);
  });

  it('writes words in colour for a person', () => {
    loggerAt('info', true).log('ready', 'Sentiment');
    expect(lines[0]).toContain('ready');
    expect(lines[0]).toContain('\u001b[');
    expect(() => JSON.parse(lines[0] ?? '') as unknown).toThrow();
  });
});
