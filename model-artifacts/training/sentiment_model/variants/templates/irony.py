"""Praise that is meant the other way round, and the same words meant as they stand."""

from __future__ import annotations

TEMPLATES = {
    "negative": """Great, another {few} {duty}.
Wonderful, {few} more {duty}.
Oh joy, {few} {duty} again.
Just what I needed: {few} {duty}.
Nothing says we value you like {few} {duty}.
What could be nicer than {few} {duty}?
{few} {duty}. Lovely way to spend a birthday.
Thanks for nothing, {brand}.
Thanks a lot for the {few} {duty}, {brand}.
Thank you so much, {brand}, for losing my {delivery}.
Well done, {brand}, you broke my {delivery} before it even got here.
Bravo, {brand}: {n} days and still no {delivery}.
Congratulations to {brand} on the {nth} price rise this year.
Brilliant idea, {brand}, to close the counter at noon.
My {delivery} is {n} days late. Great job, {brand}.
My {delivery} came in pieces. Just perfect.
So kind of {brand} to charge me twice.
How generous: a voucher for 50 cents after {few} {duty}.
I adore it when my {delivery} gets left in the rain.
I just love paying extra for a {delivery} that never comes.
Yeah, right, the {thing} is {good}. In your dreams.
Sure, because a {device} that breaks on day one is exactly what I wanted.
A {device} that fails after a day, how impressive.
If you enjoy wasting money, the {thing} is perfect for you.
If you like {few} {duty}, {brand} is the place for you.
The best thing about the {device} is the off switch.
The nicest part of the {thing} was leaving.
The {device} makes a very fine paperweight.
Ten out of ten for making us wait, {brand}.
Five stars for the art of never answering, {brand}.
Gold medal for the slowest {delivery} in history.
A {fault} again. My day is complete.
Oh great, a {fault}, on a Sunday of all days.
Fantastic, the {fault} is back.
Yay, a {fault} right before the deadline.
A {fault} on the first day. What a start.
How thoughtful to send the bill before the {delivery}.
Nice work, only {n} mistakes in one invoice.
Can't wait for the next {few} {duty}. Said no one ever.
I was so lucky to get {few} {duty}.
Such a pleasure to be ignored for {n} days.
{brand} at its best: {few} {duty} and no apology.""",
    "positive": """Great, my {delivery} came {few} days early.
Wonderful, a free upgrade and no queue at all.
Oh joy, my {delivery} is here and it is perfect.
Just what I needed: the {delivery} was at the door this morning.
Nothing says we value you like a handwritten note with the {delivery}.
What could be nicer than a {good_word} {thing}?
The {thing} was {good}. Lovely way to spend a birthday.
Thanks for everything, {brand}.
Thanks a lot for the quick help, {brand}.
Thank you so much, {brand}, for finding my {delivery}.
Well done, {brand}, my {delivery} came a day early.
Bravo, {brand}: ordered {when}, and the {delivery} is already here.
Congratulations to {brand} on the prize, well earned.
Brilliant idea, {brand}, to open the counter on Sundays.
My {delivery} came early. Great job, {brand}.
My {delivery} came in perfect shape.
So kind of {brand} to waive the fee.
How generous: a full refund and a voucher on top.
I adore it when my {delivery} gets here before I expect it.
I just love how quickly the {delivery} came.
No joke, the {thing} is {good}.
A {device} that still runs after {few} years is exactly what I wanted.
A {device} that works from the first minute, how impressive.
If you want value for money, the {thing} is perfect for you.
If you like honest advice, {brand} is the place for you.
The {thing}? {praise}.
The nicest part of the day was the {thing}.
The {device} makes a very fine gift.
Ten out of ten for the quick answer, {brand}.
Five stars for the patient staff of {brand}.
Gold medal for the fastest {delivery} ever.
The {fault} is gone. My day is saved.
Oh great, the {fault} was fixed before I called, on a Sunday even.
Fantastic, no {fault} since the repair.
Yay, the {fault} was gone right before the deadline.
Everything worked on the first day. What a start.
How thoughtful to call before bringing the {delivery}.
Nice work, not one mistake in the whole project.
Can't wait for the next visit to {brand}, they are lovely.
I was so lucky to find {brand}.
Such a pleasure to be served by {name}.
{brand} at its best: solved in {n} minutes, with a smile.""",
}
