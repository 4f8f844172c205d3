import { MAX_GROUPS, type GroupSelection } from '../aggregate/group-counts.js';
import { hasNet } from '../aggregate/net-sentiment.js';
import type { ReportData } from '../aggregate/report-data.js';
import type { SentimentCounts } from '../aggregate/sentiment-counts.js';
import { toDisplayText } from '../format/display-text.js';
import { formatCount, formatPoints, formatShare, formatTexts } from '../format/format-number.js';
import { drawGroups, type GroupBar } from '../plots/draw-groups.js';
import type { Plotter } from '../plots/plotter.js';
import type { PlotSection } from './render-plot-section.js';
import { numberColumn, textColumn } from './render-table.js';
import { nameSentiment } from './sentiment-names.js';

const MAX_NAME_CHARS = 80;
const NO_GROUP = '(no value)';
const OTHER_GROUPS = 'Other groups';

/** @returns the name of a group for readers */
export function nameGroup(name: string): string {
  return name === '' ? NO_GROUP : toDisplayText(name, MAX_NAME_CHARS);
}

/** How positive the texts of each group are. */
export function createGroupSection(
  { sentiments }: ReportData,
  groups: GroupSelection,
  groupBy: string,
  plotter: Plotter,
): PlotSection {
  const bars = [
    ...groups.shown.map(({ name, counts }) => ({ label: nameGroup(name), counts })),
    ...(groups.others ? [{ label: OTHER_GROUPS, counts: groups.others }] : []),
  ];
  const column = toDisplayText(groupBy, MAX_NAME_CHARS);
  return {
    id: 'groups',
    title: 'Sentiment by group',
    introduction: introduce(groups, column, sentiments),
    isHalf: false,
    legend: sentiments,
    notes: listNotes(groups),
    table: {
      caption: `Texts by ${column}`,
      columns: [
        textColumn('Group'),
        numberColumn('Texts'),
        ...sentiments.flatMap((name) => [numberColumn(nameSentiment(name)), numberColumn('Share')]),
        ...(hasNet(sentiments) ? [numberColumn('Net')] : []),
      ],
      rows: bars.map(({ label, counts }) => [label, formatCount(counts.total), ...listFigures(counts, sentiments)]),
    },
    draw: (size) => [drawGroups(plotter, bars, sentiments, size, describe(bars, sentiments))],
  };
}

/** @returns count and share of each sentiment, and the net sentiment if there is one */
export function listFigures(counts: SentimentCounts, sentiments: readonly string[]): string[] {
  const figures = sentiments.flatMap((name) => [formatCount(counts.get(name)), formatShare(counts.getShare(name))]);
  return hasNet(sentiments) ? [...figures, formatPoints(counts.netSentiment)] : figures;
}

function introduce(
  { shown, otherGroups, rowsOfLaterGroups }: GroupSelection,
  column: string,
  sentiments: readonly string[],
): string {
  const from = rowsOfLaterGroups > 0 ? `, of the first ${formatCount(MAX_GROUPS)}` : '';
  const which =
    otherGroups > 0 ? `The ${shown.length} groups of “${column}” with the most texts${from}` : `Groups of “${column}”`;
  if (!hasNet(sentiments)) return `${which}.`;
  return `${which}, from the most positive to the most negative. Net is the share of positive texts minus that of negative ones.`;
}

function listNotes({ otherGroups, rowsOfLaterGroups }: GroupSelection): string[] {
  if (otherGroups === 0) return [];
  if (rowsOfLaterGroups === 0) return [`“${OTHER_GROUPS}” are ${formatCount(otherGroups)} more groups.`];
  return [
    `“${OTHER_GROUPS}” are ${formatCount(otherGroups)} more groups, and ${formatCount(rowsOfLaterGroups)} texts of groups that first occur ` +
      `after ${formatCount(MAX_GROUPS)} others: those are not counted one by one.`,
  ];
}

function describe(bars: readonly GroupBar[], sentiments: readonly string[]): string {
  const what = 'Bars of the shares of the sentiments in each group.';
  if (!hasNet(sentiments)) {
    return `${what} ${bars.map(({ label, counts }) => `${label}: ${formatTexts(counts.total)}`).join('; ')}.`;
  }
  const list = bars.map(
    ({ label, counts }) => `${label} ${formatPoints(counts.netSentiment)} of ${formatTexts(counts.total)}`,
  );
  return `${what} Net sentiment in percentage points: ${list.join('; ')}.`;
}
