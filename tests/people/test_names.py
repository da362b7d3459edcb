"""Names: spellings of one person in five scripts come out alike, names of others do not."""

from trainhub.people.names import name_keys

SAME = [
    ("Əliyev Rəşad", "Rashad Aliyev"),
    ("Əliyev Rəşad", "Алиев Рашад"),
    ("Rəşad Kamal oğlu Əliyev", "ALIYEV RASHAD"),
    ("Günay Əliyeva", "Гюнай Алиева"),
    ("Günay Əliyeva", "GUNAY ALIYEVA"),
    ("Məmmədov Elçin", "Мамедов Эльчин"),
    ("Məmmədov Elçin", "MAMMADOV ELCHIN"),
    ("Mammadov Elchin", "Мамедов Эльчин"),
    ("Cəfərov Cavid", "Джафаров Джавид"),
    ("Cəfərov Cavid", "JAFAROV JAVID"),
    ("Cəfərov Cavid", "CAFAROV CAVID"),
    ("Cəfərova Cəmilə", "Dzhafarova Dzhamila"),
    ("Qasımov Xəyal", "GASIMOV KHAYAL"),
    ("Qasımov Xəyal", "Гасымов Хаял"),
    ("Qurbanova Şəhla", "Курбанова Шахла"),
    ("Hüseynov Tofiq", "Гусейнов Тофик"),
    ("Hüseynov Tofiq", "HUSEYNOV TOFIG"),
    ("Yusifzadə Nigar", "YUSIFZADE NIGAR"),
    ("Ağayev Oqtay", "Агаев Октай"),
    ("Ağayev Oqtay", "AGHAYEV OGTAY"),
    ("Gurbanow Myrat", "Курбанов Мырат"),
    ("Gurbanow Myrat", "GURBANOV MYRAT"),
    ("Annaýewa Gözel", "Аннаева Гозель"),
    ("Annaýewa Gözel", "ANNAYEVA GOZEL"),
    ("Ýazmyradow Şöhrat", "Язмырадов Шохрат"),
    ("Ýazmyradow Şöhrat", "YAZMYRADOV SHOHRAT"),
    ("Jumaýewa Aýgül", "Джумаева Айгуль"),
    ("Иванов Пётр Сергеевич", "Ivanov Petr"),
    ("Иванов Пётр", "Ivanov Pyotr"),
    ("Ольга Викторовна Щербакова", "Olga Shcherbakova"),
    ("Жумабаев Нурлан", "ZHUMABAYEV NURLAN"),
    ("Жумабаев Нурлан", "Jumabaev Nurlan"),
    ("Рахимов Фирӯз", "RAHIMOV FIRUZ"),
    ("გიორგი ბერიძე", "Giorgi Beridze"),
    ("ნინო ჩხეიძე", "Нино Чхеидзе"),
    ("ნინო წერეთელი", "Nino Tsereteli"),
    ("علی رضایی", "Ali Rezaei"),
    ("محمد حسینی", "Mohammad Hosseini"),
    ("فاطمه احمدی", "FATEMEH AHMADI"),
    ("Արամ Սարգսյան", "Aram Sargsyan"),
]
OTHERS = [
    ("Əliyev Rəşad", "Əliyev Rəşid"),
    ("Əliyev Rəşad", "Əliyeva Rəşadə"),
    ("Əliyev Rəşad", "Vəliyev Rəşad"),
    ("Əliyev Rəşad", "Əliyev Orxan"),
    ("Məmmədov Elçin", "Məmmədli Elçin"),
    ("Məmmədov Elçin", "Əhmədov Elçin"),
    ("Məmmədov Elçin", "Məmmədov Elşən"),
    ("Günay Əliyeva", "Günel Əliyeva"),
    ("Günay Əliyeva", "Günay Vəliyeva"),
    ("Cəfərov Cavid", "Səfərov Cavid"),
    ("Cəfərov Cavid", "Cəfərov Cavad"),
    ("Qasımov Xəyal", "Qasımova Xəyalə"),
    ("Qasımov Xəyal", "Həsənov Xəyal"),
    ("Hüseynov Tofiq", "Həsənov Tofiq"),
    ("Hüseynov Tofiq", "Hüseynli Tofiq"),
    ("Елена Петрова", "Алена Петрова"),
    ("Елена Петрова", "Елена Перова"),
    ("Алина Смирнова", "Элина Смирнова"),
    ("Иванов Пётр", "Иванов Павел"),
    ("Иванов Александр", "Иванова Александра"),
    ("Иванов Пётр Сергеевич", "Сергеев Пётр Иванович"),
    ("Ольга Викторовна Щербакова", "Виктория Щербакова"),
    ("Gurbanow Myrat", "Gurbanow Merdan"),
    ("Gurbanow Myrat", "Gurbanowa Maral"),
    ("Annaýewa Gözel", "Annaýewa Güljan"),
    ("Annaýewa Gözel", "Amanowa Gözel"),
    ("Jumaýewa Aýgül", "Jumaýewa Aýna"),
    ("Жумабаев Нурлан", "Жумабаев Нурсултан"),
    ("Жумабаев Нурлан", "Жунусбаев Нурлан"),
    ("Рахимов Фирӯз", "Каримов Фирӯз"),
    ("Рахимов Фирӯз", "Рахимов Фарход"),
    ("გიორგი ბერიძე", "გიორგი ბერიაშვილი"),
    ("გიორგი ბერიძე", "გურამ ბერიძე"),
    ("ნინო ჩხეიძე", "ნანა ჩხეიძე"),
    ("علی رضایی", "علی رضوانی"),
    ("محمد حسینی", "Mohammad Hassanzadeh"),
    ("محمد حسینی", "Mahmud Huseynov"),
    ("فاطمه احمدی", "Fatemeh Mohammadi"),
    ("Արամ Սարգսյան", "Արման Սարգսյան"),
    ("Anna Karimova", "Inna Karimova"),
]


