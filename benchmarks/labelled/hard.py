"""What is easily taken for the other: readers who talk about spam, and spam that talks like readers."""

HAM: dict[str, list[list[str]]] = {
    "about casinos and pills": [
        [
            "The new casino in {place} pays no tax, {paper} had it last week.",
            "Tramadol abuse among the {force} is real.",
        ],
        ["Gambling ruins families in {place}; sports betting shops stand on every corner there. {person} should act."],
        [
            "Fake drugs kill: half the pills sold in {place} are counterfeit, see https://{good_host}/{path}",
            "My cousin lost his salary to online poker. Ban it, {person}!",
        ],
    ],
    "quoting spam": [
        ["Admin, please delete the comment above, the one with “buy cheap {drug}”. This is a news site."],
        ["Why do I see “earn money from home” under a story on {place}? Moderators, wake up!"],
        [
            "@{first} your loan offer is spam and you know it. Go away, people died in {place}.",
            "Somebody posts the same {coin} rubbish under each story, editor please block him.",
        ],
    ],
    "money and loans": [
        ["The World Bank loan to {country} was {money} million at {percent} interest. Where did it go?"],
        ["Bitcoin will not save the CFA franc. {country} needs a currency of its own, not an investment scheme."],
        [
            "Interest of {percent} on the defence loan! {person} signed it without asking parliament.",
            "Ransom of {money} was paid in {place}, that is how they buy weapons and fuel.",
        ],
    ],
    "praise by readers": [
        [
            "Great post as always, Beegeagle. The part on {place} was new to me.",
            "Excellent work on the {force}, thank you!",
        ],
        ["I read your blog every day, keep it up. When will you write about {country} again?", "Nice one, {first}."],
        ["Wonderful photos of the {force}. I enjoyed reading this and will share it with my father in {place}."],
    ],
    "several links": [
        ["Three sources: https://{good_host}/{path} https://{good_host}/{path} and https://{good_host}/{path}"],
        ["My own blog has pictures of {place}: https://{good_host}/{path}. More in https://{good_host}/{path}"],
        ["Compare https://{good_host}/{path} with https://{good_host}/{path}; the {force} cannot be in both places."],
    ],
}

SPAM: dict[str, list[list[str]]] = {
    "plausible praise": [
        [
            "I agree with this article about {country}. For more on the subject visit {link}",
            "Interesting report from {place}. We also have {adjective} tips at {anchor}",
        ],
        ["This is a very sad story. By the way my friend makes {money} a week with {coin}, ask {mail}"],
        [
            "The {force} in {place} needs help, as I wrote on my page {link}",
            "Good point, {first}. After the {thing} I lost my job, but {coin} trading with {mail} saved me.",
        ],
    ],
    "praise alone": [
        [
            "{adjective} blog! Is your theme custom made or did you download it from somewhere?",
            "I am regular visitor, how are you everybody? This piece of writing posted at this web "
            "site is really nice.",
        ],
        [
            "Hi, i think that i saw you visited my website so i came to return the favor. I'm trying to find things to "
            "improve my site!",
            "Wow, that's what I was seeking for, what a stuff! thanks admin of this website.",
        ],
        [
            "Hello colleagues, its {adjective} piece of writing on the topic of educationand entirely "
            "explained, keep it "
            "up all the time.",
            "Heya, great web site you have here, which blog platform do you use? Does it cost a lot?",
        ],
    ],
    "quoted news then link": [
        ["{person} said on Monday that the {force} had reached {place}. Read more: {link} {game}"],
        ["ECOWAS leaders met in {place} to discuss the {thing}. {anchor} {junk} {junk}"],
        ["Residents of {place} told {paper} that the {thing} went on for hours. Cheap {goods}: {link}"],
    ],
}
