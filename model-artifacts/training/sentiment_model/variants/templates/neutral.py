"""Facts and questions without an opinion."""

from __future__ import annotations

TEMPLATES = {
    "neutral": """Where is my order #{order}?
What time do you close on {day}?
Do you open at {hour} on {day}?
The meeting starts at {hour}.
The meeting was moved from {hour} to {hour2}.
My order number is {order}.
I ordered a {delivery} {when}.
Is the {device} available in {place}?
How much is the {device}?
Does the {device} come with a manual?
Which {thing} did you take?
The {device} is on the second page.
I have a question about the {thing}.
I read about the {thing} {when}.
{person} has the same {device}.
{name} sent me the link to the {thing} {when}.
The {device} was released {when}.
The {device} costs {n}0 euros.
The {device} comes in {few} colours.
There are {few} kinds of {device} in the shop.
This is the {few}-page form for the {delivery}.
The train to {place} leaves at {hour} from platform {few}.
We drove from {place} to {place2} {when}.
The shop in {place} is next to the library.
The bus stops in {place} and {place2}.
I work in {place} and live in {place2}.
{name} will be in {place} until {day}.
{name} is the new manager of the {place} office.
The book has {n} chapters.
The film runs for {n}0 minutes.
The story takes place in {place}.
The concert is on {day} at {hour}.
The box contains a {device} and a cable.
The {device} weighs {n}0 grams.
The {device} has {few} buttons and a port.
Does this cable fit the {device}?
Which size do I need for the {device}?
How long is the guarantee for the {device}?
Is there a bus from {place} to {place2}?
Can I pay by card?
How do I change my address?
How do I reset the {device}?
Has anyone here used the {device} with a Mac?
I will call you back at {hour}.
I am going to {place} on {day}.
It is {hour} in {place}.
The office is on the {nth} floor, room {n}.
The password has {n} characters.
The next appointment is on {day} at {hour}.
The parcel is at the post office in {place}.
The {delivery} is to be delivered on {day}.
The {delivery} was sent {when} by standard mail.
The invoice for the {delivery} is attached.
Attached is the form for {name}.
Copy {name} on the reply, and send it by {day}.
The report has {n} pages and {few} tables.
The survey was answered by {n}0 people in {place}.
The class has {n} students.
Half of the members live in {place}.
The museum is closed on {day}.
Water boils at 100 degrees.
The recipe needs {few} eggs and {n}0 grams of flour.
Put it in the oven for {n} minutes.
Press the button for {few} seconds, then let go.
Turn left at the church, then it is {n}0 metres.
Version {few}.{n} was released {when}.
The file is called report-{n}.pdf.""",
}
