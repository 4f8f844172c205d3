"""Negations that stand far from the word that they turn."""

from __future__ import annotations

TEMPLATES = {
    "negative": """I don't think, {aside}, that the {thing} was {good}.
I do not believe, {aside}, that the {thing} is {good}.
I can't say, {aside}, that the {thing} was {good}.
I could not, {aside}, call the {thing} {good}.
I wouldn't say that the {thing} was {good}.
Nobody I know would say, {aside}, that the {thing} is {good}.
It is not true, {aside}, that the {thing} is {good}.
Never would I claim, {aside}, that the {thing} was {good}.
The {thing}, {aside}, is not what I would call {good}.
The {thing}, as {person} found out {when}, was not in any way {good}.
There is no reason, {aside}, to call the {thing} {good}.
I doubt that {person} would ever call the {thing} {good}.
Not once in {n} weeks was the {thing} {good}.
At no point was the {thing} {good}.
Neither the {thing} nor the {thing2} was {good}.
The {thing} wasn't {good}, and neither was the {thing2}.
In no way is the {thing}, {aside}, {good}.
I have yet to see proof that the {thing} is {good}.
Hardly anyone who knows the {thing} would describe it as {good_word}.
The {thing} is anything but {good}.
The {thing} is far from {good}, whatever {person} says.
I was told that the {thing} would be {good}; it was not.
{person} promised that the {thing} was {good}, which it was not.
It would be a lie to say that the {thing} was {good}.
Contrary to what {person} says, the {thing} is not {good}.
None of this made the {thing} {good}.
I expected, {aside}, a {thing} that is {good}, and that is not what I got.
If the {thing} is {good}, then I am the queen of England.
You will not hear me say that the {thing} was {good}.
By no stretch of the imagination was the {thing} {good}.
I didn't find the {thing} {good}, nor did {person}.
I fail to see what is supposed to be {good_word} about the {thing}.
It's not that the {thing} is {good}, it's just heavily advertised.
The {thing} was not, in my opinion and in that of {person}, {good}.
I don't know anyone, {aside}, who finds the {thing} {good}.
We did not get the impression that the {thing} was {good}.
I can't recommend the {thing}, {aside}, to anyone.
I would not, {aside}, buy the {thing} again.
Don't let anybody tell you that the {thing} is {good}.
I'm not saying the {thing} is {good}, quite the opposite.
The {thing} did not, {aside}, make us happy.""",
    "positive": """I don't think, {aside}, that the {thing} was {bad}, quite the opposite.
I never found the {thing}, {aside}, {bad}; I like it a lot.
I can't say, {aside}, one bad word about the {thing}.
I could not, {aside}, be happier with the {thing}.
Nobody I know would say, {aside}, that the {thing} is {bad}.
It is not true, {aside}, that the {thing} is {bad}: {praise}.
Never have I seen, {aside}, a {thing} this {good_word}.
The {thing}, {aside}, was not {bad} at all.
There is nothing, {aside}, that I dislike about the {thing}.
I wouldn't, {aside}, want to be without the {thing}.
Not once in {n} weeks was the {thing} {bad}.
At no point was the {thing} {bad}.
Neither the {thing} nor the {thing2} gave us any trouble.
The {thing} wasn't {bad} in the least, and neither was the {thing2}.
In no way is the {thing}, {aside}, {bad}.
I have yet to find a single flaw in the {thing}.
Hardly anyone who knows the {thing} would complain about it.
The {thing} is anything but {bad}.
The {thing} is far from {bad}, whatever {person} says.
I was told that the {thing} would be {bad}; it was not.
{person} warned me that the {thing} was {bad}, which it was not at all.
It would be a lie to say that the {thing} was {bad}.
Contrary to what {person} says, the {thing} is not {bad}.
I have never, {aside}, been let down by the {thing}.
I can't imagine, {aside}, a better {thing}.
We had no problems with the {thing} whatsoever.
You will not hear me say that the {thing} was {bad}.
By no stretch of the imagination was the {thing} {bad}.
I didn't find the {thing} {bad}, nor did {person}.
I fail to see what is supposed to be {bad_word} about the {thing}.
There wasn't a thing, {aside}, that we could complain about.
The {thing} was not, in my opinion and in that of {person}, {bad}.
I don't know anyone, {aside}, who is unhappy with the {thing}.
You can't go wrong with the {thing}.
I can't recommend the {thing} highly enough.
I would not, {aside}, trade the {thing} for another one.
Don't let anybody tell you that the {thing} is {bad}.
It doesn't get any better than the {thing}.
I couldn't stop smiling because of the {thing}.
The {thing} never, {aside}, disappointed us.
Nothing about the {thing}, {aside}, was {bad}.""",
    "neutral": """I don't live in {place}, I live in {place2}.
The {delivery} is not for {name}, it is for {name2}.
The meeting is not on {day}.
The office does not open before {hour}.
I have not been to {place} yet.
I have not seen the {thing} yet, so I can't say anything about it.
I did not order the {device}, I ordered the {delivery}.
This is not the {device} of {name}.
{name} does not work in {place} any more.
The train does not stop in {place}.
The box does not contain a {device}.
You do not need a ticket for children under {few}.
No, the shop in {place} is not open on {day}.
The {device} does not come in {few} sizes but in one.
There is no bus from {place} to {place2} on {day}.
The number is not {n}, it is {n2}.
Nobody from the {place} office will be there on {day}.
I don't know whether {name} has the {device}.
I don't think, as far as I can see, that the form needs a stamp.
I do not believe that the {device} was on the list for {day}.
Neither {name} nor {name2} will be in {place} on {day}.
It was not {name} who called {when}, it was {name2}.
The price does not include the {device}.
I haven't decided between the {device} and the {device2}.
Not every {device} has the same plug.
{name} did not say at what time the train leaves.
It does not matter to me whether it is {day} or {day2}.
The {thing} is not mentioned in the letter.
We never went to {place}, we stayed in {place2}.
The contract does not end before {day}.""",
}
