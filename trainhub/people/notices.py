# ruff: noqa: E501 - paragraphs stand on one line
"""The privacy notice that comes with the program, in the languages of the interface.

A new text gets a new version; people who agreed to the old one agreed to that one only.
"""

from datetime import UTC, datetime

VERSION = "2026-1"
PUBLISHED = datetime(2026, 1, 15, tzinfo=UTC)

BODY: dict[str, str] = {
    "en": """\
## What we keep

- Your names, e-mail, country, language and the organisation you work for.
- The trainings you register for, your attendance and your certificates.
- If you tell us: your gender and an age band, and what you need at a training (access, meals, travel, nights).
- Passport data only if you ask us for help with a visa or a journey.
- A log of who changed your record and when.

## Why

To run trainings, to open each training to the people it is meant for, to issue certificates that others can verify,
and to report to those who pay for the trainings, in numbers only.

## Who sees it

- The staff of the centre see your record. The focal point of your country or institution sees your name and place of work, to confirm it.
- Trainers see the names of the people in their own trainings.
- Gender and age band are only counted. Figures about fewer than five people are not shown.
- Access needs, meals and passport data are encrypted. Staff must give a reason before they read them, and each look is noted.
- We sell nothing and give nothing to others for advertising. This site has no trackers; its cookies only keep you signed in and remember your language.

## How long

- Access needs and meals: one year after you last saved them. Passport data: 90 days.
- What you tell us for one training: some weeks after its last day. The page where you write it names the day.
- Trainings and certificates: as long as the centre has to be able to confirm a certificate.
- Your account: until you ask us to close it.

## Your rights

You can see and correct your data under "Your data and settings", and erase there what you told us in confidence.
You can take your agreement back, ask for a copy of all that we hold about you, and ask us to erase you: then your
name goes, and only numbers without a name stay. Write to the centre; it answers within 30 days.
""",
    "az": """\
## Nəyi saxlayırıq

- Adınızı, e-poçtunuzu, ölkənizi, dilinizi və işlədiyiniz qurumu.
- Qeydiyyatdan keçdiyiniz təlimləri, iştirakınızı və sertifikatlarınızı.
- Özünüz bildirdikdə: cinsinizi, yaş qrupunuzu və təlimdə nəyə ehtiyacınız olduğunu (əlçatanlıq, yemək, səfər, gecələmə).
- Pasport məlumatlarını yalnız viza və ya səfər üçün bizdən kömək istədikdə.
- Qeydlərinizi kimin və nə vaxt dəyişdiyinin jurnalını.

## Nə üçün

Təlimləri keçirmək, hər təlimi nəzərdə tutulduğu şəxslərə açmaq, başqalarının yoxlaya biləcəyi sertifikatlar vermək
və təlimləri maliyyələşdirənlərə yalnız rəqəmlərlə hesabat vermək üçün.

## Kim görür

- Mərkəzin əməkdaşları qeydlərinizi görür. Ölkənizin və ya qurumunuzun əlaqələndiricisi adınızı və iş yerinizi görür ki, onu təsdiq etsin.
- Təlimçilər öz təlimlərində iştirak edənlərin adlarını görür.
- Cins və yaş qrupu yalnız sayılır. Beş nəfərdən az adama aid rəqəmlər göstərilmir.
- Əlçatanlıq ehtiyacları, yemək və pasport məlumatları şifrələnir. Əməkdaş onları oxumazdan əvvəl səbəbini yazmalıdır və hər baxış qeyd olunur.
- Heç nə satmırıq və reklam üçün heç kimə heç nə vermirik. Saytda izləyicilər yoxdur; kukilər yalnız girişinizi və dil seçiminizi yadda saxlayır.

## Nə qədər

- Əlçatanlıq ehtiyacları və yemək: sonuncu dəfə yadda saxladığınız gündən bir il. Pasport məlumatları: 90 gün.
- Bir təlim üçün bildirdikləriniz: təlimin son günündən bir neçə həftə sonraya qədər. Dəqiq gün onları yazdığınız səhifədə göstərilir.
- Təlimlər və sertifikatlar: mərkəz sertifikatı təsdiq etməli olduğu müddətdə.
- Hesabınız: onu bağlamağı xahiş edənədək.

## Hüquqlarınız

Məlumatlarınızı "Məlumatlarınız və parametrlər" səhifəsində görə və düzəldə, bizə məxfi bildirdiklərinizi orada silə bilərsiniz.
Razılığınızı geri götürə, haqqınızda saxladığımız hər şeyin surətini istəyə və silinməyinizi tələb edə bilərsiniz: onda
adınız silinir, yalnız adsız rəqəmlər qalır. Mərkəzə yazın; mərkəz 30 gün ərzində cavab verir.
""",
    "ru": """\
## Что мы храним

- Ваше имя, адрес эл. почты, страну, язык и организацию, в которой вы работаете.
- Тренинги, на которые вы записались, ваше участие и ваши сертификаты.
- Если вы сообщите сами: пол, возрастную группу и то, что вам нужно на тренинге (доступность, питание, поездка, проживание).
- Паспортные данные — только если вы просите помочь с визой или поездкой.
- Журнал: кто и когда изменил вашу запись.

## Зачем

Чтобы проводить тренинги, открывать каждый из них тем, для кого он предназначен, выдавать сертификаты, которые могут
проверить другие, и отчитываться перед теми, кто оплачивает тренинги, — только в цифрах.

## Кто это видит

- Сотрудники центра видят вашу запись. Координатор вашей страны или организации видит ваше имя и место работы, чтобы подтвердить его.
- Тренеры видят имена участников своих тренингов.
- Пол и возрастная группа только подсчитываются. Цифры о менее чем пяти людях не показываются.
- Сведения о доступности, питании и паспорте зашифрованы. Прежде чем прочитать их, сотрудник указывает причину, и каждый просмотр записывается.
- Мы ничего не продаём и никому ничего не передаём для рекламы. На сайте нет средств слежения; файлы cookie лишь сохраняют ваш вход и выбранный язык.

## Как долго

- Доступность и питание: один год с последнего сохранения. Паспортные данные: 90 дней.
- То, что вы сообщаете для одного тренинга: несколько недель после его последнего дня. Точный день указан на странице, где вы это пишете.
- Тренинги и сертификаты: пока центр должен иметь возможность подтвердить сертификат.
- Ваша учётная запись: пока вы не попросите её закрыть.

## Ваши права

Вы можете увидеть и исправить свои данные на странице «Ваши данные и настройки» и там же стереть то, что сообщили доверительно.
Вы можете отозвать согласие, попросить копию всего, что мы о вас храним, и попросить стереть вас: тогда ваше имя
исчезнет и останутся только цифры без имени. Напишите в центр; он отвечает в течение 30 дней.
""",
    "tk": """\
## Nämäni saklaýarys

- Adyňyzy, e-poçtaňyzy, ýurduňyzy, diliňizi we işleýän guramaňyzy.
- Ýazylan okuwlaryňyzy, gatnaşygyňyzy we şahadatnamalaryňyzy.
- Özüňiz aýtsaňyz: jynsyňyzy, ýaş toparyňyzy we okuwda nämä mätäçdigiňizi (elýeterlilik, nahar, sapar, ýerleşiş).
- Pasport maglumatlaryny diňe wiza ýa-da ýol üçin bizden kömek soranyňyzda.
- Ýazgyňyzy kimiň we haçan üýtgedendigi baradaky žurnaly.

## Näme üçin

Okuwlary geçirmek, her okuwy niýetlenen adamlaryna açmak, başgalaryň barlap biljek şahadatnamalaryny bermek
we okuwlary maliýeleşdirýänlere diňe sanlar bilen hasabat bermek üçin.

## Kim görýär

- Merkeziň işgärleri ýazgyňyzy görýär. Ýurduňyzyň ýa-da guramaňyzyň utgaşdyryjysy tassyklamak üçin adyňyzy we iş ýeriňizi görýär.
- Okuw geçirýänler diňe öz okuwlaryna gatnaşýanlaryň atlaryny görýär.
- Jyns we ýaş topary diňe sanalýar. Bäş adamdan az adam baradaky sanlar görkezilmeýär.
- Elýeterlilik, nahar we pasport maglumatlary şifrlenýär. Işgär olary okamazdan öň sebäbini ýazýar we her seretme bellige alynýar.
- Hiç zat satmaýarys we mahabat üçin hiç kime hiç zat bermeýäris. Saýtda yzarlaýjylar ýok; kukiler diňe girişiňizi we diliňizi ýatda saklaýar.

## Näçe wagt

- Elýeterlilik we nahar: iň soňky gezek ýatda saklan günüňizden bir ýyl. Pasport maglumatlary: 90 gün.
- Bir okuw üçin ýazanlaryňyz: okuwyň soňky gününden birnäçe hepde soňra çenli. Takyk gün ony ýazýan sahypaňyzda görkezilýär.
- Okuwlar we şahadatnamalar: merkez şahadatnamany tassyklap bilmeli wagty.
- Hasabyňyz: ony ýapmagy soraýançaňyz.

## Hukuklaryňyz

Maglumatlaryňyzy "Maglumatlaryňyz we sazlamalar" sahypasynda görüp we düzedip, bize ynanyp aýdanlaryňyzy şol ýerde öçürip bilersiňiz.
Razyçylygyňyzy yzyna alyp, siz barada saklaýan ähli zadymyzyň nusgasyny we öçürilmegiňizi sorap bilersiňiz: şonda
adyňyz öçürilýär, diňe atsyz sanlar galýar. Merkeze ýazyň; merkez 30 günüň içinde jogap berýär.
""",
}
