"""Polite complaints, polite requests without an opinion, and polite thanks."""

from __future__ import annotations

TEMPLATES = {
    "negative": """Could you please explain why my {delivery} is {n} days late again?
Hello, I am sorry to say that the {thing} is {bad}.
With all due respect, the {thing} is {bad}.
Dear team, I regret to tell you that {complaint}.
Would you kindly stop sending me the wrong {delivery}?
May I ask why nobody has answered me for {n} days?
I would be grateful if somebody could finally look into the {fault}.
Please, it has been {n} weeks, where is my {delivery}?
Hi {name}, sorry to bother you a third time, but the {fault} is still there.
Kindly cancel my contract, {complaint}.
I would like to return the {device}, it stopped working {when}.
Please refund my money, the {thing} is {bad}.
I am afraid the {delivery} arrived damaged.
I am afraid I can't accept this, {complaint}.
Excuse me, but the {thing} we got was {bad}.
Forgive me for being frank, the {thing} was {bad}.
Would it be too much to ask for a {thing} that works?
I had hoped for a little more from {brand}, to be honest.
Thank you for your message, but it does not help me: {complaint}.
Thank you for the quick reply; sadly, the {fault} remains.
Could somebody please tell {brand} that {n} days without an answer is not acceptable?
Please don't take this the wrong way, but the {thing} is {bad}.
I must say I expected more of {brand}.
May I point out that this is the {nth} {fault} this month?
Please be so kind as to repair the {fault} before winter.
Dear {brand}, is it normal that I wait {n} days for a {delivery}?
Hello {brand}, your {thing} is {bad}, please do something.
I would appreciate it if you stopped charging me for a {delivery} that never came.
Sorry, but {complaint}.
Please remove me from your list, I have asked {few} times.
I kindly ask you to stop calling me.
Could you please train your staff? {complaint}.
Would you mind telling me who is responsible for this {fault}?
I write to you with regret: {complaint}.
As a customer of {many} years I am sad to see how {bad_word} the {thing} is now.
No offence, but the {thing} was {bad}.
Please advise how I can make a formal complaint about the {thing}.
I do not like to complain, yet {complaint}.
If it is not too much trouble, answer at least one of my {n} emails.
Please escalate this, the {fault} has cost us {few} working days.""",
    "neutral": """Could you please tell me when my {delivery} will arrive?
Hello, I would like to know more about the {thing}.
Could you send me the manual of the {device}?
Dear team, I would like to change the address for order {order}.
Would you kindly confirm the {delivery} for {day}?
May I ask which documents you need?
I would be grateful for the opening hours on {day}.
Please send the {delivery} to the office in {place}.
Hi {name}, can we meet at {hour}?
Kindly send me the invoice for order {order}.
I would like to book a table for {few} at {hour}.
Please add {name} to the list.
I am looking for a {device} in {place}.
I am writing about the {delivery} I ordered {when}.
Excuse me, where is platform {n}?
Would it be possible to move the date to {day}?
Would you mind sending the form again in PDF?
Please let me know by {day}.
Please find the file attached.
Thank you in advance for sending the form to {name}.
Could somebody please tell me how to set up the {device}?
Please reply to {name} by {day}.
May I bring a guest on {day}?
Please switch off the {device} before you leave.
Please be at the gate by {hour}.
Dear {brand}, do you deliver to {place}?
Hello {brand}, is the {device} still for sale?
Can you tell me the size of the {delivery}?
Can I pick up the {delivery} on {day}?
Please call me on {day} at {hour}.
I kindly ask you to update my phone number.
Could you please forward this to {name}?
Would you mind telling me the name of the street?
I write to ask for a copy of contract {order}.
As a customer of {brand}, do I need a new card?
Can I use the {device} in {place}?
Please advise which form I need for the {delivery}.
I need a receipt for order {order}.
If possible, send it by mail.
Please forward my mail to {place} from {day}.
What do I have to do to register the {device}?
Can you check order {order} for me?""",
    "positive": """Could you please thank {name} for me? The {thing} was {good}.
Hello, I am happy to say that the {thing} is {good}.
With all my heart, thank you for the {good_word} {thing}.
Dear team, I am glad to tell you that {praise}.
Would you kindly pass on my praise to {name}?
May I say how quickly and kindly {name} answered me?
I am so grateful that {name} looked into the {fault} and fixed it at once.
Please keep it up, the {delivery} was here in a day.
Hi {name}, just a line to thank you, the {fault} is gone.
Kindly renew my contract, {praise}.
I would like to order the {device} again, the first one is a joy to use.
Please give {name} a raise, the {thing} was {good}.
I am delighted that the {delivery} arrived so well packed.
I can only say thanks, {praise}.
Excuse me, but the {thing} we got was so {good_word} that I have to write to you.
Let me be frank, the {thing} was {good}.
It is not too much to say that this {thing} made my week.
I got a lot more from {brand} than I had hoped for.
Thank you for your message, it helped me a lot.
Thank you for the quick reply; the {fault} is solved.
Could somebody please tell {brand} that I am a happy customer?
Please don't change a thing, the {thing} is {good}.
I must say {brand} surprised me in the best way.
May I point out how well {name} handled the {fault}?
Please be so kind as to tell {name} that I am very pleased.
Dear {brand}, it is a joy to be your customer.
Hello {brand}, your {thing} is {good}, please go on like this.
I appreciate it very much that {name} called me back so soon.
Great, {praise}.
Please sign me up for the next one, I loved the {thing}.
I kindly thank you for your patience and excellent help.
Please praise your staff! {praise}.
Would you mind telling {name} how much I liked the {thing}?
I write to you with joy: {praise}.
As a customer of {many} years I am glad to see how {good_word} the {thing} still is.
No exaggeration, the {thing} was {good}.
Please tell me where I can leave five stars for the {thing}.
I do not praise lightly, yet {praise}.
It was no trouble at all, {name} answered my email within {n} minutes.
Please pass this on: {name} saved us {few} working days.""",
}
