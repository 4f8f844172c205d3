"""Terms of identity by group. Each term of a group can stand in the place of each other one."""

from __future__ import annotations

from .words import read_words

# The lists are a part of all terms on purpose: a model has to treat terms alike that it was not trained on.
ADJECTIVES: dict[str, list[str]] = {
    "nationality": read_words(
        """French German Spanish Italian Polish Greek Turkish Russian Ukrainian Chinese Japanese Indian Pakistani
        Nigerian Kenyan Egyptian Moroccan Brazilian Mexican Colombian Canadian Australian American British
        Iranian Israeli Syrian Cuban Vietnamese Thai Indonesian Swedish Norwegian Irish Romanian Ethiopian
        Algerian Korean Afghan Haitian Hungarian Albanian Danish Chilean Jamaican Ugandan Malaysian Lebanese
        Saudi Portuguese"""
    ),
    "religion": read_words(
        """Christian Muslim Jewish Hindu Buddhist Catholic Sikh Mormon Orthodox atheist secular Lutheran Baptist
        religious"""
    ),
    "ethnicity": read_words(
        """Black white Asian Latino Arab Hispanic African Caucasian Roma indigenous Kurdish Caribbean biracial
        brown dark-skinned"""
    ),
    "orientation": read_words(
        "gay straight pansexual bisexual heterosexual homosexual transgender queer cisgender non-binary"
    ),
    "disability": read_words(
        "blind deaf disabled autistic dyslexic able-bodied sighted paralysed epileptic mute diabetic bipolar"
    ),
    "age": read_words(
        "young old elderly middle-aged teenage retired 20-year-old 45-year-old 70-year-old adult aged 30-year-old"
    ),
    "wealth": read_words(
        """rich poor wealthy homeless middle-class working-class unemployed affluent well-off low-income prosperous
        penniless"""
    ),
}
PEOPLE: dict[str, list[str]] = {
    # In turns female and male, so that pronouns can be kept.
    "gender": read_words("woman man girl boy lady gentleman"),
    "kin": read_words("mother father sister brother daughter son wife husband aunt uncle grandmother grandfather"),
    "occupation": read_words(
        """teacher nurse doctor driver farmer lawyer cleaner engineer banker soldier waiter plumber student cook
        clerk policeman accountant carpenter priest dentist cashier electrician artist journalist secretary
        guard barber postman politician scientist"""
    ),
    "believer": read_words("Christian Muslim Jew Hindu Buddhist Catholic Sikh atheist Mormon agnostic"),
    "person": read_words("immigrant refugee local tourist foreigner citizen migrant neighbour newcomer pensioner"),
}
PEOPLE_PLURAL: dict[str, list[str]] = {
    "gender plural": read_words("women men girls boys ladies gentlemen"),
    "kin plural": read_words("mothers fathers sisters brothers daughters sons aunts uncles"),
    "occupation plural": read_words(
        "teachers nurses doctors drivers farmers lawyers cleaners engineers bankers soldiers students plumbers artists"
    ),
    "believers": read_words("Christians Muslims Jews Hindus Buddhists Catholics Sikhs atheists Mormons"),
    "persons": read_words("immigrants refugees locals tourists foreigners citizens migrants pensioners"),
    "peoples": read_words(
        "Germans Russians Americans Mexicans Indians Nigerians Italians Turks Brazilians Syrians Greeks Canadians"
    ),
}
PLACES: dict[str, list[str]] = {
    "country": read_words(
        """France Germany Spain Italy Poland Greece Turkey Russia Ukraine China Japan India Pakistan Nigeria Kenya
        Egypt Morocco Brazil Mexico Colombia Canada Australia Iran Israel Syria Cuba Vietnam Thailand Indonesia
        Sweden Norway Haiti Somalia Afghanistan Ethiopia Denmark Finland Hungary Peru Chile Argentina Ghana
        Nepal"""
    ),
    "city": read_words(
        """London Paris Berlin Madrid Rome Warsaw Athens Istanbul Moscow Kyiv Beijing Tokyo Mumbai Karachi Lagos
        Nairobi Cairo Toronto Chicago Boston Detroit Sydney Tehran Damascus Havana Hanoi Bangkok Jakarta Baghdad
        Kabul Vienna Dublin Lisbon Prague Oslo Montreal Seattle Denver Houston Atlanta Miami Seoul Shanghai
        Delhi Bangalore Melbourne Auckland Lima Bogota Santiago"""
    ),
}
NAMES: dict[str, list[str]] = {
    "name": read_words(
        """Emily Jamal Mohammed Wei Priya Carlos Olga Fatima John Lakisha Hans Yuki Ahmed Maria Kwame Ingrid Rajesh
        Sofia Tyrone Amy Hassan Mei Pedro Claire Abdul Svetlana Juan Greg Aisha Thabo"""
    ),
}
GROUPS: dict[str, list[str]] = {**ADJECTIVES, **PEOPLE, **PEOPLE_PLURAL, **PLACES, **NAMES}
