# ruff: noqa: E501 - paragraphs stand on one line
"""The terms of use that come with the program, in the languages of the interface; a new text gets a new version."""

from datetime import UTC, datetime

VERSION = "2026-1"
PUBLISHED = datetime(2026, 1, 15, tzinfo=UTC)

BODY: dict[str, str] = {
    "en": """\
## Your account

- It is yours alone: give nobody your password, and tell the centre if somebody else may know it.
- Write your name as it stands in your passport: it is printed on your certificates.
- Say where you work as it is. It counts once the centre or your institution has confirmed it.

## Trainings

- A registration is a request. Your place is sure once the centre has confirmed it.
- If you cannot come, withdraw in time, so that somebody else gets the place.
- A certificate is issued to those who attended enough, by the rule shown with the training. A certificate that was issued wrongly can be revoked.
- In a closed training, what is said may be used, but not who said it.

## Materials

- Materials are for your own learning and for your work. Ask the centre before you publish them.

## The centre

- The centre runs this site with care, but cannot promise that it is always there.
- It may close an account that is misused. You can close yours at any time: write to the centre, or ask to be erased.
- When these terms change, you are asked again.
""",
    "az": """\
## Hesabınız

- Hesab yalnız sizindir: parolunuzu heç kimə verməyin, başqasının onu bildiyindən şübhələnsəniz, mərkəzə xəbər verin.
- Adınızı pasportda olduğu kimi yazın: sertifikatlarınızda o çap olunur.
- İş yerinizi olduğu kimi göstərin. Mərkəz və ya qurumunuz təsdiq etdikdən sonra nəzərə alınır.

## Təlimlər

- Qeydiyyat müraciətdir. Mərkəz təsdiq etdikdən sonra yeriniz qəti olur.
- Gələ bilmirsinizsə, vaxtında imtina edin ki, yer başqasına verilsin.
- Sertifikat təlimlə birlikdə göstərilən qaydaya görə kifayət qədər iştirak edənlərə verilir. Səhvən verilmiş sertifikat ləğv oluna bilər.
- Qapalı təlimdə deyilənlərdən istifadə etmək olar, amma kimin dediyi açıqlanmır.

## Materiallar

- Materiallar öz təhsiliniz və işiniz üçündür. Dərc etməzdən əvvəl mərkəzdən icazə alın.

## Mərkəz

- Mərkəz bu saytı diqqətlə idarə edir, lakin onun həmişə əlçatan olacağına söz verə bilmir.
- Sui-istifadə olunan hesab bağlana bilər. Hesabınızı istənilən vaxt bağlaya bilərsiniz: mərkəzə yazın və ya silinməyinizi tələb edin.
- Bu şərtlər dəyişəndə razılığınız yenidən soruşulur.
""",
    "ru": """\
## Ваша учётная запись

- Она только ваша: никому не сообщайте пароль и скажите центру, если его может знать кто-то ещё.
- Пишите имя так, как оно стоит в паспорте: оно печатается на ваших сертификатах.
- Указывайте место работы как есть. Оно учитывается, когда его подтвердит центр или ваша организация.

## Тренинги

- Запись — это заявка. Место за вами, когда центр его подтвердил.
- Если вы не можете прийти, откажитесь вовремя, чтобы место получил другой.
- Сертификат выдаётся тем, кто присутствовал достаточно, по правилу, указанному у тренинга. Ошибочно выданный сертификат может быть отозван.
- На закрытом тренинге сказанным можно пользоваться, не называя того, кто это сказал.

## Материалы

- Материалы предназначены для вашей учёбы и работы. Прежде чем публиковать их, спросите центр.

## Центр

- Центр заботится об этом сайте, но не может обещать, что он всегда доступен.
- Учётную запись, которой злоупотребляют, центр может закрыть. Вы можете закрыть свою в любое время: напишите в центр или попросите стереть вас.
- Если эти условия изменятся, мы спросим вас снова.
""",
    "tk": """\
## Siziň hasabyňyz

- Hasap diňe siziňkidir: parolyňyzy hiç kime bermäň, ony başga biriniň bilmegi mümkin bolsa, merkeze habar beriň.
- Adyňyzy pasportda ýazylyşy ýaly ýazyň: ol şahadatnamalaryňyzda çap edilýär.
- Nirede işleýändigiňizi dogry görkeziň. Merkez ýa-da guramaňyz tassyklandan soň hasaba alynýar.

## Okuwlar

- Ýazylmak haýyşdyr. Merkez tassyklandan soň ýeriňiz anyk bolýar.
- Gelip bilmeseňiz, wagtynda ýüz öwrüň, ýer başga birine berler ýaly.
- Şahadatnama okuwyň ýanynda görkezilen düzgüne görä ýeterlik gatnaşanlara berilýär. Ýalňyş berlen şahadatnama ýatyrylyp bilner.
- Ýapyk okuwda aýdylanlary ulanyp bolýar, ýöne kimiň aýdandygy aýdylmaýar.

## Materiallar

- Materiallar öz okuwyňyz we işiňiz üçindir. Çap etmezden öň merkezden soraň.

## Merkez

- Merkez bu saýty aladaly alyp barýar, ýöne onuň hemişe elýeterli boljagyna söz berip bilmeýär.
- Bidüzgün ulanylýan hasap ýapylyp bilner. Öz hasabyňyzy islendik wagt ýapyp bilersiňiz: merkeze ýazyň ýa-da öçürilmegiňizi soraň.
- Bu şertler üýtgände, size täzeden sorag berilýär.
""",
}
