"""Logs of one meeting as the four tools give them: 2 March 2027, 10:00-13:00 in Baku.

Rashad was in all the time (twice at once, by computer and telephone), Olga came 40 minutes late and lost her line once,
Giorgi left at 11:30, Alireza was not there, Gulchohra is known under another spelling and without an e-mail. There are
a guest called iPhone, a caller, and an observer whom nobody knows.
"""

ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,
845 1234 5678,Referral of migrants,03/02/2027 09:50:11 AM,03/02/2027 01:06:00 PM,host@example.org,196,7,

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent,In Waiting Room
R. Aliyev (Rəşad Əliyev),rashad@example.org,03/02/2027 09:51:20 AM,03/02/2027 09:58:02 AM,7,No,,Yes
R. Aliyev (Rəşad Əliyev),rashad@example.org,03/02/2027 09:58:02 AM,03/02/2027 01:06:00 PM,188,No,,No
Rəşad Əliyev,,03/02/2027 10:05:00 AM,03/02/2027 11:00:00 AM,55,Yes,,No
Ольга Щербакова,,03/02/2027 10:40:00 AM,03/02/2027 11:10:00 AM,30,Yes,,No
Ольга Щербакова,,03/02/2027 11:20:00 AM,03/02/2027 01:05:00 PM,105,Yes,,No
Giorgi Maisuradze,,03/02/2027 09:59:00 AM,03/02/2027 11:30:00 AM,91,Yes,,No
Gulchohra Ismayilzade,,03/02/2027 10:04:00 AM,03/02/2027 01:02:00 PM,178,Yes,,No
iPhone (Ольга),,03/02/2027 10:30:00 AM,03/02/2027 10:45:00 AM,15,Yes,,No
994501234567,,03/02/2027 10:00:00 AM,03/02/2027 01:00:00 PM,180,Yes,,No
"Observer, UN",observer@example.com,03/02/2027 10:00:00 AM,03/02/2027 12:00:00 PM,120,Yes,,No
"""

TEAMS = "\r\n".join(
    (
        "1. Summary",
        "Meeting title\tReferral of migrants",
        "Attended participants\t5",
        "Start time\t3/2/27, 9:50:11 AM",
        "End time\t3/2/27, 1:06:00 PM",
        "Meeting duration\t3h 15m 49s",
        "",
        "2. Participants",
        "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole",
        "Рашад Алиев\t3/2/27, 9:58:02 AM\t3/2/27, 1:06:00 PM\t3h 7m 58s\trashad@example.org\tr@example.org\tOrganizer",
        "Ольга Щербакова\t3/2/27, 10:40:00 AM\t3/2/27, 1:05:00 PM\t2h 15m\tolga@example.org\t\tAttendee",
        "",
        "3. In-Meeting Activities",
        "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole",
        "Рашад Алиев\t3/2/27, 9:58:02 AM\t3/2/27, 1:06:00 PM\t3h 7m 58s\trashad@example.org\tOrganizer",
        "Ольга Щербакова\t3/2/27, 10:40:00 AM\t3/2/27, 11:10:00 AM\t30m\t\tAttendee",
        "Ольга Щербакова\t3/2/27, 11:20:00 AM\t3/2/27, 1:05:00 PM\t1h 45m\t\tAttendee",
        "გიორგი მაისურაძე (Guest)\t3/2/27, 9:59:00 AM\t3/2/27, 11:30:00 AM\t1h 31m\t\tAttendee",
        "",
    )
).encode("utf-16")

TEAMS_OLD = "\n".join(
    (
        "Полное имя\tДействие пользователя\tМетка времени",
        "Рашад Алиев\tПрисоединился\t02.03.2027, 9:58:02",
        "Ольга Щербакова\tПрисоединился\t02.03.2027, 10:40:00",
        "Ольга Щербакова\tВышел\t02.03.2027, 11:10:00",
        "Ольга Щербакова\tПрисоединился до\t02.03.2027, 11:20:00",
        "Рашад Алиев\tВышел\t02.03.2027, 13:05:00",
    )
).encode("utf-16")

MEET = """First name,Last name,Email,Duration,Time joined,Time exited
Rəşad,Əliyev,rashad@example.org,3 hr 5 min,9:58 AM,1:06 PM
Ольга,Щербакова,,2 hr 20 min,10:40 AM,1:05 PM
Giorgi,Maisuradze,,1 hr 31 min,9:59 AM,11:30 AM
"""

MEET_TURKISH = """Ad;Soyad;E-posta;Süre
Rəşad;Əliyev;rashad@example.org;3 sa 5 dk
Giorgi;Maisuradze;;1 saat 31 dakika 10 sn
"""


def _webex(*cells):
    """Return a row with the times of its meeting; Webex keeps spreadsheets from changing a time."""
    times = [f'"=""{each}"""' if each.startswith("2027") else each for each in cells]
    return ",".join(["Referral", *times])


WEBEX = "\n".join(
    [
        "Meeting Name,Meeting Start Time,Display Name,Role,Attendee Email,Join Time,Leave Time,Attendance Duration",
        _webex(
            "2027-03-02 09:50:11",
            "Rashad Aliyev",
            "Host",
            "rashad@example.org",
            "2027-03-02 09:58:02",
            "2027-03-02 13:06:00",
            "188 mins",
        ),
        _webex(
            "2027-03-02 09:50:11",
            "Call-in User_2",
            "Attendee",
            "",
            "2027-03-02 10:00:00",
            "2027-03-02 11:00:00",
            "60 mins",
        ),
    ]
)
