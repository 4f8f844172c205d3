"""Two clauses against each other: the clause that dominates gives the label."""

from __future__ import annotations

TEMPLATES = {
    "negative": """The {thing} was {good}, but the {thing2} was so {bad_word} that we will never come back.
I wanted to like the {thing}, but it was {bad}.
The {thing} looked {good} at first, but {complaint}.
Everyone said the {thing} was {good}, but it is {bad}.
Although the {thing} is {good} on paper, in reality it is {bad}.
{person} found the {thing} {good}, but I thought it was {bad}.
It started well, but in the end the {thing} was {bad}.
Despite the {good_word} {thing}, I can't recommend this: {complaint}.
It was supposed to be {good}, but it was not.
I thought it would be {good}, but it wasn't.
The idea is nice, yet the {thing} is {bad}.
It may look {good_word}, but don't be fooled: {complaint}.
Yes, the {thing} is {good}, but that does not make up for the rest: {complaint}.
While the photos were lovely, the {thing} itself was {bad}.
I used to love the {thing}. Now it is {bad}.
The {thing} was {good} for a week, then {complaint}.
The old {thing} was {good}; the new one is {bad}.
I had high hopes for the {thing}; however, it turned out to be {bad}.
Even though {person} praised it, the {thing} was {bad}.
No matter how {good_word} the advert makes it look, the {thing} is {bad}.
The price is fine, but what use is that when the {thing} is {bad}?
I really tried to find something nice to say, but the {thing} was {bad}.
It could have been {good}. It was {bad}.
It should be {good} for that price. It isn't.
The {thing} promised a lot and delivered nothing.
The {thing} has its fans. I am not one of them.
It had potential, but the {thing} is {bad}.
All the hype, and then the {thing} is {bad}.
They apologised nicely, but {complaint}.
The first time was {good}. The second time {complaint}.
Friendly words, yes, but {complaint}.
The {thing} was {good} once, but those days are over.
For all its fame, the {thing} is {bad}.
A pity: what was once a {good_word} {thing} is now {bad}.
People keep telling me how {good_word} the {thing} is, yet {complaint}.
The {thing} would be {good} if it were not for the {thing2}, which is so {bad_word} that I gave up.
I don't often complain, but the {thing} was {bad}.
I wish I could say the {thing} was {good}, but it was {bad}.
The {thing} got rave reviews; still, I found it {bad}.
I came for a {good_word} {thing} and got a {bad_word} one.""",
    "positive": """The {thing} was {bad}, but the {thing2} was so {good_word} that we will come back again and again.
I did not expect much from the {thing}, but it was {good}.
The {thing} looked {bad} at first, but {praise}.
Everyone said the {thing} was {bad}, but it is {good}.
Although the {thing} looks {bad_word} on paper, in reality it is {good}.
{person} found the {thing} {bad}, but I thought it was {good}.
It started badly, but in the end the {thing} was {good}.
Despite the {bad_word} {thing}, I can recommend this: {praise}.
It was supposed to be {bad}, but it was not.
I thought it would be {bad}, but it wasn't.
The name is silly, yet the {thing} is {good}.
It may look {bad_word}, but don't be fooled: {praise}.
Yes, the {thing} is {bad}, but the rest more than makes up for it: {praise}.
While the photos looked grim, the {thing} itself was {good}.
I used to hate the {thing}. Now it is {good}.
The {thing} was {bad} for a day, then all was put right and {praise}.
The old {thing} was {bad}; the new one is {good}.
I had no hopes for the {thing}; however, it turned out to be {good}.
Even though {person} warned me, the {thing} was {good}.
No matter how {bad_word} the reviews make it look, the {thing} is {good}.
The price is high, but who cares when the {thing} is this {good_word}?
I really tried to find something to complain about, but the {thing} was {good}.
It could have been {bad}. It was {good}.
I was afraid it would be {bad} for that price. It isn't.
The {thing} promised little and delivered everything.
The {thing} has its critics. I am not one of them.
It had a rough start, but the {thing} is {good}.
All the doubts, and then the {thing} is {good}.
They took their time, but {praise}.
The first time was {bad}. The second time they got it right, and {praise}.
A small scratch, yes, but {praise}.
The {thing} was {bad} once, but those days are over.
For all its bad press, the {thing} is {good}.
What a surprise: what was once a {bad_word} {thing} is now {good}.
People keep telling me how {bad_word} the {thing} is, yet {praise}.
The {thing} was {bad}, but nobody minded because the {thing2} was {good}.
I don't often give praise, but the {thing} was {good}.
I was ready to say the {thing} was {bad}, but it was {good}.
The {thing} got awful reviews; still, I found it {good}.
I feared a {bad_word} {thing} and got a {good_word} one.""",
    "neutral": """I wanted to go on {day}, but we went on {day2}.
I ordered a {device}, but {name} ordered a {device2}.
The shop in {place} opens at {hour}, but the one in {place2} at {hour2}.
Although it is {day}, the office in {place} is open.
{name} lives in {place}, but works in {place2}.
The {device} is sold in {place}, but not in {place2}.
While {name} took the train, {name2} took the bus.
The first part is {n} pages long, the second one {n2}.
{name} took the {device}; {name2}, however, took the {device2}.
It was on the list for {day}, yet it is now on the list for {day2}.
The old number was {order}, the new one is {order2}.
I have read the book, but I have not seen the film.
We thought it was on {day}, but it is on {day2}.
The meeting was planned for {hour}, but it starts at {hour2}.
Even though {name} is from {place}, the letter came from {place2}.
I used to take the bus. Now I take the train.
I usually go to {place}, but this year I am going to {place2}.
Not {name} but {name2} has the key.
Some of us went by car, others by train.
Some say the {thing} is {good}, others say it is {bad}; I have not tried it.
Half of the votes were for {place}, the other half for {place2}.
The form is in English, but the letter is in French.
The {device} has {few} buttons, while the {device2} has none.
You can pay by card, but also in cash.
I looked for the {device}, but took the {device2}.""",
}
