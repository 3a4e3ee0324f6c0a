"""A list as it is: uploaded, its columns said, looked at row by row, imported; what is wrong comes back as a file."""

from tests.journeys import given

LIST = """Case number,Full name,Sex,Date of birth,Nationality
A-1,Amina Osman Ali,F,1994-04-25,Somalia
A-2,Musa Jallow,M,1990-01-32,Narnia
A-3,Selam Tesfay,F,2001-12-02,Eritrea
"""


def test_a_list_with_one_bad_row(officer, world):
    registrar = officer("registrar").opens("exchange.lists").uploads("list.csv", LIST)

    registrar.presses("Upload").sees("Match the columns").answers({"Full name": "Name as given"}).presses("Check the rows")
    given.the_worker_ran(world, "check")
    registrar.looks_again().sees("Import 2 people").sees("D3").presses("Import 2 people")
    given.the_worker_ran(world, "bring_in")

    registrar.looks_again().sees("2 people imported").sees("LBY-")
    assert "A-2,Musa Jallow" in registrar.downloads("CSV")
    registrar.opens("people.search").sees("Amina Osman Ali").sees_not("Musa Jallow")
