"""What a form with remarks says on top of itself."""


def test_the_summary_names_every_field_and_says_what_is_wrong_with_it(client):
    answer = client.post("/sign-up", data={})
    summary = answer.get_data(as_text=True).split('id="problems"')[1].split("</ul>")[0]
    assert summary.count("<li>") >= 2
    assert summary.count("This is needed. Fill it in.") >= 2
