"""What is refused before any page looks at it."""


def test_a_nul_is_refused_wherever_it_stands(client):
    for address in ("/certificates/verify/%00", "/check-in/%00/ABC", "/calendar/?q=%00", "/calendar/?q=a&q=%00"):
        assert client.get(address).status_code == 400
    for fields in ({"%00": "a"}, {"email": ["a", "\x00"]}, {"\x00": "a"}):
        answer = client.post("/sign-in", data=fields)
        assert answer.status_code in (400, 422)
        assert (answer.status_code == 400) == ("%00" not in fields)
