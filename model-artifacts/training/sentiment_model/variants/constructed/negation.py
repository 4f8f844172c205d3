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
Hardly anyone who knows the {thing} would describe it as {good}.
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
I fail to see what is supposed to be {good} about the {thing}.
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
Never have I seen, {aside}, a {thing} this {good}.
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
I fail to see what is supposed to be {bad} about the {thing}.
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
}
