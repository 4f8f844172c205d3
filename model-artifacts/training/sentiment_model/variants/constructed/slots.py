"""Lists of words without sentiment for the slots of templates."""

from __future__ import annotations

SLOTS: dict[str, list[str]] = {
    slot: [entry.strip() for entry in entries.split("|")]
    for slot, entries in {
        "aside": "after everything the brochure said|with all the talk about it|given the price we paid|whatever the "
        "adverts claim|having tried it for three weeks|to tell you the truth|as a long-time customer|having waited since "
        "March|looking back on it now|in spite of the many stars it has|if you ask my wife|after what my brother told me|"
        "now that I have seen it for myself|even with the discount|contrary to what the posters say|as far as my family "
        "is concerned|considering who recommended it|all things considered|taking everything into account",
        "person": "my sister|my boss|our neighbour|a friend|my father|my flatmate|the man next to me|my wife|a colleague|"
        "my husband|our daughter|my cousin|my uncle|the whole family|my teacher|everyone at work|my trainer|the critic",
        "when": "yesterday|last week|on Monday|this morning|in July|two days ago|last night|over the weekend|on Friday|"
        "at Easter|earlier today|in the autumn|last summer|three weeks ago|last Tuesday",
        "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|the 3rd|the 14th|May 21|June 9|the first of March",
        "hour": "8|9:30|noon|4 pm|10 am|six|half past two|17:45|eleven|3:15",
        "n": "3|4|5|6|7|8|9|12|14|15|20|25|30|40|45",
        "few": "two|three|four|five|six",
        "many": "six|seven|eight|nine|ten|twelve|fourteen",
        "percent": "2|3|4|5.5|6|7.1|8|9|11|12|14|17|21|23|28|31",
        "order": "1042|55871|20931|778120|4410|93382|610045|8207|31199|260714",
        "place": "London|Leeds|Boston|Toronto|Vienna|Denver|Dublin|Lyon|Oslo|Hamburg|Perth|Austin|Ghent|Porto",
        "name": "Anna|Mr Hill|Sarah|Tom|Dr Weber|Mrs Lane|Carlos|Priya|Ben|Julia|Omar|Nina",
        "company": "Norvik|Altera Foods|Brightline|Kestrel Energy|Orlan Steel|Medivance|Sundell|Pacific Rail|Tavira|"
        "Corvus Bank|Lumen Motors|Halden Group|Ostrava Cement|Quillon|Redfern Retail|Vantor|Amber Airlines|Delphin Oil|"
        "Maris Shipping|Zenda Pharma|Tristar Chips|Nordic Paper|Calder Media|Ivory Insurance",
        "quarter": "the first quarter|the second quarter|the third quarter|the fourth quarter|the first half|Q1|Q2|Q3|Q4|"
        "the full year|the nine months to September|fiscal 2014|the December quarter",
        "amount": "12 million|40 million|3.5 million|150 million|1.2 billion|9 million|86 million|27.4 million|2.1 billion|"
        "640 million|5.8 million|310 million",
        "currency": "euros|dollars|pounds|kronor|rupees|yen",
        "commodity": "gold|oil|silver|copper|crude|wheat|natural gas|palladium|zinc|coffee|sugar|cocoa",
        "bank": "Corvus Bank|Morland|Delta Research|Barton & Co|Vernon Securities|Citadel Row|Ashby|Langdon Brokers",
        "delivery": "parcel|order|sofa|package|laptop|wardrobe|new card|contract|bike|washing machine|fridge|passport",
        "device": "phone|laptop|tablet|camera|headset|watch|speaker|scooter|drill|razor|controller|toothbrush",
        "fault": "leak|error|bug|fault|outage|billing mistake|login problem|wrong delivery|double charge|broken heating|"
        "blocked account|dead line|server crash|faulty pump|network failure|payment error|missing invoice|flat tyre|"
        "printer jam|software crash|water damage|broken lift|data loss|syncing problem",
        "duty": "hours on hold|weeks without internet|days without hot water|hours in the queue|calls to the same hotline|"
        "hours on the tarmac|forms to fill in|nights next to the building site|hours in traffic|days of waiting for a reply",
    }.items()
}
