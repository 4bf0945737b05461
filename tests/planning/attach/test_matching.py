from __future__ import annotations

import pytest
import shapely
from vidnova.planning.attach.candidates import Subject
from vidnova.planning.attach.identity import fingerprints, identities, portable_source
from vidnova.planning.attach.layer_fields import LayerFields, completed
from vidnova.planning.attach.layer_index import index_layer
from vidnova.planning.attach.matching import Rules, match
from vidnova.planning.errors import PlanError
from vidnova.planning.features import FeatureTable
from vidnova.planning.progress import SILENT


def layer(columns, shapes=None, name="layer"):
    size = len(next(iter(columns.values())))
    shapes = shapes or [shapely.Point(1000 * row, 0) for row in range(size)]
    wkb = [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
    return FeatureTable(name, name, "EPSG:6386", columns, wkb)


def found(table, *subjects, fields=None, **rules):
    index = index_layer(table, completed(fields or LayerFields(), table), SILENT)
    subjects = [s if isinstance(s, Subject) else Subject(str(n), s) for n, s in enumerate(subjects)]
    return match(subjects, index, Rules(**rules), SILENT)


def rows(matches, review="automatic"):
    return [candidate.row for candidate in matches.candidates if candidate.review == review]


SCHOOLS = {"name_uk": ["Ліцей № 1", "Ліцей № 11", "Гімназія № 5", "Музична школа № 1", "ЗДО № 3 «Сонечко»"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ремонт ліцею № 1", [0]),
        ("Ремонт ліцею №11", [1]),
        ("Добудова музичної школи № 1", [3]),
        ("Термомодернізація Гімназії N5", [2]),
        ("Дитячий садок № 3 «Сонечко»: заміна вікон", [4]),
        ("Укриття в ліцеях № 1 та № 11", [0, 1]),
        ("Ліцей № 2", []),
        ("Гімназія № 11", []),
    ],
)
def test_kind_and_number_decide(text, expected):
    assert sorted(rows(found(layer(SCHOOLS), text))) == expected


def test_another_kind_with_the_number_waits_for_review():
    matches = found(layer(SCHOOLS), "Капітальний ремонт школи № 5")
    assert (rows(matches), rows(matches, "to_review")) == ([], [2])


def test_the_way_to_a_school_waits_for_review():
    matches = found(layer(SCHOOLS), "Капітальний ремонт дороги до ліцею № 1")
    assert (rows(matches), rows(matches, "to_review")) == ([], [0])


def test_another_name_in_quotes_contradicts():
    matches = found(layer(SCHOOLS), "ЗДО № 3 «Барвінок»")
    assert (rows(matches), rows(matches, "to_review")) == ([], [4])


HOMES = {"street_uk": ["вул. Шкільна", "вул. Шкільна", "пров. Шкільний"], "house": ["12", "12а", "12"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ремонт покрівлі по вул. Шкільній, 12", [0]),
        ("Ремонт покрівлі по вул. Шкільній, 12-А", [1]),
        ("Ремонт покрівлі, пров. Шкільний, 12", [2]),
        ("Ремонт покрівлі по вул. Шкільній, 14", []),
        ("Ремонт вул. Шкільної", []),
        ("Ремонт будинків по вул. Шкільній, 12, 12а", [0, 1]),
    ],
)
def test_street_and_house_decide(text, expected):
    assert sorted(rows(found(layer(HOMES), text))) == expected


def test_the_same_street_in_two_settlements_needs_the_settlement():
    table = layer({"address_uk": ["с. Лісове, вул. Шкільна, 12", "с. Вербове, вул. Шкільна, 12"]})
    unclear = found(table, "Ремонт клубу по вул. Шкільній, 12")
    assert (rows(unclear), rows(unclear, "to_review")) == ([], [0, 1])
    assert rows(found(table, "Ремонт клубу по вул. Шкільній, 12, у с. Вербовому")) == [1]
    assert rows(found(table, Subject("1", "Клуб", "вул. Шкільна, 12", "с. Лісове"))) == [0]


def test_segments_of_a_street_go_together_but_not_those_of_two_settlements():
    lines = [shapely.LineString([(0, 0), (n + 1, 1)]) for n in range(3)]
    table = layer({"name_uk": ["вул. Лісова"] * 3, "settlement": ["Лісове"] * 3}, lines)
    assert rows(found(table, "Капітальний ремонт вул. Лісової")) == [0, 1, 2]
    table = layer({"name_uk": ["вул. Лісова"] * 3, "settlement": ["Лісове", "Лісове", "Вербове"]}, lines)
    unclear = found(table, "Капітальний ремонт вул. Лісової")
    assert (rows(unclear), rows(unclear, "to_review")) == ([], [0, 1, 2])


def test_a_street_that_only_says_where_is_no_object():
    lines = [shapely.LineString([(0, 0), (1, 1)])]
    table = layer({"name_uk": ["вул. Лісова"]}, lines)
    assert rows(found(table, "Реконструкція ліцею по вул. Лісовій, 3")) == []
    assert rows(found(table, "Вуличне освітлення по вул. Лісовій")) == [0]
    assert rows(found(table, "Велосипедна доріжка вздовж вул. Лісової")) == [0]
    assert rows(found(table, "Котельня по вул. Лісовій")) == []
    assert rows(found(table, "Будівництво соціального житла по вул. Лісовій")) == []
    assert rows(found(table, Subject("1", "Будівництво соціального житла", "вул. Лісова"))) == []


def test_name_and_address_together_outweigh_a_renamed_kind():
    table = layer({"name_uk": ["Ліцей № 33", "Ліцей № 3"], "address_uk": ["вул. Василя Порика, 20", "вул. Миру, 1"]})
    matches = found(table, "ЗОШ № 33 по вул. В. Порика, 20")
    assert rows(matches) == [0]
    assert "Порика" in matches.candidates[0].evidence and "№ 33" in matches.candidates[0].evidence


def test_another_address_takes_certainty_away():
    table = layer({"name_uk": ["Ліцей № 33"], "address_uk": ["вул. Миру, 1"]})
    matches = found(table, "Ліцей № 33 по вул. Лісовій, 7")
    assert (rows(matches), rows(matches, "to_review")) == ([], [0])


def test_a_name_after_its_village_is_found_by_the_village():
    table = layer({"name_uk": ["Вербівська гімназія", "Лісківська гімназія", "Гімназія № 1"]})
    assert rows(found(table, "Капітальний ремонт гімназії у с. Вербове")) == [0]


def test_an_address_column_may_name_the_institution():
    table = layer({"name_uk": ["Гімназія № 3", "Гімназія № 4"], "address_uk": ["вул. Миру, 1", "вул. Лісова, 3"]})
    assert rows(found(table, Subject("1", "Відбудова після руйнувань", "Гімназія № 3"))) == [0]


def test_an_institution_of_another_family_at_the_address_is_not_meant():
    table = layer({"name_uk": ["Ліцей № 1"], "address_uk": ["вул. Миру, 1"]})
    matches = found(table, "Ремонт амбулаторії по вул. Миру, 1")
    assert matches.candidates == () and "амбулаторії" in matches.unmatched["0"]


def test_another_speciality_at_the_address_waits_for_review():
    table = layer({"name_uk": ["Обласна лікарня"], "address_uk": ["вул. Пілотська, 1"]})
    matches = found(table, "Обласний онкологічний диспансер по вул. Пілотській, 1")
    assert (rows(matches), rows(matches, "to_review")) == ([], [0])


def test_a_pipe_named_after_its_street_is_not_the_street():
    lines = [shapely.LineString([(0, 0), (1, 1)])] * 2
    pipes = layer({"name_uk": ["Водогін, вул. Лісова", "Каналізація, вул. Лісова"]}, lines)
    assert rows(found(pipes, "Реконструкція водогону по вул. Лісовій")) == [0]
    assert found(pipes, "Капітальний ремонт вул. Лісової").candidates == ()


def test_the_only_one_of_its_kind_needs_no_name():
    plants = layer({"name_uk": ["Очисні споруди", "Водозабір «Заріччя»", "Амбулаторія"]})
    assert rows(found(plants, "Реконструкція очисних споруд")) == [0]
    assert rows(found(plants, "Обладнання для амбулаторії"), "to_review") == [2]
    assert found(plants, "Реконструкція очисних споруд «Північні»").candidates == ()
    assert found(layer({"name_uk": ["Школа", "Лісова школа"]}), "Утеплення школи").candidates == ()


def test_a_stadium_is_not_the_sports_complex_of_its_name():
    sport = layer({"name_uk": ["Стадіон «Авангард»", "Спорткомплекс «Авангард»"]})
    assert rows(found(sport, "Реконструкція стадіону «Авангард»")) == [0]


def test_a_shelter_is_told_from_the_school_over_it():
    shelters = layer({"name_uk": ["Укриття Ліцею № 2", "Укриття Ліцею № 1"]})
    assert rows(found(shelters, "Капітальний ремонт укриття ліцею № 2")) == [0]
    assert found(shelters, "Капітальний ремонт ліцею № 2").candidates == ()


def test_a_street_called_like_an_institution_is_none():
    table = layer({"name_uk": ["Університет"], "address_uk": ["вул. Миру, 1"]})
    assert found(table, "Музей по вул. Університетській, 5").candidates == ()


def test_one_object_drawn_twice_is_one():
    names = {"name_uk": ["Обласна лікарня", "ОБЛАСНА ЛІКАРНЯ"]}
    near = layer(names, [shapely.Point(0, 0), shapely.Point(5, 0)])
    far = layer(names, [shapely.Point(0, 0), shapely.Point(5000, 0)])
    assert rows(found(near, "Обласна лікарня: новий корпус")) == [0, 1]
    assert rows(found(far, "Обласна лікарня: новий корпус"), "to_review") == [0, 1]


def test_qualifiers_tell_hospitals_apart():
    table = layer({"name_uk": ["КНП «Обласна дитяча клінічна лікарня»", "КНП «Обласна клінічна лікарня» міської ради"]})
    assert rows(found(table, "Обладнання для обласної клінічної лікарні")) == [1]


def test_codes_match_whole_and_plain_numbers_do_not():
    table = layer({"code": ["SCH-1", "SCH-11", "1"]})
    assert rows(found(table, "Ремонт (об'єкт SCH-1)")) == [0]
    assert rows(found(table, Subject("1", "Ремонт 1", codes=("SCH-11",)))) == [1]
    assert found(table, "Ремонт 1 поверху").candidates == ()


def test_place_is_asked_only_where_words_say_nothing():
    table = layer({"name_uk": ["Ліцей № 1", "Ліцей № 2"]}, [shapely.Point(0, 0), shapely.Point(30, 0)])
    by_words = found(table, Subject("1", "Ліцей № 1", place=shapely.Point(30, 0)))
    by_place = found(table, Subject("1", "Спортмайданчик", place=shapely.Point(29, 0)))
    assert rows(by_words) == [0]
    assert [(c.row, c.method) for c in by_place.candidates if c.review == "automatic"] == [(1, "place")]


def test_a_polygon_of_a_measure_takes_what_lies_in_it():
    table = layer({"code": ["A", "B", "C"]}, [shapely.Point(1, 1), shapely.Point(2, 2), shapely.Point(9, 9)])
    assert rows(found(table, Subject("1", "Благоустрій", place=shapely.box(0, 0, 3, 3)))) == [0, 1]


def test_features_without_geometry_or_words_are_passed_over():
    table = layer({"name_uk": [None, "Ліцей № 1"]}, [None, None])
    assert rows(found(table, Subject("1", "Ліцей № 1", place=shapely.Point(0, 0)))) == [1]


def test_the_identity_survives_a_new_order_and_a_new_fid():
    square = shapely.box(0, 0, 10, 10)
    turned = shapely.Polygon([(10, 10), (10, 0), (0, 0), (0, 10.01)])
    one = layer({"fid": [1, 2], "name": ["a", "b"]}, [square, shapely.Point(1, 1)])
    other = layer({"name": ["b", "a"], "fid": [7, 8]}, [shapely.Point(1, 1), turned])
    assert fingerprints(one) == fingerprints(other)[::-1]
    assert len(set(fingerprints(layer({"name": ["a", "b"]}, [square, square])))) == 2


def test_a_key_that_is_empty_or_double_gives_way_to_the_fingerprint():
    table = layer({"key": ["A", None, "B", "B"]})
    assert [identity.key_field for identity in identities(table, "key")] == ["key", "", "", ""]
    assert len({identity.key for identity in identities(table, "key")}) == 4


def test_sources_are_kept_relative_where_there_is_a_file(tmp_path):
    folder = tmp_path / "план «О'Браєн»"
    folder.mkdir()
    (tmp_path / "town.gpkg").touch()
    source = f"{tmp_path / 'town.gpkg'}|layername=schools|subset=x"
    assert portable_source(source, folder) == "../town.gpkg|layername=schools"
    assert portable_source("postgres://db", folder) == "postgres://db"


def test_an_unknown_field_is_named():
    with pytest.raises(PlanError, match="no field «nazva»"):
        completed(LayerFields(names=("nazva",)), layer({"name": ["a"]}))


def test_usual_fields_are_found_and_a_given_one_is_respected():
    table = layer({"fid": [1, 2], "school_id": ["a", "b"], "name_uk": ["x", "y"], "address_uk": ["", ""]})
    assert completed(LayerFields(), table) == LayerFields(key="school_id", names=("name_uk",), address="address_uk")
    assert completed(LayerFields(names=("address_uk",)), table).names == ("address_uk",)
