"""Lists of words without sentiment for the slots of templates."""

from __future__ import annotations


def _read(entries: str) -> list[str]:
    return " ".join(entries.split()).split("| ")


SLOTS: dict[str, list[str]] = {
    "aside": _read("""after everything the brochure said| with all the talk about it| given the price we paid|
        whatever the adverts claim| having tried it for three weeks| to tell you the truth| as a
        long-time customer| having waited since March| looking back on it now| in spite of the many
        stars it has| if you ask my wife| after what my brother told me| now that I have seen it for
        myself| even with the discount| contrary to what the posters say| as far as my family is
        concerned| considering who recommended it| all things considered| taking everything into
        account"""),
    "person": _read("""my sister| my boss| our neighbour| a friend| my father| my flatmate| the man next to me| my
        wife| a colleague| my husband| our daughter| my cousin| my uncle| the whole family| my
        teacher| everyone at work| my trainer| the critic"""),
    "when": _read("""yesterday| last week| on Monday| this morning| in July| two days ago| last night| over the
        weekend| on Friday| at Easter| earlier today| in the autumn| last summer| three weeks ago|
        last Tuesday"""),
    "day": _read("""Monday| Tuesday| Wednesday| Thursday| Friday| Saturday| Sunday| the 3rd| the 14th| May 21|
        June 9| the first of March"""),
    "hour": _read("""8| 9:30| noon| 4 pm| 10 am| six| half past two| 17:45| eleven| 3:15"""),
    "n": _read("""3| 4| 5| 6| 7| 8| 9| 12| 14| 15| 20| 25| 30| 40| 45"""),
    "few": _read("""two| three| four| five| six"""),
    "many": _read("""six| seven| eight| nine| ten| twelve| fourteen"""),
    "percent": _read("""2| 3| 4| 5.5| 6| 7.1| 8| 9| 11| 12| 14| 17| 21| 23| 28| 31"""),
    "order": _read("""1042| 55871| 20931| 778120| 4410| 93382| 610045| 8207| 31199| 260714"""),
    "place": _read(
        """London| Leeds| Boston| Toronto| Vienna| Denver| Dublin| Lyon| Oslo| Hamburg| Perth| Austin|
        Ghent| Porto"""
    ),
    "name": _read("""Anna| Mr Hill| Sarah| Tom| Dr Weber| Mrs Lane| Carlos| Priya| Ben| Julia| Omar| Nina"""),
    "company": _read("""Norvik| Altera Foods| Brightline| Kestrel Energy| Orlan Steel| Medivance| Sundell| Pacific
        Rail| Tavira| Corvus Bank| Lumen Motors| Halden Group| Ostrava Cement| Quillon| Redfern
        Retail| Vantor| Amber Airlines| Delphin Oil| Maris Shipping| Zenda Pharma| Tristar Chips|
        Nordic Paper| Calder Media| Ivory Insurance"""),
    "quarter": _read("""the first quarter| the second quarter| the third quarter| the fourth quarter| the first
        half| Q1| Q2| Q3| Q4| the full year| the nine months to September| fiscal 2014| the December
        quarter"""),
    "amount": _read("""12 million| 40 million| 3.5 million| 150 million| 1.2 billion| 9 million| 86 million| 27.4
        million| 2.1 billion| 640 million| 5.8 million| 310 million"""),
    "currency": _read("""euros| dollars| pounds| kronor| rupees| yen"""),
    "commodity": _read(
        """gold| oil| silver| copper| crude| wheat| natural gas| palladium| zinc| coffee| sugar| cocoa"""
    ),
    "bank": _read("""Corvus Bank| Morland| Delta Research| Barton & Co| Vernon Securities| Citadel Row| Ashby|
        Langdon Brokers"""),
    "delivery": _read("""parcel| order| sofa| package| laptop| wardrobe| new card| contract| bike| washing machine|
        fridge| passport"""),
    "device": _read(
        """phone| laptop| tablet| camera| headset| watch| speaker| scooter| drill| razor| controller|
        toothbrush"""
    ),
    "fault": _read("""leak| error| bug| fault| outage| billing mistake| login problem| delivery mix-up| charging
        error| heating failure| account lock| line fault| server crash| pump failure| network
        failure| payment error| invoice mistake| printer jam| software crash| water damage| lift
        failure| data loss| syncing problem| power cut| noise problem"""),
    "duty": _read("""hours on hold| weeks without internet| days without hot water| hours in the queue| calls to
        the same hotline| hours on the tarmac| forms to fill in| nights next to the building site|
        hours in traffic| days of waiting for a reply"""),
    "nth": _read("""second| third| fourth| fifth| sixth"""),
    "since": _read(
        """Monday| last week| March| Easter| last year| the summer| yesterday| last Tuesday| the
        update| May"""
    ),
    "brand": _read("""Norvik| Brightline| Kestrel| Halden| Quillon| Vantor| Tavira| Lumen| Corvus| Delphin| Maris|
        Zenda| Calder| Sundell| Redfern| Ivory| Morland| Ashby"""),
    "rival": _read("""Norvik| Brightline| Kestrel| Halden| Quillon| Vantor| Tavira| Lumen| Corvus| Delphin| Maris|
        Zenda| Calder| Sundell| Redfern| Ivory| Morland| Ashby| the competition| the other shop| the
        place next door| their rival| the market leader"""),
    "low": _read("""1.1| 1.8| 2.3| 2.7| 3.4| 3.9| 4.2| 5.6| 6.1| 6.8| 7.5| 8.9"""),
    "high": _read("""9.2| 9.7| 10.4| 11.3| 12.8| 13.6| 15.9| 17.2| 19.5| 21.4| 24.7| 28.1"""),
    "dish": _read(
        """soup| pizza| stew| pie| curry| fish| pasta| cake| salad| lasagne| roast| omelette| rice| noodles"""
    ),
    "show": _read("""film| play| concert| musical| show| opera| talk| lecture| premiere| reading"""),
}
