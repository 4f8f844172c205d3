"""Comparisons: the label is for the thing that the text reviews."""

from __future__ import annotations

TEMPLATES = {
    "negative": """My old {thing} was far better than this one.
The {thing} of {company} is so much better than this.
I have had a {thing} for half the price that was {good}, unlike this one.
Even the cheapest {thing} beats this one.
This {thing} is worse than the last one.
This {thing} is nowhere near as {good} as the one before.
This {thing} is much more {bad} than I feared.
Compared with {company}, this {thing} is {bad}.
Next to any other {thing}, this one looks {bad}.
You get more for less at {company}.
I should have gone to {company} instead.
Stick with {company}, this {thing} is a step down.
Save your money and get the one from {company} instead of this {thing}.
Any other {thing} would have been a better choice.
I have seen better.
There are far better options than this {thing}.
The previous {thing} was {good}, this one is not.
This is the worst {thing} of all that I have tried.
Of {n} that I have tried, this {thing} comes last.
This {thing} makes the old one look {good}.
The {thing} was better before the change.
It got worse with each year.
I liked the {thing} more when it was still run by {company}.
Not half as {good} as the {thing} I had before.
The other {thing} was {good}. Why did I choose this one?
{company} does the same thing better and faster.
Twice the price of {company} and half as {good}.
If you want something {good}, get the one from {company}, not this {thing}.
No match for the one from {company}.
This {thing} loses to {company} on every point.
A stone would be more use than this {thing}.
I would rather have no {thing} than this one.
I miss my old {thing}.
The new {thing} is a big step back from the old one.
For the same money {company} gives you a {thing} that is {good}; this one is {bad}.
Less {good} than the copy it was supposed to replace.
My neighbour paid less at {company} and is happier with it than I am with this {thing}.
Back to {company} for me, this {thing} can't compete.
After this {thing} I know what I had in {company}.
I expected it to be better than the last {thing}; it is worse.""",
    "positive": """This one is far better than my old {thing}.
This {thing} is so much better than the one of {company}.
I have had a {thing} for twice the price that was {bad}, unlike this one.
Even the dearest {thing} can't beat this one.
This {thing} is better than the last one.
The one before was nowhere near as {good} as this {thing}.
This {thing} is much more {good} than I hoped.
Compared with {company}, this {thing} is {good}.
Next to this {thing}, any other one looks {bad}.
You get more for less here than at {company}.
I should have come here instead of {company} years ago.
Forget {company}, this {thing} is a step up.
Save your money and get this {thing} instead of the one from {company}.
No other {thing} would have been a better choice.
I have never seen better.
There is no better option than this {thing}.
The previous {thing} was {bad}, this one is not.
This is the best {thing} of all that I have tried.
Of {n} that I have tried, this {thing} comes first.
This {thing} makes the old one look {bad}.
The {thing} is better since the change.
It got better with each year.
I like the {thing} more now that it is no longer run by {company}.
Twice as {good} as the {thing} I had before.
The other {thing} was {bad}. Why did I not choose this one sooner?
{company} can't do it as well or as fast as this {thing}.
Half the price of {company} and twice as {good}.
If you want something {good}, get this {thing}, not the one from {company}.
The one from {company} is no match for this {thing}.
This {thing} beats {company} on every point.
Nothing I own is more use than this {thing}.
I would rather have this {thing} than any other.
I don't miss my old {thing} one bit.
The new {thing} is a big step forward from the old one.
For the same money {company} gives you a {thing} that is {bad}; this one is {good}.
More {good} than the famous one it is compared to.
My neighbour paid more at {company} and is less happy than I am with this {thing}.
No going back to {company} for me, this {thing} is in another league.
After this {thing} I know what I was missing at {company}.
I feared it would be worse than the last {thing}; it is better.""",
}
