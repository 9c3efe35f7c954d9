"""What readers of a newspaper write under its stories: topics, families, sentences."""

TOPICS: dict[str, list[list[str]]] = {
    "agreement": [
        [
            "I agree with {first}. The {force} should have moved to {place} weeks ago.",
            "Well said, {first}.",
            "True talk.",
        ],
        ["Exactly my point. {person} cannot have it both ways on {place}.", "+1 to what {first} wrote above."],
        ["You took the words from my mouth, {west}. This {thing} matter is a shame.", "So true, {first}!", "Correct."],
    ],
    "disagreement": [
        ["Sorry but this is wrong. The {force} never reached {place}.", "I beg to differ, {first}. Read it again."],
        ["Nonsense. {country} has no {thing} to speak of, and {person} knows it.", "No, no and no. Check your facts."],
        [
            "With respect, {first}, you miss the point: the {thing} came before {place} fell.",
            "I do not buy this at all.",
        ],
    ],
    "short": [
        ["Thanks.", "Good report!", "Sad news.", "RIP to the fallen.", "Any update?", "Hmm.", "Lol", "God help us."],
        ["When was this?", "Who took the photo?", "Source please?", "At last!", "Wow, {place} too?", "Old news."],
        ["Too little too late.", "About time!", "Interesting.", "Nice picture.", "Noted, {first}.", "What a mess!"],
    ],
    "source": [
        ["{paper} says otherwise: https://{good_host}/{path}", "See https://{good_host}/{path} for the full list."],
        ["There is a map of {place} here https://{good_host}/{path} and an older one at http://{good_host}/{path}"],
        [
            "> the {force} entered {place}\n\nNot according to {paper}, see https://{good_host}/{path}.",
            "I found the original statement of {person}: https://{good_host}/{path} (PDF)",
        ],
    ],
    "question": [
        ["How many {thing}s does {country} have now? Does anybody know?", "Why is {person} silent about {place}?"],
        ["Can somebody explain what the {force} is doing in {place}?", "Is {country} part of the mission or not?"],
        ["Does the author know whether the {thing} will be repaired before the {force} leaves?", "Who pays for that?"],
    ],
    "analysis": [
        [
            "The problem in {place} is logistics. Without fuel and spares the {force} cannot hold a line of # km.\n\n"
            "{country} learned that the hard way."
        ],
        ["Two things. First, the {thing} was planned long before {person} spoke. Second, {country} has no airlift."],
        [
            "If {country} sends a battalion of #0 men to {place}, who relieves them in six months? "
            "Nobody at the summit "
            "asked. The {thing} is the easy part."
        ],
    ],
    "correction": [
        ["A small correction: {place} is north of the river, not south.", "There is a typo in the second paragraph."],
        ["The caption is wrong, that is not {place}. It was taken in {place}.", "It is Lt Gen {last}, not Maj Gen."],
        ["Please fix the headline, {person} is from {country}. The number of dead is # and not #.", "Wrong date, oga."],
    ],
    "personal": [
        [
            "My brother serves with the {force} in {place}. We have not heard from him for # days.",
            "I grew up in {place}.",
        ],
        [
            "I was in {place} in 19## and the road was already bad. People there deserve better.",
            "My family fled {place}.",
        ],
        ["As a teacher in {place} I see what the {thing} does to our children. Please keep reporting."],
    ],
    "french": [
        [
            "Je ne suis pas d'accord avec vous, {first}. L'armée n'est jamais arrivée à {place}.",
            "Merci pour l'article.",
        ],
        ["Et la population de {place} ? Personne n'en parle.", "Le ministre a menti, voir https://{good_host}/{path}"],
        ["C'est une bonne analyse, mais vous oubliez le rôle de l'Algérie dans cette affaire.", "Quelle tristesse !"],
    ],
    "arabic": [
        ["شكرا على هذا التقرير من {place}", "لا أتفق مع الكاتب، الجيش لم يدخل المدينة بعد"],
        ["الوضع في شمال مالي صعب جدا والناس يحتاجون إلى الماء والغذاء", "أين الحكومة من كل هذا؟"],
        ["هذه ليست الحقيقة كاملة، اسألوا أهل المدينة", "رحم الله الشهداء"],
    ],
    "hausa and yoruba": [
        ["Allah ya kiyaye mu. Sojojin mu suna kokari a {place}.", "Ina goyon bayan wannan magana, {first}."],
        ["Gaskiya ne, mutanen {place} suna shan wahala.", "Ọlọ́run á ràn wá lọ́wọ́. Ìròyìn yìí dára."],
        ["Wannan labari bai cika ba, ina sauran?", "Ẹ ṣé o, mo gbà pẹ̀lú rẹ {first}."],
    ],
    "pidgin": [
        ["Oga {first}, na so we see am o. Dem no dey tell us true for {place}.", "Wetin concern us with {place}?"],
        ["Abeg make dem pay our soldiers first. This {thing} na waste of money.", "E don do!"],
        ["Una see the {force} for {place}? I hail them o.", "My people dey suffer, {person} dey enjoy."],
    ],
    "heated": [
        ["THIS IS A DISGRACE!!! {person} must RESIGN NOW!", "Shame on {country}, shame on the {force}!!!"],
        ["What rubbish. You people support anything {country} does.", "Enough!!! Leave {place} alone!!"],
        ["LIES, all lies. I am tired of this {person}.", "You should be ashamed of printing this, editor!"],
    ],
}
