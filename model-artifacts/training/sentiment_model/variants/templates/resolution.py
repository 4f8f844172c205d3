"""Problems that were solved, and those that were not."""

from __future__ import annotations

TEMPLATES = {
    "positive": """The {fault} was fixed within {n} minutes of my call.
They fixed the {fault} on the same day.
{name} sorted out the {fault} in one call.
The {fault} is gone, everything works again.
One short call and the {fault} was dealt with.
After {few} days of trouble the {fault} has finally been fixed.
The {fault} I reported {when} has been resolved.
The new version solves the {fault}.
No more {fault} since {name} came by.
I reported a {fault} {when} and an hour later all was fine.
The {fault} was taken care of before I even noticed.
{name} found the cause of the {fault} at once and put it right.
They replaced it free of charge because of the {fault}.
We had a {fault}, but {name} got us up and running again.
The {fault} that bothered us for weeks is history.
Thanks to {name}, the {fault} is solved.
Good news: the {fault} has been fixed.
The {fault} did not come back after the repair.
Got my money back for the {fault} without any discussion.
The technician came {when} and the {fault} was gone in no time.
It took {n} minutes to get rid of the {fault}.
They owned up to the {fault} and made it right.
The {fault} was cleared up quickly.
The patch cured the {fault} completely.
I wrote about the {fault} at night and it was solved by breakfast.
The {fault} was serious, but it was handled perfectly.
Even the {fault} was no problem for {name}.
All sorted now, the {fault} is fixed.
The {fault} no longer happens.
The team worked through the night to end the {fault}.
{name} stayed late to fix our {fault}.
They called back as promised and the {fault} was put right.
My {fault}? Solved in the first chat.
The {fault} got fixed faster than I could make a cup of tea.
What a relief, the {fault} is over.
I was worried about the {fault}, yet {name} solved it in a moment.
A restart by {name} and the {fault} disappeared for good.
The {fault} has not occurred again in {n} weeks.
They refunded the full amount after the {fault}.
A replacement was at my door one day after I reported the {fault}.""",
    "negative": """The {fault} is still not fixed after {n} days.
They have not fixed the {fault} yet.
{name} could not sort out the {fault} in {n} calls.
The {fault} is back, nothing works again.
{many} calls later the {fault} is still there.
After {many} weeks of trouble the {fault} has not been fixed.
The {fault} I reported {when} has been ignored.
The new version does not solve the {fault}.
Another {fault} since {name} came by.
I reported a {fault} {when} and I am still waiting.
The {fault} was ignored until it was too late.
{name} claimed to have found the cause of the {fault}, but it happens every day.
They refuse to replace it in spite of the {fault}.
We have a {fault}, and nobody gets us up and running again.
The {fault} has bothered us for weeks now.
Because of {name}, the {fault} got even worse.
Bad news: the {fault} cannot be fixed.
The {fault} came back right after the repair.
No money back for the {fault}, only excuses.
The technician was to come {when} because of the {fault} and never showed up.
It takes them {n} weeks to look at a {fault}.
They deny the {fault} and won't make it right.
The {fault} drags on and on.
The patch made the {fault} worse.
I wrote about the {fault} {n} times and nobody answers.
The {fault} was serious, and it was handled terribly.
Even a simple {fault} is too much for {name}.
Still nothing, the {fault} goes on.
The {fault} happens more often now.
The team went home and left us with the {fault}.
{name} closed my ticket although the {fault} is not solved.
They never called back and the {fault} remains.
My {fault}? Unsolved since {since}.
They said the {fault} was fixed. It isn't.
What a pain, the {fault} again.
I had hoped {name} would solve the {fault}, but no.
A restart by {name} did nothing against the {fault}.
The {fault} has occurred {n} times this week.
They charged me extra for the {fault} they had caused.
When will you at last fix the {fault}? It has been {n} days!""",
    "neutral": """How do I report a {fault}?
I would like to report a {fault}.
What is the procedure for a {fault}?
The form for a {fault} is on page {n}.
Whom do I call in case of a {fault}?
The {fault} was reported by {name} {when}.
Chapter {n} of the manual is about the {fault}.
The ticket about the {fault} has the number {order}.
{name} is in charge of reports about a {fault}.
Is a {fault} covered by the guarantee?
Please describe the {fault} in a few words.
On which day did the {fault} occur?
The technician will look at the {fault} on {day}.
What does "{fault}" mean?
{name} asked me for the date of the {fault}.
Did you read the notice about the {fault}?
The notice about the {fault} is from {day}.
We have an appointment on {day} because of the {fault}.
If there is a {fault}, press the button for {few} seconds.
The list has {few} kinds of {fault}.
The word "{fault}" is in the second line.
Send the report about the {fault} to {name} by {day}.""",
}
