"""What texts speak of, by domain: things, and what people say of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Domain:
    """A field with its singular things; adjectives and whole clauses of praise and complaint fit each of them."""

    things: list[str]
    good: list[str]
    bad: list[str]
    praises: list[str]
    complaints: list[str]


def _read(*, things: str, good: str, bad: str, praises: str, complaints: str) -> Domain:
    return Domain(*(" ".join(part.split()).split(", ") for part in (things, good, bad, praises, complaints)))


DOMAINS = [
    # Product.
    _read(
        things="""blender, vacuum cleaner, toaster, backpack, desk lamp, office chair, mattress, kettle,
        drill, tent, umbrella, watch, suitcase, rice cooker, heater, jacket, pillow, razor, lawn
        mower, bike lock""",
        good="""sturdy, well made, solid, reliable, handy, durable, excellent, great, fantastic, easy to
        clean, good value, worth every cent, perfect, impressive, lovely, first-rate""",
        bad="""flimsy, badly made, useless, unreliable, cheap and nasty, defective, awful, terrible,
        overpriced, noisy, a waste of money, hopeless, disappointing, clumsy, poor, shoddy""",
        praises="""it still works like new after years, it does exactly what it promises, I use it every day
        with pleasure, I would buy it again at once, it feels solid in the hand, it exceeded my
        expectations""",
        complaints="""it broke in the first week, it feels cheap, a part was missing, I sent it back, it fell
        apart, it never worked properly, I regret buying it""",
    ),
    # Electronics.
    _read(
        things="""phone, laptop, camera, speaker, tablet, monitor, keyboard, printer, router, headset,
        charger, television, e-reader, drone, smartwatch, microphone, projector, memory card""",
        good="""fast, crisp, responsive, superb, excellent, brilliant, reliable, powerful, great, amazing,
        quick to set up, well designed, outstanding, sharp, a bargain, flawless""",
        bad="""slow, laggy, dim, buggy, awful, horrible, faulty, unresponsive, outdated, underpowered,
        terrible, a joke, unusable, disappointing, rubbish, junk""",
        praises="""the battery lasts for days, the sound is rich and clear, setup took two minutes, the picture
        is gorgeous, it never lets me down, I am thrilled with it""",
        complaints="""the screen cracked on day two, it overheats all the time, it keeps freezing, the battery
        barely lasts, it loses the connection constantly, it died after a month""",
    ),
    # Support.
    _read(
        things="""support team, help desk, agent, technician, hotline, live chat, repair service, reply,
        complaints department, billing department, call centre""",
        good="""helpful, polite, quick, patient, friendly, professional, attentive, competent, kind,
        excellent, great, very obliging, superb, efficient, courteous""",
        bad="""rude, slow, useless, unhelpful, dismissive, clueless, incompetent, impolite, a disgrace,
        terrible, arrogant, unprofessional, appalling, careless, pathetic""",
        praises="""everything was sorted out in one call, I felt taken seriously, I got a full refund at once,
        they went out of their way for me, I had a kind answer within minutes""",
        complaints="""I was passed from one desk to the next, they hung up on me, I never got an answer, they lost
        my papers twice, I was treated like a nuisance, they blamed me for it""",
    ),
    # Film.
    _read(
        things="""film, movie, plot, ending, script, soundtrack, sequel, documentary, comedy, thriller, series
        finale, first act, lead performance, remake, drama, screenplay""",
        good="""moving, gripping, funny, brilliant, masterful, touching, clever, original, charming, superb,
        delightful, a triumph, unforgettable, beautifully done, witty, captivating""",
        bad="""boring, predictable, dull, wooden, tedious, a mess, lifeless, clumsy, silly, pretentious,
        unfunny, awful, a bore, painfully slow, forgettable, contrived, laughable""",
        praises="""I laughed until I cried, it kept me on the edge of my seat, I was moved to tears, I could
        watch it again tomorrow, it stays with you for days""",
        complaints="""I fell asleep halfway, I walked out early, I wanted my two hours back, half the audience
        left, I kept looking at my watch, I felt nothing at all""",
    ),
    # Book and music.
    _read(
        things="""book, novel, album, song, concert, biography, opening chapter, chorus, band, audiobook,
        poem, short story, translation, podcast, exhibition, play""",
        good="""wonderful, inspiring, fascinating, beautiful, rich, brilliant, enjoyable, gorgeous,
        powerful, excellent, a masterpiece, absorbing, fresh, splendid, a treat""",
        bad="""dreary, shallow, boring, repetitive, flat, pointless, annoying, dreadful, unoriginal,
        tiresome, a letdown, bland, unbearable, poor, confused""",
        praises="""I could not put it down, I have recommended it to all my friends, it gave me goosebumps, I
        enjoyed every minute, it lifted my mood""",
        complaints="""I gave up after ten minutes, it bored me to death, I would not recommend it, it was a chore
        to get through, it put me to sleep""",
    ),
    # Food.
    _read(
        things="""soup, pizza, breakfast, steak, curry, dessert, coffee, burger, pasta, salad, cake, lunch,
        fish, sandwich, risotto, menu, dinner, buffet, ice cream""",
        good="""delicious, tasty, fresh, excellent, heavenly, superb, perfect, divine, wonderful, great,
        first-class, fantastic, outstanding, lovely, a delight""",
        bad="""bland, cold, stale, greasy, disgusting, inedible, awful, burnt, revolting, terrible,
        tasteless, a disaster, nasty, overpriced, horrible""",
        praises="""I licked the plate clean, we ordered seconds, I dream of it, we will be back soon, every
        bite was a joy, our guests raved about it""",
        complaints="""we left most of it, it made us ill, I found a hair in it, we will never eat there again,
        half of it went in the bin, it came an hour late""",
    ),
    # Travel.
    _read(
        things="""hotel, room, flight, hostel, beach, tour, crew, pool, airline, guide, resort, apartment,
        cruise, train ride, ferry, lounge, campsite""",
        good="""comfortable, clean, relaxing, charming, spotless, beautiful, wonderful, quiet, amazing,
        lovely, excellent, stunning, pleasant, fabulous, well organised""",
        bad="""dirty, filthy, noisy, cramped, chaotic, shabby, dreadful, grim, awful, terrible, badly run,
        stressful, disgusting, miserable, a nightmare, run-down""",
        praises="""we did not want to leave, we slept like babies, everyone made us feel at home, we have
        already booked again, it was the best week of the year""",
        complaints="""we left a day early, the sheets were stained, we hardly slept, we asked for our money back,
        we will avoid it in future, they had lost our booking""",
    ),
    # Software.
    _read(
        things="""app, update, website, game, mobile version, login page, search function, editor, plugin,
        interface, installer, browser, dashboard, tutorial, documentation, spreadsheet tool,
        checkout page""",
        good="""intuitive, stable, fast, smooth, polished, easy to use, excellent, brilliant, helpful,
        clear, great, well thought out, superb, reliable, a pleasure to use""",
        bad="""buggy, confusing, slow, unstable, bloated, broken, unusable, clunky, awful, a mess,
        frustrating, terrible, full of errors, ugly, a step back""",
        praises="""it saves me hours every week, everything just works, I found my way around at once, my whole
        team loves it, it has never crashed on me""",
        complaints="""it crashes every time I save, it deleted my files, it takes forever to load, I uninstalled
        it, nothing is where it should be, it drains the battery""",
    ),
    # Money.
    _read(
        things="""bank, account, insurance, credit card, loan offer, adviser, tariff, savings plan, mobile
        plan, contract, payment service, broker, subscription, landlord, gym membership""",
        good="""fair, transparent, trustworthy, generous, reliable, good value, excellent, flexible, honest,
        great, a good deal, straightforward, reasonable, very competitive""",
        bad="""a rip-off, dishonest, overpriced, unfair, shady, misleading, terrible, a scam, greedy,
        unreliable, a bad deal, far too expensive, awful, deceptive""",
        praises="""I save a lot of money every month, I sleep better now, the claim was paid within days, there
        are no hidden costs, I would sign up again""",
        complaints="""I was charged twice, they hid the fees in small print, I cannot get my money back, the costs
        doubled without notice, they refuse to pay, I cancelled it at once""",
    ),
    # Everyday.
    _read(
        things="""course, workshop, lecture, boss, meeting, training, school trip, party, match,
        neighbourhood, park, dentist, haircut, speech, team, doctor, event, second half, referee""",
        good="""inspiring, enjoyable, excellent, pleasant, great, fun, wonderful, delightful, brilliant,
        fantastic, impressive, a success, lovely, superb""",
        bad="""boring, unsatisfying, a disaster, unpleasant, awful, terrible, dull, a farce, depressing,
        poor, a shambles, dreadful, unbearable, a fiasco""",
        praises="""I came home with a big smile, I learned so much, I felt great afterwards, everyone had a
        good time, I would do it again any day""",
        complaints="""I went home in a bad mood, I learned nothing, it was a waste of an afternoon, most people
        left early, I felt terrible afterwards""",
    ),
]
