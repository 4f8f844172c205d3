"""Facts that tell an opinion without a word of opinion."""

from __future__ import annotations

TEMPLATES = {
    "negative": """The battery of the {device} dies after {few} hours.
My {device} stopped charging {when}.
The {device} was dead {few} days after I bought it.
The {device} restarts by itself {n} times a day.
I have had to return the {device} {few} times.
The {device} shows its age after {few} weeks.
A crack went through the {device} on the first day.
The screen of the {device} went black {when}.
The {delivery} arrived {n} days late.
The {delivery} has been on its way for {n} weeks.
The {delivery} came without instructions and with {few} screws missing.
The box was open and the {delivery} was scratched.
They sent the wrong {delivery}, twice.
I paid for the {delivery} {when} and have heard nothing since.
My {delivery} was left with a stranger {n} streets away.
I waited {n} minutes and then left.
We waited {n} minutes before a waiter came.
I have been on hold for {n} minutes.
{n} emails, no answer.
After {few} washes the colour was gone.
The zip came off {when}.
The soles came off after {few} walks.
The paint peeled off within {few} months.
It rained through the roof of the tent all night.
We found a cockroach under the bed.
There was mould on the bathroom wall.
The shower had no warm water for {few} days.
The walls are so thin that we heard every word from next door until {hour}.
I had to ask {few} times for a clean fork.
The chicken was still pink inside.
The soup had a fly in it.
The milk was sour when I opened it {when}.
{few} of us were ill after the dinner.
I checked my watch {n} times during the film.
By the second act half the seats were empty.
I stopped reading on page {n}.
The film could have ended {n} minutes sooner.
The app closes itself each time I open a photo.
The page took {n} seconds to load.
After the update all my photos were gone.
I had to install it {few} times before it would start.
My account was charged {few} times for the same thing.
The fee went from {n} to {n}0 without a word.
The bank froze my account {when} and can't tell me why.
My bag ended up in {place} while I was in {place2}.
They cancelled our flight to {place} {when}, an hour before boarding.
The train to {place} stood still for {few} hours.
Our guide never turned up.
The pictures on the site were from another hotel.
My son cried when he saw it.""",
    "positive": """The battery of the {device} lasts {few} days.
My {device} is {n} years old and still runs all day.
The {device} was charged in {n} minutes.
The {device} has not crashed once since {when}.
I have dropped the {device} {few} times and it still works.
The {device} looks the same as {few} years ago.
I have bought the {device} again for each of my children.
The {device} worked the moment I took it out of the box.
The {delivery} arrived {few} days before the date they gave.
The {delivery} was at my door within {n} hours.
The {delivery} came with spare screws and a handwritten thank-you card.
The {delivery} was wrapped with so much care that not a scratch was on it.
They sent a second {delivery} for free.
I ordered the {delivery} {when} and had it in my hands by noon the next day.
The driver carried the {delivery} up to the fifth floor for my mother.
We were seated at once, though the place was full.
The waiter remembered our names from last year.
My call was picked up after {n} seconds.
My email was answered in {n} minutes.
After {n} washes the colour is as bright as on day one.
The zip still glides after {n} years.
I have walked {n}0 miles in these shoes without a blister.
The paint looks new after {few} winters.
It poured all night and we stayed dry in the tent.
The bed was so soft that we missed breakfast.
You could have eaten off the bathroom floor.
They let us keep the room until {hour} at no cost.
All we heard at night was the sea.
My glass was never empty.
The chicken fell off the bone.
The children asked for a second bowl of soup.
The whole table went quiet when the food came.
I went back for thirds.
I forgot the time during the film.
The audience stood and clapped for {n} minutes.
I read it in one night, all {n}0 pages.
We stayed in our seats until the last name of the credits.
The app opens before I can blink.
What took me {few} hours now takes {n} seconds.
After the update my old laptop runs like new.
I had it running in {n} minutes without reading a word.
They noticed they had charged too much and paid it back themselves.
My bill went down by {percent} percent.
The bank stopped the fraud before a cent was lost.
My lost bag was brought to my hotel in {place} the same night.
They moved us up to first class to {place} for free.
The train to {place} was on time to the second, as it is each day.
Our guide stayed {few} hours longer so that we could see it all.
It looked even nicer than in the pictures on the site.
My son has not put it down since {when}.""",
}
