# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that explains messages."""

from photographer import walk

MESSAGES = {
    "en": "An error occurred while sending mail. The mail server responded: 5.7.1 "
          "<taro@example.jp>: Relay access denied.",
    "ja": "サーバーにログインできません。アカウント: 'pop.example.jp', エラー番号: 0x800CCC92",
}


@walk("explain", "explain-answer", "explain-unknown")
def explain(person):
    person.start()
    person.press("What does an error message or a returned mail mean?")
    person.wait_for("_Message or word")
    person.picture("explain")
    person.fill("_Message or word", person.in_words(MESSAGES))
    person.press("_Explain")
    person.wait_for("This is what it means.")
    person.make_higher()
    person.picture("explain-answer")
    person.fill("_Message or word", "The quick brown fox")
    person.press("_Explain")
    person.wait_for("Sorry, Kitte does not know this message yet. Please copy all of it, with the "
                    "numbers in it, or show it to your provider.")
    person.picture("explain-unknown")
