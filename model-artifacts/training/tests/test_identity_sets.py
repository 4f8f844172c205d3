"""The identity sets have enough groups, terms and templates, and their sentences differ by the term alone."""

from collections import defaultdict

from sentiment_model.identity_sets import read_identity_sets

SETS = read_identity_sets()
BY_GROUP = defaultdict(list)
for each in SETS:
    BY_GROUP[each.group].append(each)


def test_there_are_at_least_twelve_groups_of_eight_terms_in_ten_templates():
    assert len(BY_GROUP) >= 12
    assert {group: sets for group, sets in BY_GROUP.items() if len(sets) < 10 or len(sets[0].sentences) < 8} == {}


def test_the_groups_that_matter_most_are_there():
    named = {"nationality", "religion", "ethnicity", "gender", "sexual orientation", "disability", "age", "wealth"}
    assert named | {"occupation", "film country", "city"} <= set(BY_GROUP)


def test_every_template_has_one_place_and_stands_once_in_a_group():
    assert all(each.template.count("{}") == 1 for each in SETS)
    assert all(len({each.template for each in sets}) == len(sets) for sets in BY_GROUP.values())


def test_sentences_of_a_set_differ_by_the_term_alone():
    for each in SETS:
        before, after = each.template.split("{}")
        for term, sentence in each.sentences.items():
            assert sentence == before + term + after


def test_every_row_of_a_table_becomes_a_sentence(tmp_path):
    (tmp_path / "terms.tsv").write_text("kind\tgroup\tterm\nplace\tcity\tParis\nplace\tcity\tOslo\nfilm\tfilm\tIran\n")
    (tmp_path / "templates.tsv").write_text("kind\ttemplate\nplace\tShe lives in {}.\n")
    (only,) = read_identity_sets(tmp_path)
    assert only.group == "city"
    assert only.sentences == {"Paris": "She lives in Paris.", "Oslo": "She lives in Oslo."}
