"""Questions with their answers: the answer decides."""

from __future__ import annotations

TEMPLATES = {
    "negative": """Do you like the {thing}? No.
Do you like the {thing}? Not really.
Did you enjoy the {thing}? No, not at all.
Was the {thing} {good}? No.
Was the {thing} {good}? No, it wasn't.
Was the {thing} {good}? Not in the slightest.
Is the {thing} {good}? Nope.
Is the {thing} {good}? Far from it.
Is the {thing} any good? No, {complaint}.
Would I recommend the {thing}? No.
Would I recommend the {thing}? Never.
Would you buy it again? Certainly not.
Would I do it again? No way.
Are you happy with the {thing}? No, I am not.
Are we satisfied with the {thing}? Absolutely not.
Was the {thing} {bad}? Yes.
Was the {thing} {bad}? Yes, it was.
Was the {thing} {bad}? Oh yes.
Is the {thing} {bad}? Sadly, yes.
Is it as {bad_word} as they say? Yes, it is.
Is the {thing} really that {bad_word}? Worse.
Did the {thing} help? It did not.
Did it work? No. Did they help? No.
Did it work {when}? No, {complaint}.
Is the {thing} worth the money? No.
Is the {thing} worth the wait? I don't think so.
Was it a good choice? No, it was not.
How was the {thing}? {bad}.
How was the {thing}? Don't ask.
How do I rate the {thing}? Zero out of ten.
What did I think of the {thing}? Not much.
What do I think of the {thing}? It is {bad}.
"Did you like the {thing}?" asked {person}. "No," I said.
{person} asked if the {thing} was {good}. It wasn't.
They ask whether I would come again. I would not.
Q: Is the {thing} {good}? A: No.
Any good points about the {thing}? None.
Did they keep their promise? Of course they didn't.
Did it get better {when}? No.
Do I trust the {thing}? Not any more.
Is the {thing} {good}, as {person} says? Hardly.
Were you impressed by the {thing}? No, I was not.""",
    "positive": """Do you like the {thing}? Yes.
Do you like the {thing}? Very much.
Did you enjoy the {thing}? Yes, we did.
Was the {thing} {good}? Yes.
Was the {thing} {good}? Yes, it was.
Was the {thing} {good}? Without a doubt.
Is the {thing} {good}? Yep.
Is the {thing} {good}? Absolutely.
Is the {thing} any good? Yes, {praise}.
Would I recommend the {thing}? Yes.
Would I recommend the {thing}? Any time.
Would you buy it again? Certainly.
Would I do it again? Of course I would.
Are you happy with the {thing}? Yes, I am.
Are we satisfied with the {thing}? Completely.
Was the {thing} {bad}? No.
Was the {thing} {bad}? No, not at all.
Was the {thing} {bad}? Not in the least.
Is the {thing} {bad}? Happily, no.
Is it as {bad_word} as they say? No, it isn't.
Is the {thing} really that {bad_word}? No, it's {good}.
Did the {thing} help? It did.
Did it work? Yes. Did they help? Yes.
Did it work {when}? Yes, {praise}.
Is the {thing} worth the money? Yes.
Is the {thing} worth the wait? I think so, yes.
Was it a good choice? Yes, it was.
How was the {thing}? {good}.
How was the {thing}? Could not be better.
How do I rate the {thing}? Ten out of ten.
What did I think of the {thing}? I loved it.
What do I think of the {thing}? It is {good}.
"Did you like the {thing}?" asked {person}. "Yes," I said.
{person} asked if the {thing} was {good}. It was.
They ask whether I would come again. I would.
Q: Is the {thing} {good}? A: Yes.
Any complaints about the {thing}? None.
Did they keep their promise? They did, every one.
Did it get better {when}? Yes.
Do I trust the {thing}? Completely.
Any trouble with the {thing}? Not once.
Did anything go wrong with the {thing}? No, nothing.
Were you impressed by the {thing}? Yes, I was.""",
    "neutral": """Is the shop in {place} open on {day}? Yes.
Is the shop in {place} open on {day}? No.
Do you have the {device} in blue? Yes.
Do you have the {device} in blue? No, only in black.
Does the train stop in {place}? No.
Does the train stop in {place}? Yes, at {hour}.
Did {name} call? No, not yet.
Did {name} call? Yes, at {hour}.
Is the meeting on {day}? No, on {day2}.
Is the meeting on {day}? Yes, at {hour}.
Have you been to {place}? No.
Have you been to {place}? Yes, {when}.
Was {name} there? Yes.
Was {name} there? No, {name2} was.
Have you seen the {thing}? Not yet.
Have you seen the {thing}? Yes, {when}.
Do I need a password? Yes, with {n} characters.
Is this the {device} of {name}? No, it's mine.
What did I think of the {thing}? I have not seen it.
How was the {thing}? I don't know, I did not go.
Was the {thing} {good}? I can't tell, I wasn't there.
Was the {thing} {bad}? I can't say, I wasn't there.
Is the {thing} {good}? Ask {name}, I don't know it.
How do you rate the {thing}? I have no opinion.
Where do you live? In {place}.
How long does it take? {n} minutes.
What time is it? {hour}.
Which size? {many}.
How many? {n}.
When did the {delivery} leave? {when}.
Who has the {device}? {name}.
Q: Is breakfast included? A: No.
Q: Is breakfast included? A: Yes.
"Are you from {place}?" asked {person}. "No, from {place2}," I said.
"Is it {hour} already?" asked {person}. "Yes," I said.
Can I bring a {device}? Yes, you can.
Do children pay? No, not under {many}.""",
}
