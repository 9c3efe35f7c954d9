"""How dates and times are written in each language. A language that is not here is written as Django has it.

Digits are Western in all languages, Arabic too: they are those of the addresses, of the newsroom's own figures and of
the Maghreb, and a page has one kind. Hours are those of a day, 0 to 24.
"""
