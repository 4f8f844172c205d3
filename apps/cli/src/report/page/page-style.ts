import { listRampColours, type ColourScheme } from '../plots/colour-ramp.js';

const SWATCHES = [
  ...['positive', 'negative', 'neutral', 'uncertain', 'rest'],
  ...listRampColours('light').map(({ name }) => name),
];

/**
 * The style of a report. The colours of positive and negative, blue and orange, differ for all kinds of colour blindness. A printed report
 * is light.
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #fff; --line: #e2e6ec; --text: #1b2330; --muted: #576274; --link: #2a5f9e;
  --axis: #8d97a6; --grid: #e8ebf0; --volume: #8794a8; --quiet: #c4ccd7;
  --positive: #2b6cb0; --on-positive: #fff;
  --negative: #c2491d; --on-negative: #fff;
  --neutral: #c3cbd6; --on-neutral: #1b2330;
  --uncertain: #e8c35c; --on-uncertain: #2b2410;
  --rest: #667080; --on-rest: #fff;
  ${declareRamp('light')}
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0f1318; --card: #171c23; --line: #2a313c; --text: #e6eaf0; --muted: #a2adbc; --link: #8fbcf0;
    --axis: #77828f; --grid: #262d37; --volume: #7d8ba0; --quiet: #4b5563;
    --positive: #5c9fe0; --on-positive: #08131f;
    --negative: #e9854f; --on-negative: #1d0d04;
    --neutral: #566174; --on-neutral: #fff;
    --uncertain: #cfac4a; --on-uncertain: #1c1703;
    --rest: #98a3b3; --on-rest: #0d1117;
    ${declareRamp('dark')}
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text); overflow-wrap: anywhere;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
header, main, footer { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 36px; }
h1 { font-size: 30px; line-height: 1.2; letter-spacing: -.01em; margin: 0 0 18px; }
h2 { font-size: 18px; line-height: 1.3; margin: 0; }
.kind { margin: 0 0 4px; color: var(--muted); font-weight: 600; font-size: 13px; letter-spacing: .02em; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 32px; margin: 0 0 26px; }
.facts dt, .figures dt { color: var(--muted); font-size: 13px; }
.facts dd, .figures dd { margin: 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 12px; margin: 0 0 12px; }
.cards { padding-top: 4px; }
.figures div {
  background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px 11px; border-top-width: 3px;
}
.figures strong { display: block; font-size: 24px; line-height: 1.3; font-weight: 650; font-variant-numeric: tabular-nums; }
.figures span { color: var(--muted); font-size: 13px; }
.cards { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; }
.card {
  grid-column: 1 / -1; min-width: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  padding: 18px 20px;
}
.half { grid-column: auto; }
.introduction { margin: 2px 0 14px; color: var(--muted); font-size: 14px; }
.note { margin: 8px 0 0; font-size: 14px; color: var(--muted); }
.empty { color: var(--muted); }
.plot { margin: 0; }
.narrow { display: none; }
.plot svg { display: block; width: 100%; height: auto; fill: currentColor; overflow: visible; }
.plot svg text { white-space: pre; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 0 0 12px; padding: 0; font-size: 14px; }
.legend li { display: flex; align-items: center; gap: 7px; }
.swatch { width: 12px; height: 12px; border-radius: 3px; }
${SWATCHES.map(
  (name) => `.swatch.${name} { background: var(--${name}); } .figures .${name} { border-top-color: var(--${name}); }`,
).join('\n')}
details { margin-top: 12px; font-size: 14px; }
summary { cursor: pointer; color: var(--link); width: fit-content; padding: 3px 0; }
.scroll { overflow-x: auto; max-height: 460px; overflow-y: auto; margin-top: 6px; border-top: 1px solid var(--line); }
.card > .scroll { max-height: none; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: left; vertical-align: top; padding: 7px 14px 7px 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--muted); font-size: 13px; white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
th:last-child, td:last-child { padding-right: 2px; }
td { white-space: nowrap; }
details tbody th { min-width: 9em; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.text { display: block; }
.place { display: block; color: var(--muted); font-size: 13px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
footer { color: var(--muted); font-size: 13px; padding-top: 12px; padding-bottom: 32px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
@media (max-width: 900px) {
  .half { grid-column: 1 / -1; }
  .half .wide { max-width: 560px; }
}
@media screen and (max-width: 720px) {
  .wide { display: none; }
  .narrow { display: block; max-width: 440px; }
}
@media (max-width: 560px) {
  header, main, footer { padding-left: 14px; padding-right: 14px; }
  header { padding-top: 22px; }
  h1 { font-size: 24px; }
  .card { padding: 15px 14px; }
  .figures { grid-template-columns: 1fr 1fr; gap: 8px; margin-bottom: 8px; }
  .figures div:last-child:nth-child(odd) { grid-column: 1 / -1; }
  .figures strong { font-size: 20px; }
  .cards { gap: 10px; }
  th, td { padding-right: 10px; }
}
@media print {
  :root { color-scheme: light; }
  body { background: #fff; font-size: 10.5pt; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .card, .figures div { break-inside: avoid; }
  .card > .scroll { overflow: visible; }
  .card:has(> .scroll) { break-inside: auto; }
  tr { break-inside: avoid; }
}
`;

function declareRamp(scheme: ColourScheme): string {
  return listRampColours(scheme)
    .map(({ name, fill, text }) => `--${name}: ${fill}; --on-${name}: ${text};`)
    .join(' ');
}
