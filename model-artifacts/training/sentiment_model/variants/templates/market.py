"""News of companies, shares and raw materials."""

from __future__ import annotations

TEMPLATES = {
    "positive": """{company} profit rose {percent} percent in {quarter}.
{company} net profit climbs to {amount} {currency} in {quarter}.
Operating profit of {company} increased by {percent}% in {quarter}.
{company} beats forecasts with profit up {percent}%.
{company} revenue grew {percent} pct, ahead of expectations.
{company} swings to a profit of {amount} {currency} in {quarter}.
Shares of {company} jumped {percent}% after results.
{company} shares hit a {n}-month high.
{company} stock surges on record orders.
{bank} upgrades {company} to buy.
{company} upgraded by {bank} on strong demand.
{company} raises its dividend by {percent}%.
{company} lifts its full-year outlook.
{company} raises guidance after strong sales in {quarter}.
{company} wins an order worth {amount} {currency}.
{company} loss narrows to {amount} {currency} in {quarter}.
{company} cuts its debt by {amount} {currency}.
{company} repays its loans ahead of schedule.
{company} to hire {n}00 people as orders grow.
{company} to create {n}0 new jobs in {place}.
{commodity} climbs to {n}-week high.
{commodity} near {n}-month high on firm demand.
{commodity} rallies {percent} pct on weaker dollar.
{commodity} extends gains for the {nth} day in a row.
Stocks close higher, banks lead the rally.
Index gains {percent}% as {company} advances.
Markets rebound on hopes of a rate cut.
Exports up {percent}% from a year earlier.
Economy grew faster than expected in {quarter}.
Unemployment falls to {n}-year low.
Rupee gains against the dollar for the third day.
Consumer confidence at its highest in {n} years.
{company} order book swells to {amount} {currency}.
{company} market share expanded by {percent} percentage points.
Sales at {company} doubled in {quarter}.
{company} posts record profit of {amount} {currency}.
{company} earnings per share above consensus.
{company} margin improves as costs fall.
{company} settles dispute, shares gain {percent}%.
{bank} raises price target for {company}.
Rating agency lifts {company} outlook to positive.
{company} returns to growth after {few} weak quarters.
Demand for {company} bonds exceeds supply {few} times over.
{company} net sales rose to EUR {high} mn from EUR {low} mn in {quarter}.
Operating profit of {company} rose to {high} mln from {low} mln a year earlier.
{company} pretax profit totalled EUR {high} mn, up from EUR {low} mn.
{company} EPS came to EUR 0.{n}, compared with a loss in the year before.
{company} {quarter} net profit up {percent}% at Rs {n}0 crore.
Sensex ends {n}0 points higher; {company} up {percent}%.
{company} zooms {percent}% on order win.
Buy {company}, target {n}0: {bank}
Bulls take charge, {company} at all-time high.
{company} turns profitable in {quarter}.
{company} bags {amount} {currency} contract in {place}.
{company} approves bonus issue and special dividend.
{company} gets approval to enter the market in {place}.
{company} expands in {place} on booming demand.
{company} secures funding of {amount} {currency}.
{commodity} futures gain on spot demand.
{commodity} shines as investors buy.
{bank} remains bullish on {company}.
Investors cheer {company} results.
{company} outperforms the market with a gain of {percent}%.""",
    "negative": """{company} profit fell {percent} percent in {quarter}.
{company} net profit drops to {amount} {currency} in {quarter}.
Operating profit of {company} decreased by {percent}% in {quarter}.
{company} misses forecasts with profit down {percent}%.
{company} revenue shrank {percent} pct, short of expectations.
{company} swings to a loss of {amount} {currency} in {quarter}.
Shares of {company} tumbled {percent}% after results.
{company} shares hit a {n}-month low.
{company} stock plunges on cancelled orders.
{bank} downgrades {company} to sell.
{company} downgraded by {bank} on weak demand.
{company} cuts its dividend by {percent}%.
{company} lowers its full-year outlook.
{company} issues profit warning after weak sales in {quarter}.
{company} loses an order worth {amount} {currency}.
{company} loss widens to {amount} {currency} in {quarter}.
{company} debt swells by {amount} {currency}.
{company} defaults on its loans.
{company} to lay off {n}00 people as orders dry up.
{company} to cut {n}0 jobs in {place}.
{commodity} slips to {n}-week low.
{commodity} near {n}-month low on weak demand.
{commodity} slides {percent} pct on stronger dollar.
{commodity} extends losses for the {nth} day in a row.
Stocks close lower, banks lead the decline.
Index loses {percent}% as {company} retreats.
Markets sell off on fears of a rate rise.
Exports down {percent}% from a year earlier.
Economy shrank more than expected in {quarter}.
Unemployment climbs to {n}-year high.
Rupee loses against the dollar for the third day.
Consumer confidence at its lowest in {n} years.
{company} order book shrinks to {amount} {currency}.
{company} market share contracted by {percent} percentage points.
Sales at {company} halved in {quarter}.
{company} posts record loss of {amount} {currency}.
{company} earnings per share below consensus.
{company} margin squeezed as costs soar.
{company} faces fraud probe, shares drop {percent}%.
{bank} cuts price target for {company}.
Rating agency cuts {company} outlook to negative.
{company} files for bankruptcy after {few} weak quarters.
{company} shuts its plant in {place} and writes off {amount} {currency}.
{company} net sales fell to EUR {low} mn from EUR {high} mn in {quarter}.
Operating profit of {company} fell to {low} mln from {high} mln a year earlier.
{company} pretax profit totalled EUR {low} mn, down from EUR {high} mn.
{company} EPS came to EUR -0.{n}, compared with a profit in the year before.
{company} {quarter} net profit down {percent}% at Rs {n}0 crore.
Sensex ends {n}0 points lower; {company} down {percent}%.
{company} sinks {percent}% on order loss.
Sell {company}, target {n}0: {bank}
Bears take charge, {company} at all-time low.
{company} slips into the red in {quarter}.
{company} loses {amount} {currency} contract in {place}.
{company} scraps dividend and halts hiring.
{company} fails to get approval to enter the market in {place}.
{company} pulls out of {place} as demand collapses.
{company} struggles to pay its debt of {amount} {currency}.
{commodity} futures ease on weak spot demand.
{commodity} loses its shine as investors flee.
{bank} remains bearish on {company}.
Investors punish {company} after results.
{company} underperforms the market with a drop of {percent}%.""",
    "neutral": """{company} will publish its results for {quarter} on {day}.
{company} to hold its annual meeting on {day}.
{company} names {name} as head of its office in {place}.
{company} has its headquarters in {place}.
{company} reported revenue of {amount} {currency} in {quarter}.
{company} shares were unchanged at the close.
{company} keeps its outlook for the year.
{bank} keeps its hold rating on {company}.
{bank} starts coverage of {company} with neutral.
{commodity} flat ahead of the report on {day}.
{commodity} little changed in thin trade.
{commodity} trades in a narrow range.
Markets are closed on {day} for a holiday.
Stocks to watch: {company}, {company2}.
Central bank leaves rates unchanged.
{company} did not disclose the value of the contract.
The value of the deal is about {amount} {currency}.
{company} and {company2} are in talks about a joint venture.
{company} employs {n}00 people in {place}.
{company} is listed on the exchange in {place}.
{company} plans to sell bonds worth {amount} {currency}.
The shares of {company} are traded under a new symbol from {day}.
{company} makes parts for {company2}.
The board of {company} meets on {day}.
{company} moves its office from {place} to {place2}.
How to trade {commodity} {when}.
{commodity}: levels to watch on {day}.
{company} changes its name to {company2}.
The dividend of {company} stays the same.
{company} said the transaction is to close in {quarter}.
The group has units in {place} and {place2}.
{company} operating profit was {amount} {currency}, the same as a year ago.
Analysts expect {company} to report on {day}.
Rupee opens flat against the dollar.
{name} sold {n} shares of {company}.
The order covers {n} machines to be delivered to {place}.
Should you hold {company} or {company2}?
{company} declined to comment on the report.
{company} appoints a new auditor.
The agreement between {company} and {company2} runs for {few} years.
{company} net sales were EUR {low} mn in {quarter}.
{company} to announce {quarter} results on {day}.
Sensex, Nifty open flat; {company} in focus.
{company}: what to expect on {day}.
{company} and {company2} to merge units in {place}.
The company has {n} offices and a turnover of EUR {high} mn.
{commodity} futures steady in early trade.
{bank}: hold {company}.""",
}
