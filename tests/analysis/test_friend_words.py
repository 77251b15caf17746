"""What the critical friend hears in the words of factors: each check with labels that it takes and labels it must not.

The labels it must not take are of the kind that summits write; each of them has the look of a fault and is none.
"""

import pytest

from app.analysis.friend.ask import questions
from app.analysis.friend.words import blames, is_a_solution, is_a_target, is_two_in_one, is_vague, said
from app.analysis.reading import read
from app.model.cause_map import CauseMap
from app.model.changes import Add
from app.model.records import Factor


@pytest.mark.parametrize(
    "label",
    [
        "Wards are short and staff leave",
        "Family carers are worn out and get no break",
        "GPs close, and it costs",
        "Homes are old and it costs too much to heat them",
        "Wages have fallen and rents have risen",
        "Assessments take weeks and families give up their jobs",
        "Beds are closed and people wait too long",
    ],
)
def test_two_statements_in_one_are_heard(label):
    assert is_two_in_one(said(label))


@pytest.mark.parametrize(
    "label",
    [
        "People lose strength and independence while they wait",
        "NHS and council argue over who pays",
        "Health and social care do not share records",
        "Not enough home care at the right times and places",
        "Each organisation is paid and judged on its own results",
        "Patients and carers do not know who to call",
        "Pay and conditions are worse than in retail",
        "Health needs and social needs are assessed apart",
        "Letters are late and incomplete",
        "What patients say and what notes say do not match",
        "Nobody knows who decides and who pays",
        "Care homes will not take people who smoke and drink",
        "Waits on the ward and falls in the bathroom",
        "Staff and managers have no time to meet",
        "Change and uncertainty wear people down",
        "Costs and needs rise faster than budgets",
        "People are moved between wards day and night",
        "Recruitment and retention of nurses is hard",
        "Both the trust and the council are in debt",
        "Rent, food and energy costs are rising",
        "People leave hospital with no plan and no contact",
    ],
)
def test_an_and_within_one_statement_is_left_alone(label):
    assert not is_two_in_one(said(label))


@pytest.mark.parametrize("label", ["Communication", "Poor communication", "Culture", "Lack of resources", "IT issues"])
def test_a_single_large_word_is_heard(label):
    assert is_vague(said(label))


@pytest.mark.parametrize("label", ["Staff leave", "Rents", "Falls", "Poor night buses", "Nurses' pay", ""])
def test_a_plain_word_is_left_alone(label):
    assert not is_vague(said(label))


@pytest.mark.parametrize(
    "label",
    [
        "Lack of a discharge coordinator",
        "No shared electronic system",
        "Need to train staff",
        "Staff should ask",
        "No shared record system",
        "Lack of training",
        "We need a new database",
        "Need for a single team",
        "No single budget for the place",
        "There is no policy on weekends",
        "We should meet weekly",
    ],
)
def test_a_missing_solution_is_heard(label):
    assert is_a_solution(said(label))


@pytest.mark.parametrize(
    "label",
    [
        "No one answers",
        "No one in the team answers",
        "Not enough home care at the right times",
        "Lack of sleep",
        "No home care visit can start",
        "No service user is asked what matters",
        "No team knows the whole plan",
        "No line manager has time",
        "No form of transport at night",
        "Lack of system leadership",
        "Needs of older people are more complex",
        "Needs assessments are late",
        "Need for care is rising",
        "No bus at night",
        "No contract lasts more than a year",
        "Nobody plans for leaving",
    ],
)
def test_a_shortage_that_people_see_is_left_alone(label):
    assert not is_a_solution(said(label))


@pytest.mark.parametrize(
    "label",
    [
        "Lazy staff",
        "Families refuse to choose",
        "Bed blockers",
        "Nurses fail to ask",
        "Resistance to change",
        "Families are unwilling to choose a home",
        "Doctors don’t care",
        "Patients are non-compliant",
    ],
)
def test_blame_is_heard(label):
    assert blames(said(label))


@pytest.mark.parametrize(
    "label",
    [
        "Staff leave",
        "People are not told the plan",
        "The scheme failed",
        "Referrals fail to arrive",
        "Planning permission is refused",
        "Every later deploy refused to start",
        "Useless forms",
        "Staff fear that they will be blamed",
    ],
)
def test_what_goes_wrong_without_anybodys_fault_is_left_alone(label):
    assert not blames(said(label))


@pytest.mark.parametrize(
    "label", ["Reduce delays", "We miss the four hour target", "95% seen in four hours", "Improve flow"]
)
def test_a_target_is_heard(label):
    assert is_a_target(said(label))


@pytest.mark.parametrize(
    "label",
    [
        "People wait",
        "More falls on the ward",
        "Few people go home at weekends",
        "98% of beds are full",
        "Increase in falls",
        "Cut off from friends",
        "Cuts to bus routes",
        "Waits rose by 30%",
    ],
)
def test_a_figure_that_people_see_is_left_alone(label):
    assert not is_a_target(said(label))


def test_only_of_a_symptom_it_is_asked_whether_it_is_a_target():
    for kind, count in (("symptom", 1), ("cause", 0)):
        cause_map = CauseMap.empty("t").apply([Add(Factor(id="1", label="Reduce delays", kind=kind))])
        found = [each for each in questions(cause_map, read(cause_map)) if each.rule == "a target"]
        assert len(found) == count


def alike(*labels):
    """The groups of labels that are asked about as the same."""
    records = [Factor(id=str(at), label=label) for at, label in enumerate(labels)]
    cause_map = CauseMap.empty("t").apply([Add(each) for each in records])
    found = questions(cause_map, read(cause_map))
    return [[labels[int(id_)] for id_ in each.about] for each in found if each.rule == "near duplicate"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Care workers leave", "Care worker leaves"),
        ("Investment in innovatoin", "Investment in innovation"),
        ("The wards are full", "Wards full"),
        ("Delayed discharges", "Discharge delays"),
        ("Not enough home care", "Home care: not enough"),
        ("Great Recession2", "Great recession"),
        ("~Able to manage money", "Not able to manage money"),
    ],
)
def test_the_same_in_nearly_the_same_words_is_heard(one, other):
    assert alike(one, "Rents are high", other) == [[one, other]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Staff are told", "Staff are not told"),
        ("Ward 1 is full", "Ward 2 is full"),
        ("The short stay ward is full", "The short stay ward 12 is full"),
        ("Rounds are missing on wards", "Sounds are missing on wards"),
        ("Staff can’t meet", "Staff can meet"),
        ("Employees are aware, willing and able to act", "Employers are aware, willing and able to act"),
        ("Employers are aware, willing and able to act", "GPs are aware, willing and able to act"),
        ("Planned care is cut", "Unplanned care is cut"),
        ("Explicit knowledge of projects", "Implicit knowledge of projects"),
        ("Health inequality grows", "Wealth inequality grows"),
        ("More people wait at home", "Fewer people wait at home"),
        ("Beds are full at night", "Beds are full at weekends"),
        ("~Able to manage money", "Able to manage money"),
    ],
)
def test_what_differs_on_purpose_is_left_alone(one, other):
    assert alike(one, "Rents are high", other) == []


def test_the_same_thing_in_many_boxes_is_one_question():
    labels = ("Staff leave", "Staff leaves", "Staff leaving", "Beds are full")
    assert alike(*labels) == [list(labels[:3])]
