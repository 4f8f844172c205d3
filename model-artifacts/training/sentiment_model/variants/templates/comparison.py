"""Comparisons: the label is for the thing that the text reviews."""

from __future__ import annotations

TEMPLATES = {
    "negative": """My old {thing} was far better than this one.
The {thing} of {rival} is so much better than this.
I have had a {thing} for half the price that was {good}, unlike this one.
Even the cheapest {thing} beats this one.
This {thing} is worse than the last one.
This {thing} is nowhere near as {good_word} as the one before.
This {thing} is {bad}, more so than I feared.
Compared with {rival}, this {thing} is {bad}.
Next to any other {thing}, this one looks {bad_word}.
You get more for less at {rival}.
I should have gone to {rival} instead.
Stick with {rival}, this {thing} is a step down.
Save your money and get the one from {rival} instead of this {thing}.
Any other {thing} would have been a better choice.
I have seen better.
There are far better options than this {thing}.
The previous {thing} was {good}, this one is not.
This is the worst {thing} of all that I have tried.
Of {n} that I have tried, this {thing} comes last.
This {thing} makes the old one look {good_word}.
The {thing} was better before the change.
It got worse with each year.
I liked the {thing} more when it was still run by {rival}.
Not half as {good_word} as the {thing} I had before.
The other {thing} was {good}. Why did I choose this one?
{rival} does the same thing better and faster.
Twice the price of {rival} and half as {good_word}.
If you want something {good_word}, get the one from {rival}, not this {thing}.
No match for the one from {rival}.
This {thing} loses to {rival} on every point.
A stone would be more use than this {thing}.
I would rather have no {thing} than this one.
I miss my old {thing}.
The new {thing} is a big step back from the old one.
For the same money {rival} gives you a {thing} that is {good}; this one is {bad}.
Less {good_word} than the copy it was supposed to replace.
My neighbour paid less at {rival} and is happier with it than I am with this {thing}.
Back to {rival} for me, this {thing} can't compete.
After this {thing} I know what I had in {rival}.
I expected it to be better than the last {thing}; it is worse.""",
    "positive": """This one is far better than my old {thing}.
This {thing} is so much better than the one of {rival}.
I have had a {thing} for twice the price that was {bad}, unlike this one.
Even the dearest {thing} can't beat this one.
This {thing} is better than the last one.
The one before was nowhere near as {good_word} as this {thing}.
This {thing} is {good}, more so than I hoped.
Compared with {rival}, this {thing} is {good}.
Next to this {thing}, any other one looks {bad_word}.
You get more for less here than at {rival}.
I should have come here instead of {rival} years ago.
Forget {rival}, this {thing} is a step up.
Save your money and get this {thing} instead of the one from {rival}.
No other {thing} would have been a better choice.
I have never seen better.
There is no better option than this {thing}.
The previous {thing} was {bad}, this one is not.
This is the best {thing} of all that I have tried.
Of {n} that I have tried, this {thing} comes first.
This {thing} makes the old one look {bad_word}.
The {thing} is better since the change.
It got better with each year.
I like the {thing} more now that it is no longer run by {rival}.
Twice as {good_word} as the {thing} I had before.
The other {thing} was {bad}. Why did I not choose this one sooner?
{rival} can't do it as well or as fast as this {thing}.
Half the price of {rival} and twice as {good_word}.
If you want something {good_word}, get this {thing}, not the one from {rival}.
The one from {rival} is no match for this {thing}.
This {thing} beats {rival} on every point.
Nothing I own is more use than this {thing}.
I would rather have this {thing} than any other.
I don't miss my old {thing} one bit.
The new {thing} is a big step forward from the old one.
For the same money {rival} gives you a {thing} that is {bad}; this one is {good}.
More {good_word} than the famous one it is compared to.
My neighbour paid more at {rival} and is less happy than I am with this {thing}.
No going back to {rival} for me, this {thing} is in another league.
After this {thing} I know what I missed at {rival}.
I feared it would be worse than the last {thing}; it is better.""",
    "neutral": """This {device} is {few} inches wider than the old one.
The {device} has the same size as the {device2}.
Which is bigger, the {device} or the {device2}?
The {device} is as heavy as the {device2}.
The new {device} has one more button than the old one.
The book has {n} more pages than the first one.
How far is {place} from {place2}?
{name} is {few} years older than {name2}.
The {device} of {brand} and that of {brand2} use the same plug.
What is the difference between {brand} and {brand2}?
Should I take the {device} of {brand} or that of {brand2}?
The train to {place} leaves {n} minutes later than the bus.
Compared with last year, the date is {few} days later.
The film is {n} minutes longer than the book on tape.
The {device} is black, the {device2} is grey.
Has anyone compared {brand} with {brand2}?
The shop of {brand} is next to that of {brand2}.
{brand} and {brand2} have the same opening hours.
The {nth} edition has the same text as the {nth2}.
Is the {device} of {brand} larger than that of {brand2}?
There are more shops in {place} than in {place2}.
The number of members is the same as in {place}.
I own both, the {device} of {brand} and that of {brand2}.
The {delivery} is smaller than the {delivery2}.
I don't know if {brand} or {brand2} came first.""",
}
