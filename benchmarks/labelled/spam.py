"""What is sent to every form there is: topics, families, sentences."""

TOPICS: dict[str, list[list[str]]] = {
    "pharmacy": [
        ["Buy {drug} online without prescription {link}", "Cheap {drug} and {drug}, overnight delivery! {link}"],
        [
            "Order generic {drug} # mg from Canadian pharmacy, no rx needed {anchor} {anchor}",
            "{drug} {drug} {drug} {link}",
        ],
        [
            "Lowest price {drug}, discreet shipping worldwide. Visit our drugstore {link}",
            "where to get {drug} pills {anchor}",
        ],
    ],
    "casino": [
        ["Play {game} online and win real money! Bonus {money} {link}", "Best {game} site with free spins {link}"],
        ["Sign up today, get {percent} welcome bonus on {game} and {game}: {link}", "{anchor} {game} no deposit bonus"],
        ["I won {money} at this {game} last night, try your luck {link}", "Top {game} tips, fixed matches {phone}"],
    ],
    "seo": [
        [
            "I can rank your website on page 1 of Google. Cheap backlinks {link}",
            "Get #000 visitors to your site daily {link}",
        ],
        [
            "Hi, we offer SEO services, guest posts and link building. Contact {mail}",
            "Boost your traffic with us {anchor}",
        ],
        ["Your site is not optimized for search engines, our plugin gives #00 backlinks a month {link}"],
    ],
    "loan": [
        [
            "Do you need an urgent loan at {percent} interest? Apply now {mail}",
            "We give out loans from {money} to {money} {mail}",
        ],
        [
            "I was in debt until Mrs {west} {last} gave me a loan of {money}. Contact her today: {mail}",
            "Instant payday cash {link}",
        ],
        ["Are you financially down? Business and personal loans approved in 24 hours, no collateral. Email {mail}"],
    ],
    "crypto": [
        ["Invest {money} in {coin} and earn {money} weekly. Contact my broker {phone}", "Free {coin} giveaway {link}"],
        [
            "Thanks to Mr {west} {last} my {coin} trading makes {money} every week. Write him: {phone}",
            "{coin} signals {link}",
        ],
        [
            "Lost your {coin} to scammers? Our recovery experts get your funds back. {mail}",
            "Double your {coin} in # hours {link}",
        ],
    ],
    "escort": [
        ["Hot girls in your city want to meet you tonight {link}", "{west}, 2#, lonely, looking for sex chat {link}"],
        ["Call girls and escorts in {place}, available 24/7 {phone}", "Free adult webcams, no sign up {link} {anchor}"],
        ["Sexy singles near you are online, see my private photos {link}", "VIP escort service, real photos, {phone}"],
    ],
    "replica": [
        [
            "{brand} outlet, {brand} {goods} cheap {anchor} {anchor}",
            "Discount {brand} {goods} {percent} off free shipping {link}",
        ],
        [
            "Replica {brand} {goods} best quality, wholesale price {link}",
            "cheap {brand} {goods} cheap {brand} {goods} {link}",
        ],
        ["Shop authentic {brand} {goods} sale online store, up to {percent} discount today {link}"],
    ],
    "spell caster": [
        ["Dr {last} brought my husband back within 48 hours with his love spell. Contact him {mail}"],
        ["I am so happy, my ex lover returned after I contacted the great spell caster on {mail} or {phone}"],
        ["Powerful herbal doctor cures herpes, HIV and diabetes with roots and herbs. WhatsApp him {phone}, {mail}"],
    ],
    "work at home": [
        [
            "Earn {money} per day from home, no experience needed {link}",
            "My neighbour makes {money} an hour on the laptop {link}",
        ],
        [
            "I quit my job and now make {money} monthly working online part time. Here is how {link}",
            "Easy income {anchor}",
        ],
        ["Google is paying {money} every week for simple online work, start today {link}"],
    ],
    "diet": [
        ["Lose # kg in # days with this keto trick {link}", "Burn belly fat fast, doctors hate it! {link}"],
        ["Natural weight loss pills, garcinia and keto gummies, free trial bottle {anchor}", "Slim in a week {link}"],
        ["This one weird supplement melted # pounds of fat, order your free sample {link}"],
    ],
    "essay and hacking": [
        [
            "Cheap essay writing service, plagiarism free, {link}",
            "We write your dissertation from {money} a page {anchor}",
        ],
        [
            "Need to hack a phone, WhatsApp or Facebook account? Hire a professional hacker {mail}",
            "Spy on your spouse {mail}",
        ],
        ["Buy real and fake passports, driving licence and diplomas online, contact {mail} {phone}"],
    ],
    "cyrillic": [
        ["Лучшее онлайн казино, бонус {money} за регистрацию {link}", "Купить диплом недорого {link}"],
        ["Быстрый кредит без справок, деньги сегодня {link}", "Раскрутка сайта, купить ссылки дешево {link}"],
        [
            "Играй в казино на реальные деньги, вывод за # минут {link}",
            "Заработок в интернете от {money} в день {link}",
        ],
    ],
    "chinese and french": [
        ["網上賭場 真人百家樂 註冊送{money} {link}", "Casino en ligne, bonus gratuit {money} {link}"],
        ["代开发票 办证 联系 {phone} {link}", "Prêt rapide entre particuliers de {money}, contactez {mail}"],
        ["在线赌博网站 首存送{percent} {link}", "Achetez {drug} sans ordonnance, livraison discrète {link}"],
    ],
    "praise with a link": [
        [
            "{adjective} post! I really enjoyed reading your blog. Please also visit my web site {link}",
            "Hey there, nice article, keep it up! My homepage: {anchor}",
        ],
        [
            "I have bookmarked your web site, very informative information for all visitors. Look at my page {link}",
            "What's up, this paragraph is {adjective} and gives fastidious arguments. Feel free to "
            "surf to my blog {anchor}",
        ],
        [
            "Thanks for one's marvelous posting! I definitely enjoyed reading it, you are a {adjective} author. {link}",
            "It's {adjective} in favor of me to have a website, which is helpful for my know-how. My "
            "site - {junk} {link}",
        ],
    ],
}
