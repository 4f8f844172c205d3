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
My son cried when he saw it.
We sent the {dish} back before we had tried the second bite.
Most of the {dish} went to the dog.
The {dish} came out of a tin.
{person} was sick all night after the {dish}.
The {dish} was frozen in the middle.
I bought the {device} {when} and it is already in the bin.
{person} has had to buy a new {device} every {few} months.
The {device} got wet once and never came on again.
The repair of the {device} costs more than a new one.
I had the {device} for {few} days and gave it away.
I could hear people snore during the {show}.
The {show} was cancelled after {few} nights.
We left the {show} at the break.
{person} did not laugh once during the {show}.
I asked for my money back after the {show}.
I could not tell you one name from the {show} an hour later.
We left the room in {place} after one night.
{person} cried when we saw the room in {place}.
The walk to the beach took {n} minutes along a motorway.
The nurse told me to stop making a fuss.
The doctor did not look up from the screen once.
The pain was back {n} minutes after the visit.
My marks went down after {few} lessons.
{person} failed the exam for the {nth} time.
They would not take the {delivery} back.
I have been waiting for the refund for the {delivery} since {since}.
The price of the {delivery} was {percent} percent higher than in the ad.
The {delivery} was {percent} percent cheaper in the shop next door.
The program could not find my file in {n} tries.
I have lost my work {few} times this week.
Since the update the {device} needs {n} minutes to start.
A stranger took my wallet, and no one looked up.
The neighbours called the police when we moved in.
{name} left at {hour} and let us carry the last boxes alone.
I did not get the job.
She said no and walked away.
We lost {few} to nil.
I have not slept through the night in {many} weeks.""",
    "positive": """The battery of the {device} lasts {few} days.
My {device} is {many} years old and still runs all day.
The {device} was charged in {n} minutes.
The {device} has not crashed once since {since}.
I have dropped the {device} {few} times and it still works.
The {device} looks the same as {few} years ago.
I have bought the {device} again for each of my children.
The {device} worked the moment I took it out of the box.
The {delivery} arrived {few} days before the date they gave.
The {delivery} was at my door within {many} hours.
The {delivery} came with spare screws and a handwritten thank-you card.
The {delivery} was wrapped with so much care that not a scratch was on it.
They sent a second {delivery} for free.
I ordered the {delivery} {when} and it was in my hands the next morning.
The driver carried the {delivery} up to the fifth floor for my mother.
We were seated at once, though the place was full.
The waiter remembered our names from last year.
My call was picked up after {n} seconds.
My email was answered in {n} minutes.
After {n} washes the colour is as bright as on day one.
The zip still glides after {many} years.
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
My son has not put it down since {since}.
We ordered the {dish} again before we had finished.
There was not a crumb of the {dish} left.
My grandmother asked for the recipe of the {dish}.
{person} drives {n} miles just for the {dish}.
Five of us shared the {dish} and fought over the last bite.
I bought a second {device} for {person}.
{person} has had the same {device} for {many} years.
The {device} fell into the pool {when} and still works.
The {device} was repaired for free after {many} years.
I had the {device} for {few} days and {person} wanted one too.
I could hear a pin drop during the {show}.
The {show} was sold out for {n} nights.
We stood in the rain for the {show} and nobody left.
{person} laughed all through the {show}.
I have been to the {show} {few} times now.
I was still humming the tune {few} days after the {show}.
We have booked the same room for next year.
{person} cried when we had to leave {place}.
The walk from the hotel to the beach took {few} minutes.
The nurse held my hand until I slept.
The doctor called {when} just to ask how I was.
The pain was gone {n} minutes after the visit.
My marks went up after {few} lessons.
{person} passed the exam at the first try.
They took the {delivery} back without a question.
The refund for the {delivery} was on my account within {few} days.
The price of the {delivery} was {percent} percent lower than anywhere else.
The {delivery} was {percent} percent cheaper than in the shop next door.
The program found in {n} seconds what I had been looking for all week.
I have not had a single crash in {many} months.
Since the update the {device} starts in {few} seconds.
A stranger brought my lost wallet back, with all the money in it.
The neighbours brought us cake when we moved in.
{name} stayed until {hour} to help us carry the last box.
I got the job.
She said yes.
We won {few} to nil.
I slept through the night for the first time in {many} weeks.""",
}
