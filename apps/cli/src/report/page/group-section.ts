import { MAX_GROUPS, type GroupSelection } from '../aggregate/group-counts.js';
import { hasNet } from '../aggregate/net-sentiment.js';
import type { ReportData } from '../aggregate/report-data.js';
import type { SentimentCounts } from '../aggregate/sentiment-counts.js';
import { toDisplayText } from '../format/display-text.js';
import { formatCount, formatPoints, formatShare, formatThings } from '../format/format-number.js';
import { html } from '../format/html.js';
import { drawGroups, type GroupBar } from '../plots/draw-groups.js';
import type { Plotter } from '../plots/plotter.js';
import { findNoun, toTitle, type ClassifiedNoun } from './classified-noun.js';
import type { PlotSection } from './render-plot-section.js';
import { numberColumn, textColumn } from './render-table.js';
import { nameSentiment } from './sentiment-names.js';

const MAX_NAME_CHARS = 80;
const NO_GROUP = '(no value)';
const OTHER_GROUPS = 'Other groups';

/** @returns the name of a group for readers; in quotation marks if a row of the report has the same one */
export function nameGroup(name: string): string {
  if (name === '') return NO_GROUP;
  const shown = toDisplayText(name, MAX_NAME_CHARS);
  const isTaken = [NO_GROUP, OTHER_GROUPS].some((taken) => taken.toLowerCase() === shown.toLowerCase());
  return isTaken ? `“${shown}”` : shown;
}

/** How positive the texts of each group are. */
export function createGroupSection(
  { sentiments, hasSentences }: ReportData,
  groups: GroupSelection,
  groupBy: string,
  plotter: Plotter,
): PlotSection {
  const bars: GroupBar[] = [
    ...groups.shown.map(({ name, counts }) => ({ label: nameGroup(name), isOfReport: name === '', counts })),
    ...(groups.others ? [{ label: OTHER_GROUPS, isOfReport: true, counts: groups.others }] : []),
  ];
  const noun = findNoun({ hasSentences });
  const column = toDisplayText(groupBy, MAX_NAME_CHARS);
  return {
    id: 'groups',
    title: 'Sentiment by group',
    introduction: introduce(groups, column, { sentiments, noun }),
    isHalf: false,
    legend: sentiments,
    notes: listNotes(groups, noun),
    table: {
      caption: `${toTitle(noun)} by ${column}`,
      columns: [
        textColumn('Group'),
        numberColumn(toTitle(noun)),
        ...sentiments.flatMap((name) => [numberColumn(nameSentiment(name)), numberColumn('Share')]),
        ...(hasNet(sentiments) ? [numberColumn('Net')] : []),
      ],
      rows: bars.map(({ label, isOfReport, counts }) => [
        isOfReport ? html`<em>${label}</em>` : label,
        formatCount(counts.total),
        ...listFigures(counts, sentiments),
      ]),
    },
    draw: (size) => [drawGroups(plotter, bars, { sentiments, noun }, size, describe(bars, sentiments, noun))],
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
  { sentiments, noun }: { readonly sentiments: readonly string[]; readonly noun: ClassifiedNoun },
): string {
  const from = rowsOfLaterGroups > 0 ? `, of the first ${formatCount(MAX_GROUPS)}` : '';
  const which =
    otherGroups > 0
      ? `The ${shown.length} groups of “${column}” with the most ${noun}s${from}`
      : `Groups of “${column}”`;
  if (!hasNet(sentiments)) return `${which}.`;
  return `${which}, from the most positive to the most negative. Net is the share of positive ${noun}s minus that of negative ones.`;
}

function listNotes({ otherGroups, rowsOfLaterGroups }: GroupSelection, noun: ClassifiedNoun): string[] {
  if (otherGroups === 0) return [];
  if (rowsOfLaterGroups === 0) return [`${OTHER_GROUPS} are ${formatThings(otherGroups, 'more group')}.`];
  return [
    `${OTHER_GROUPS} are ${formatThings(otherGroups, 'more group')}, and ${formatThings(rowsOfLaterGroups, noun)} of groups that first occur ` +
      `after ${formatCount(MAX_GROUPS)} others: those are not counted one by one.`,
  ];
}

function describe(bars: readonly GroupBar[], sentiments: readonly string[], noun: ClassifiedNoun): string {
  const what = 'Bars of the shares of the sentiments in each group.';
  if (!hasNet(sentiments)) {
    return `${what} ${bars.map(({ label, counts }) => `${label}: ${formatThings(counts.total, noun)}`).join('; ')}.`;
  }
  const list = bars.map(
    ({ label, counts }) => `${label} ${formatPoints(counts.netSentiment)} of ${formatThings(counts.total, noun)}`,
  );
  return `${what} Net sentiment in percentage points: ${list.join('; ')}.`;
}
