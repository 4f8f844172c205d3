/**
 * The packages that draw plots. The build puts this file and what it needs of the packages into one file (`apps/cli/build-plots.js`), so that
 * they are development packages.
 */
export { axisX, axisY, barX, gridX, gridY, plot, rectY, ruleX, ruleY, text } from '@observablehq/plot';
export type { AxisXOptions, Markish, PlotOptions } from '@observablehq/plot';
export { parseHTML } from 'linkedom';
