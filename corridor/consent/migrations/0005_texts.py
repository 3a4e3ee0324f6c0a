"""The words read out, version 1.0, in English, French and Arabic: plain, short, the same for everybody."""

from django.db import migrations

from corridor.kernel.ids import new_id

TEXTS = {
    ("process_data", "en"): (
        "We would like to write down and keep facts about you: your name, your family, your documents, your health needs and what you "
        "tell us. We use them only to help you and to keep you safe. People who need them for this work can read them; everybody who "
        "opens your record leaves a trace. We do not give them to your consulate, to any government or to anybody else unless you "
        "agree to that separately. You may ask to see what we hold and to correct it. You may say no, and you may change your mind at "
        "any time. You do not have to say why, and you will not lose any help because of it. Do you agree?"
    ),
    ("process_data", "fr"): (
        "Nous souhaitons noter et garder des informations sur vous : votre nom, votre famille, vos documents, vos besoins de santé et "
        "ce que vous nous dites. Elles servent seulement à vous aider et à vous protéger. Seules les personnes qui en ont besoin pour "
        "ce travail peuvent les lire, et chaque consultation de votre dossier laisse une trace. Nous ne les donnons ni à votre "
        "consulat, ni à un gouvernement, ni à personne d’autre sans un accord séparé de votre part. Vous pouvez demander à voir ce que "
        "nous gardons et le faire corriger. Vous pouvez refuser, et vous pouvez changer d’avis à tout moment. Vous n’avez pas à dire "
        "pourquoi et vous ne perdrez aucune aide pour cela. Êtes-vous d’accord ?"
    ),
    ("process_data", "ar"): (
        "نودّ أن نسجّل ونحفظ معلومات عنك: اسمك وعائلتك ووثائقك واحتياجاتك الصحية وما تخبرنا به. نستعملها فقط لمساعدتك ولحمايتك. لا "
        "يطّلع عليها إلا من يحتاج إليها في هذا العمل، وكل من يفتح ملفك يُسجَّل أنه فتحه. لا نعطيها لقنصليتك ولا لأي حكومة ولا لأي شخص "
        "آخر إلا بموافقة منفصلة منك. يحق لك أن تطلب رؤية ما نحفظه وتصحيحه. يحق لك أن ترفض، ويحق لك أن تغيّر رأيك في أي وقت. لا يلزمك "
        "ذكر السبب، ولن تفقد أي مساعدة بسبب ذلك. هل توافق؟"
    ),
    ("share", "en"): (
        "We would like to show a part of your record to the organisation that I have named to you, so that it can help you. I have told "
        "you which facts it will see and what it will do with them. It may not pass them on and may not use them for anything else. You "
        "may say no, and you may change your mind at any time: from that moment it sees nothing more. You do not have to say why, and "
        "you will not lose any help because of it. Do you agree?"
    ),
    ("share", "fr"): (
        "Nous souhaitons montrer une partie de votre dossier à l’organisation que je vous ai nommée, pour qu’elle puisse vous aider. Je "
        "vous ai dit quelles informations elle verra et ce qu’elle en fera. Elle ne peut ni les transmettre ni les utiliser pour autre "
        "chose. Vous pouvez refuser, et vous pouvez changer d’avis à tout moment : dès cet instant elle ne voit plus rien. Vous n’avez "
        "pas à dire pourquoi et vous ne perdrez aucune aide pour cela. Êtes-vous d’accord ?"
    ),
    ("share", "ar"): (
        "نودّ أن نُطلع المنظمة التي ذكرتُ لك اسمها على جزء من ملفك كي تستطيع مساعدتك. وقد أخبرتك بالمعلومات التي ستراها وبما ستفعله بها. "
        "لا يجوز لها أن تنقلها إلى غيرها ولا أن تستعملها لغرض آخر. يحق لك أن ترفض، ويحق لك أن تغيّر رأيك في أي وقت: ومنذ تلك اللحظة لا "
        "ترى المنظمة شيئًا بعد ذلك. لا يلزمك ذكر السبب، ولن تفقد أي مساعدة بسبب ذلك. هل توافق؟"
    ),
    ("contact_consulate", "en"): (
        "To travel you need a document from your consulate. If you agree, we will contact only the consulate that I have named to you, and "
        "only for this document. It will see your name, your birth date, your sex, the place you come from as far as you told us, the number "
        "of our request, and your photograph only if you agree to that too. It will not see where you are, your health, your family's matters or anything else. "
        "If you are afraid of your country's authorities, say no: there are other ways to protect you, and we can speak about them now, "
        "alone. You may change your mind at any time. You do not have to say why, and you will not lose any help because of it. Do you "
        "agree?"
    ),
    ("contact_consulate", "fr"): (
        "Pour voyager, il vous faut un document de votre consulat. Si vous êtes d’accord, nous contacterons seulement le consulat que je "
        "vous ai nommé, et seulement pour ce document. Il verra votre nom, votre date de naissance, votre sexe, le lieu d’où vous venez "
        "si vous nous l’avez dit, le numéro de notre demande, et votre photographie seulement si vous l’acceptez aussi. Il ne verra ni où vous êtes, ni votre santé, ni les "
        "affaires de votre famille, ni rien d’autre. Si vous avez peur des autorités de votre pays, dites non : il y a d’autres moyens de "
        "vous protéger, et nous pouvons en parler maintenant, en privé. Vous pouvez changer d’avis à tout moment. Vous n’avez pas à dire "
        "pourquoi et vous ne perdrez aucune aide pour cela. Êtes-vous d’accord ?"
    ),
    ("contact_consulate", "ar"): (
        "لكي تسافر تحتاج إلى وثيقة من قنصليتك. إذا وافقت فسنتصل فقط بالقنصلية التي ذكرتُ لك اسمها، ومن أجل هذه الوثيقة فقط. سترى القنصلية "
        "اسمك وتاريخ ميلادك وجنسك والمكان الذي جئت منه إن كنت قد ذكرته لنا ورقم طلبنا، وصورتك فقط إذا وافقت على ذلك أيضًا. ولن ترى مكان وجودك ولا صحتك ولا شؤون عائلتك ولا أي "
        "شيء آخر. إذا كنت تخاف من سلطات بلدك فقل لا: هناك طرق أخرى لحمايتك، ويمكننا أن نتحدث عنها الآن على انفراد. يحق لك أن تغيّر رأيك في "
        "أي وقت. لا يلزمك ذكر السبب، ولن تفقد أي مساعدة بسبب ذلك. هل توافق؟"
    ),
    ("travel", "en"): (
        "You have told us that you want to make the journey that I have just named to you. Nobody may force you, promise you something or "
        "threaten you so that you agree. You have heard what else is possible: to ask for asylum through UNHCR, to stay with the services "
        "that exist here, and other ways that may be open to you. You have heard what is known about the place where you are going and "
        "what help you may receive there. You may change your mind at any time until the aircraft leaves, also at the airport. You only "
        "have to say it, to any of us. You do not have to say why, and you will not lose any help because of it. Before the journey another "
        "person may ask you once more, alone. Is this your own decision, and do you want to travel?"
    ),
    ("travel", "fr"): (
        "Vous nous avez dit que vous voulez faire le voyage que je viens de vous nommer. Personne n’a le droit de vous forcer, de vous "
        "promettre quelque chose ou de vous menacer pour que vous acceptiez. On vous a expliqué ce qui est possible aussi : demander "
        "l’asile par le HCR, rester avec les services qui existent ici, et d’autres voies qui peuvent vous être ouvertes. On vous a dit ce "
        "que l’on sait de l’endroit où vous allez et quelle aide vous pourrez y recevoir. Vous pouvez changer d’avis à tout moment jusqu’au "
        "départ de l’avion, aussi à l’aéroport. Il suffit de le dire à l’un de nous. Vous n’avez pas à dire pourquoi et vous ne perdrez "
        "aucune aide pour cela. Avant le voyage, une autre personne vous posera peut-être la question encore une fois, en privé. Est-ce "
        "votre propre décision, et voulez-vous voyager ?"
    ),
    ("travel", "ar"): (
        "أخبرتنا أنك تريد القيام بالرحلة التي ذكرتُها لك الآن. لا يجوز لأحد أن يجبرك أو يعدك بشيء أو يهددك كي توافق. وقد سمعت ما هو ممكن غير "
        "ذلك: أن تطلب اللجوء عن طريق المفوضية، أو أن تبقى مع الخدمات الموجودة هنا، أو طرق أخرى قد تكون متاحة لك. وسمعت ما هو معروف عن المكان "
        "الذي ستذهب إليه وما المساعدة التي قد تحصل عليها هناك. يحق لك أن تغيّر رأيك في أي وقت حتى إقلاع الطائرة، وفي المطار أيضًا. يكفي أن "
        "تقول ذلك لأي واحد منا. لا يلزمك ذكر السبب، ولن تفقد أي مساعدة بسبب ذلك. وقد يسألك شخص آخر مرة أخرى قبل السفر وعلى انفراد. هل هذا "
        "قرارك أنت، وهل تريد السفر؟"
    ),
}


def read_out(apps, editor):
    text = apps.get_model("consent", "ConsentText")
    text.objects.bulk_create(
        [
            text(id=new_id(), purpose=purpose, version="1.0", language=language, body=body)
            for (purpose, language), body in TEXTS.items()
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("consent", "0004_the_table_has_the_last_word")]
    operations = [migrations.RunPython(read_out, migrations.RunPython.noop)]
