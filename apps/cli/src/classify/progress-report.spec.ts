import { ManualClock } from '#libs/testing';
import { describe, expect, it } from 'vitest';
import { ProgressReport } from './progress-report.js';

function open(isTTY: boolean, totalBytes?: number) {
  const clock = new ManualClock();
  const written: string[] = [];
  const report = new ProgressReport({ isTTY, write: (text: string) => written.push(text) }, clock, totalBytes, 1_000);
  return { clock, written, report };
}

describe('A progress report', () => {
  it('draws one line of a terminal again, with the rate and the time left', () => {
    const { clock, written, report } = open(true, 5_000);
    clock.advance(2_000);
    report.show(400, 2_000);
    report.end();
    expect(written).toEqual(['\r\u001b[K400 rows, 200 rows/s, 40.0 %, 6 s left', '\r\u001b[K']);
  });

  it('writes plain lines elsewhere, ten seconds apart, and no share of an input of unknown size', () => {
    const { clock, written, report } = open(false);
    clock.advance(9_999);
    report.show(1, 10);
    clock.advance(1);
    report.show(500, 20);
    report.show(501, 21);
    report.end();
    expect(written).toEqual(['500 rows, 50 rows/s\n']);
  });

  it('tells the share of the file that is read, which may be compressed', () => {
    const clock = new ManualClock();
    const written: string[] = [];
    const target = { isTTY: true, write: (text: string) => written.push(text) };
    const report = new ProgressReport(target, clock, 1_000, 2_000, (byte) => byte / 10);
    clock.advance(1_000);
    report.show(10, 6_000);
    expect(written[0]).toContain('60.0 %, 1 s left');
  });

  it('tells longer times in minutes', () => {
    const { clock, written, report } = open(true, 101_000);
    clock.advance(1_000);
    report.show(10, 2_000);
    expect(written[0]).toContain('1 min 39 s left');
  });
});
