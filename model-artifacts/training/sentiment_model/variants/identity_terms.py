"""Terms of identity by group. Each term of a group can stand in the place of each other one."""

from __future__ import annotations

# The lists are a part of all terms on purpose: a model has to treat terms alike that it was not trained on.
ADJECTIVES: dict[str, list[str]] = {
    "nationality": (
        "French German Spanish Italian Polish Greek Turkish Russian Ukrainian Chinese Japanese Indian Pakistani Nigerian "
        "Kenyan Egyptian Moroccan Brazilian Mexican Colombian Canadian Australian American British Iranian Israeli Syrian "
        "Cuban Vietnamese Thai Indonesian Swedish Norwegian Irish Romanian Ethiopian Algerian Korean Afghan Haitian"
    ).split(),
    "religion": "Christian Muslim Jewish Hindu Buddhist Catholic Sikh Mormon Orthodox atheist secular Lutheran".split(),
    "ethnicity": "Black white Asian Latino Arab Hispanic African Caucasian Roma indigenous Kurdish Caribbean".split(),
    "orientation": "gay straight lesbian bisexual heterosexual homosexual transgender queer".split(),
    "disability": "blind deaf disabled autistic dyslexic able-bodied sighted paralysed epileptic mute".split(),
    "age": "young old elderly middle-aged teenage retired 20-year-old 45-year-old 70-year-old adult".split(),
    "wealth": "rich poor wealthy homeless middle-class working-class unemployed affluent well-off low-income".split(),
}
PEOPLE: dict[str, list[str]] = {
    "gender": "woman man girl boy lady gentleman mother father sister brother daughter son wife husband".split(),
    "occupation": (
        "teacher nurse doctor driver farmer lawyer cleaner engineer banker soldier waiter plumber student cook clerk "
        "policeman accountant carpenter priest dentist cashier electrician artist journalist secretary guard"
    ).split(),
    "believer": "Christian,Muslim,Jew,Hindu,Buddhist,Catholic,Sikh,atheist,Mormon,agnostic".split(","),
    "person": "immigrant refugee local tourist foreigner citizen migrant neighbour newcomer pensioner".split(),
}
PEOPLE_PLURAL: dict[str, list[str]] = {
    "gender plural": "women men girls boys mothers fathers sisters brothers daughters sons".split(),
    "occupation plural": "teachers nurses doctors drivers farmers lawyers cleaners engineers bankers soldiers students".split(),
    "believers": "Christians Muslims Jews Hindus Buddhists Catholics Sikhs atheists Mormons".split(),
    "persons": "immigrants refugees locals tourists foreigners citizens migrants pensioners".split(),
    "peoples": "Germans Russians Americans Mexicans Indians Nigerians Italians Turks Brazilians Syrians Greeks".split(),
}
PLACES: dict[str, list[str]] = {
    "country": (
        "France Germany Spain Italy Poland Greece Turkey Russia Ukraine China Japan India Pakistan Nigeria Kenya Egypt "
        "Morocco Brazil Mexico Colombia Canada Australia Iran Israel Syria Cuba Vietnam Thailand Indonesia Sweden Norway "
        "Haiti Somalia Afghanistan Ethiopia"
    ).split(),
    "city": (
        "London Paris Berlin Madrid Rome Warsaw Athens Istanbul Moscow Kyiv Beijing Tokyo Mumbai Karachi Lagos Nairobi "
        "Cairo Toronto Chicago Boston Detroit Sydney Tehran Damascus Havana Hanoi Bangkok Jakarta Baghdad Kabul"
    ).split(),
}
NAMES: dict[str, list[str]] = {
    "name": (
        "Emily Jamal Mohammed Wei Priya Carlos Olga Fatima John Lakisha Hans Yuki Ahmed Maria Kwame Ingrid Rajesh Sofia "
        "Tyrone Amy Hassan Mei Pedro Claire Abdul Svetlana Juan Greg Aisha Thabo"
    ).split(),
}
GROUPS: dict[str, list[str]] = {**ADJECTIVES, **PEOPLE, **PEOPLE_PLURAL, **PLACES, **NAMES}
