"""What the slots are filled with."""

SLOTS = {
    "country": "Nigeria,Mali,Niger,Chad,Ghana,Algeria,Cameroon,Benin,Senegal,Burkina Faso,Togo,Libya".split(","),
    "place": "Konna,Gao,Timbuktu,Kidal,Mopti,Bamako,Maiduguri,Kano,Jos,Abuja,Lagos,Sevare,Diabaly".split(","),
    "force": "army,air force,navy,police,brigade,contingent,battalion,French troops,ECOWAS force".split(","),
    "thing": "helicopter,budget,convoy,ceasefire,airstrike,summit,election,border,supply line,patrol boat".split(","),
    "person": "the President,the Minister,the General,the reporter,the spokesman,the Governor,the envoy".split(","),
    "first": "Amina,Bashir,Chidi,Dele,Emeka,Fatima,Garba,Halima,Ibrahim,Kemi,Musa,Ngozi,Ousmane,Sade,Tunde".split(","),
    "last": "Bello,Okafor,Traore,Keita,Adeyemi,Mensah,Diallo,Yusuf,Eze,Toure,Abubakar,Ojo,Danjuma".split(","),
    "west": "John,Mary,Peter,Susan,Henry,Claire,Pierre,Marie,Tom,Anna".split(","),
    "paper": "[Reuters|BBC|AFP|Le Monde|Jeune Afrique|The Guardian|Punch|Vanguard|Al Jazeera]".split(","),
    "good_host": ["{host}.{good_end}", "www.{host}.{good_end}", "{host}-news.{good_end}"],
    "good_end": "com,org,net,ng,fr,co.uk,info,edu".split(","),
    "path": "2013/01/mali-konna,world/africa/article#,wiki/Konna,reports/sahel,politique/article-#,news/#".split(","),
    "drug": "Viagra,Cialis,Tramadol,Xanax,Levitra,Ambien,Phentermine,Modafinil,Kamagra,Valium".split(","),
    "game": "casino,slots,poker,roulette,blackjack,baccarat,jackpot,sports betting,lottery,bingo".split(","),
    "coin": "Bitcoin,Ethereum,crypto,USDT,BTC,forex,binary options,Dogecoin,altcoins".split(","),
    "brand": "Rolex,Louis Vuitton,Gucci,Nike,Ray Ban,Michael Kors,Prada,Chanel,Jordan,Ugg".split(","),
    "goods": "handbags,watches,shoes,sunglasses,boots,jackets,belts,jerseys,wallets".split(","),
    "money": ["$#00", "$#,000", "#00 dollars", "#,000 USD", "£#00", "€#00", "#0000 naira", "# million"],
    "percent": "#%,#0%,100%,3%,2%".split(","),
    "bad_host": ["{host}.{bad_end}", "www.{host}#.{bad_end}", "{junk}-{host}.{bad_end}", "best{junk}#.{bad_end}"],
    "bad_end": "com,net,org,info,xyz,top,ru,co.uk,online".split(","),
    "host": ["{syllable}{syllable}{syllable}", "{syllable}{syllable}", "{syllable}-{syllable}{syllable}"],
    "syllable": "ba,do,ka,li,mo,na,pe,ri,sa,to,vu,za,che,lor,min,tan,ger,wil,son,dar".split(","),
    "junk": "pills,slots,loans,seo,crypto,replica,dating,essay,bags,meds,bet,cash,traffic,vip,deal,keto".split(","),
    "link": "https://{bad_host}/,http://{bad_host}/?id=#,{bad_host},www.{bad_host}/{junk}".split(","),
    "anchor": ['<a href="http://{bad_host}/">{junk}</a>', "[url=http://{bad_host}/]{junk}[/url]"],
    "phone": "+1 (5#) 555-01#,+44 7700 9000#,WhatsApp +1 555 01#,Telegram @{junk}#".split(","),
    "mail": "{junk}.agent#@{host}.com,dr.{first}#@{host}.net,info@{host}.org,{west}{last}#@{host}.com".split(","),
    "adjective": "great,excellent,awesome,wonderful,fantastic,brilliant,amazing,outstanding".split(","),
}

HAM_NAMES = [
    *("{first} {last}", "{first}", "{west} {last}", "{first}#", "peaceful_{first}", "{west}", "Oga {last}"),
    *("Capt {last}", "{first} of {place}", "anon", "A reader", "Deepsight"),
]
SPAM_NAMES = [
    *("{west} {last}", "{first}", "{west}#", "{first} {last}", "{west}", "buy {drug}", "{game} online", "best {junk}"),
    *("{junk}", "{brand} {goods}", "{west}", "{coin} expert", "click here", "{first} {last}", "www.{junk}.example"),
]

# Of these, what is learned from has the first two thirds alone: spammers find new words.
WITH_NEWER_VALUES = {"junk", "drug", "game", "coin", "brand", "goods", "adjective", "country", "place", "syllable"}


def values(slot: str, is_held_out: bool) -> list[str]:
    """What the slot may be filled with, in a comment that is held out or in another."""
    every = SLOTS[slot]
    return every if is_held_out or slot not in WITH_NEWER_VALUES else every[: len(every) * 2 // 3]
