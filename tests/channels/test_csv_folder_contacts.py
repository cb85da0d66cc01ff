"""The adults of a school folder: many rows to one person, limits and consent, and never a pupil among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.domain.roster import Contact
from integrations.roster.csv_folder import read_school_folder
from tests.channels.folders import FILES, a_folder, changed, notices, problems, with_row


@pytest.mark.clause("C11")
@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("P1,P2,,Ann,Other,friend,ann@mail.example,,,,,,,", "contact_id"),
        ("P1,p2,,Ann,Other,friend,ann@mail.example,,,,,,,", "contact_id"),
        ("P1,C9,,Ann,Other,Self,ann@mail.example,,,,,,,", "relationship"),
        ("P1,C9,,Ann,Other,pupil,,,,,,,,", "relationship"),
        ("P2,C9,,Zofia,Nowak,friend,zofia.nowak@mail.example,,,,,,,", "email"),
        ("P2,C9,,ZOFIA,NOWAK,friend,z123@pupils.elmswick.example,,,,,,,", "email"),
        ("P1,C9,,Tobi,Adeyemi,friend,adeyemi_tobi14@mail.example,,,,,,,", "email"),
    ],
)
def test_a_pupil_is_never_a_contact(row: str, column: str, tmp_path: Path) -> None:
    found = problems(a_folder(tmp_path, contacts=with_row("contacts.csv", row)))
    assert len(found) == 1
    assert found[0].startswith(f"contacts.csv, line 5, column {column}: ")
    assert "a pupil is never a contact" in found[0]


def test_a_parent_who_shares_a_childs_name_is_a_contact(tmp_path: Path) -> None:
    row = "P1,C9,Mrs,Zofia,Nowak,mother,family.nowak@mail.example,,yes,,,,,"
    assert (
        read_school_folder(a_folder(tmp_path, contacts=with_row("contacts.csv", row))).contacts[-1].contact_id == "C9"
    )


def test_several_rows_with_one_contact_id_are_one_person_with_every_address(tmp_path: Path) -> None:
    row = "P2,C1,,AGNIESZKA,Nowak,aunt,Agnes@Work.example,07700 900002,no,3,no,,,"
    roster = read_school_folder(a_folder(tmp_path, contacts=with_row("contacts.csv", row)))
    assert [one.contact_id for one in roster.contacts] == ["C1", "C2", "C3"]
    assert roster.contacts[0] == Contact(
        *("C1", "Mrs", "Agnieszka", "Nowak", ("a.nowak@mail.example", "agnes@work.example")),
        *(("07700 900001", "07700 900002"), "pl"),
    )
    assert len(roster.ties) == 4


def test_a_parent_who_gives_their_address_at_work_in_the_school_is_told_apart_by_nobody(tmp_path: Path) -> None:
    a_folder(tmp_path, contacts=changed("contacts.csv", "femi@mail.example", "head@elmswick.example"))
    assert notices(tmp_path) == [
        "contacts.csv, line 4, column email: 'head@elmswick.example' is S2's at work, so mail from it is read as theirs."
    ]


def test_one_contact_id_with_two_names_is_refused(tmp_path: Path) -> None:
    row = "P2,C1,Mrs,Ewa,Nowak,aunt,,,no,3,no,,,"
    (said,) = problems(a_folder(tmp_path, contacts=with_row("contacts.csv", row)))
    assert said.startswith("contacts.csv, line 5, column first_name: 'Ewa', but line 2 calls 'C1' 'Agnieszka'")


def test_the_same_contact_of_the_same_pupil_twice_is_refused(tmp_path: Path) -> None:
    row = FILES["contacts.csv"].splitlines()[1]
    (said,) = problems(a_folder(tmp_path, contacts=with_row("contacts.csv", row)))
    assert said.startswith("contacts.csv, line 5, column contact_id: this contact of this pupil stands on line 2")


@pytest.mark.clause("C19")
def test_a_yes_without_a_document_is_no_consent_and_is_reported(tmp_path: Path) -> None:
    a_folder(tmp_path, pupils=changed("pupils.csv", "form 2026", ""))
    pupil = read_school_folder(tmp_path).pupils[0]
    assert (pupil.consent_twitter, pupil.consent_youtube) == (False, False)
    (said,) = notices(tmp_path)
    assert said.startswith("pupils.csv, line 2, column consent_twitter: 'yes' without a document is no consent")


@pytest.mark.clause("C4")
@pytest.mark.parametrize(
    ("may", "restriction", "expected"),
    [
        ("", "", True),
        ("no", "", False),
        ("", "via_office", False),
        ("yes", "via_office", True),
        ("", "court_order", False),
        ("yes", "court_order", True),
        ("yes", "no_contact", False),
        ("YES", "", True),
    ],
)
def test_may_contact_blank_means_yes_unless_a_restriction_stands(
    may: str, restriction: str, expected: bool, tmp_path: Path
) -> None:
    a_folder(tmp_path, contacts=changed("contacts.csv", ",,via_office", f",{may},{restriction}"))
    assert read_school_folder(tmp_path).ties[1].may_contact is expected
