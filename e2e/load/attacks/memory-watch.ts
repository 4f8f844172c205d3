import type { ControlGroup, GroupMemory } from '../../control-group.js';

const BYTES_PER_MEBIBYTE = 2 ** 20;

/** Highest memory of a control group that the kernel could not have taken back: all but inactive pages of files. */
export class MemoryWatch {
  private peakBytes = 0;
  private latest: GroupMemory | undefined;

  constructor(private readonly group: ControlGroup) {
    this.sample();
  }

  sample(): void {
    this.latest = this.group.readMemory();
    this.peakBytes = Math.max(this.peakBytes, this.latest.currentBytes - this.latest.inactiveFileBytes);
  }

  get peakMebibytes(): number {
    return this.peakBytes / BYTES_PER_MEBIBYTE;
  }

  /** Highest memory of the group's whole life, with all pages of files. */
  get kernelPeakMebibytes(): number {
    return (this.latest?.peakBytes ?? Number.NaN) / BYTES_PER_MEBIBYTE;
  }

  get oomKills(): number {
    return this.latest?.oomKills ?? 0;
  }
}
