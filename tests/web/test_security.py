"""What is refused before any page looks at it."""


def test_a_nul_is_refused_wherever_it_stands(client):
    for address in ("/certificates/verify/%00", "/check-in/%00/ABC", "/calendar/?q=%00", "/calendar/?q=a&q=%00"):
        assert client.get(address).status_code == 400
    for fields in ({"%00": "a"}, {"email": ["a", "\x00"]}, {"\x00": "a"}):
        answer = client.post("/sign-in", data=fields)
        assert answer.status_code in (400, 422)
        assert (answer.status_code == 400) == ("%00" not in fields)


def test_names_that_an_address_may_not_have_do_no_harm(client):
    """What Flask takes for itself when it makes an address, digits that are none, years no calendar counts from."""
    for name in ("endpoint", "_anchor", "_method", "_scheme", "_external", "self"):
        assert client.get(f"/programme/?{name}=1").status_code == 200, name
    for query in ("month=9999-12", "month=0001-01", "module=²", "view=list&page=²", "view=list&page=" + "9" * 5000):
        assert client.get(f"/calendar/?{query}").status_code == 200, query


def test_a_search_of_a_thousand_words_is_a_search(make, sign_in):
    staff = sign_in(make.staff(make.centre()))
    for where in ("/people/", "/needs/findings/", "/organisations/", "/people/accounts/", "/messages/"):
        answer = staff.get(f"{where}?q={'+'.join(str(number) for number in range(1_500))}")
        assert answer.status_code in (200, 403, 404), where


def test_a_text_has_a_language_and_an_end(make, sign_in):
    staff = sign_in(make.staff(make.centre()))
    strategy = {"country": "MD", "title-en": "Data strategy", "state": "adopted", "first_year": "2022"}
    assert "This is too long" in staff.post("/needs/documents/new", data=strategy | {"title-en": "A" * 501}).text
    assert staff.post("/needs/documents/new", data=strategy | {"title-": "x", "title-zz-y": "y"}).status_code == 303
    assert "Data strategy" in staff.get("/needs/documents/").text  # it can still be read