def alike(one: str, other: str) -> bool:
    """Say whether two names would be shown as one person's, as the query does."""
    first, second = name_keys(one), name_keys(other)
    crossed = {"~" + key[1:] for key in first | second if key[0] == "="}
    same = {key for key in first & second if key[0] != "~"}
    return bool(same or crossed & (first | second))


def test_there_are_forty_of_each() -> None:
    assert (len(SAME), len(OTHERS)) == (40, 40)


def test_spellings_of_one_name_come_out_alike() -> None:
    missed = [pair for pair in SAME if not alike(*pair)]
    assert missed == []


def test_names_of_others_do_not() -> None:
    assert [pair for pair in OTHERS if alike(*pair)] == []


UNSEEN = [  # written down after the rules were made
    ("İbrahimov Ülvi", "Ибрагимов Ульви"),
    ("Zülfüqarov Nəriman", "Зульфугаров Нариман"),
    ("Sevda Rəhimli", "Севда Рагимли"),
    ("Şükürova Aytən", "Шукюрова Айтен"),
    ("Həsənova Leyla", "HASANOVA LEYLA"),
    ("Kərimov Vüqar", "Керимов Вугар"),
    ("Tağıyev Mübariz", "Тагиев Мубариз"),
    ("Ovezova Ogulnur", "Овезова Огульнур"),
    ("Berdimyradow Serdar", "Бердымурадов Сердар"),
    ("Öwezow Döwlet", "Овезов Довлет"),
    ("Sadıqlı Ziya", "SADIGLI ZIYA"),
    ("Кадыров Шерзод", "Qodirov Sherzod"),
    ("მარიამ ლომიძე", "Mariam Lomidze"),
    ("დავით კვარაცხელია", "Davit Kvaratskhelia"),
    ("حسن کریمی", "Hassan Karimi"),
    ("زهرا موسوی", "Zahra Mousavi"),
    ("Бекова Айжан", "Bekova Aizhan"),
    ("Назарбекова Асель", "NAZARBEKOVA ASSEL"),
    ("Юлия Хачатрян", "Yulia Khachatryan"),
    ("Қосимов Ҷамшед", "Kosimov Jamshed"),
]


def test_most_of_what_the_rules_were_not_made_for_is_found() -> None:
    """Not found: vowels that two languages do not share (Myrat and Мурад, Кадыр and Qodir), v inside Persian."""
    assert sum(alike(*pair) for pair in UNSEEN) >= 17
