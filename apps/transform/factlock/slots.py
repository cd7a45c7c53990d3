"""Slots that ask for a confirmation or an addition: they state no fact."""

import re

SLOT = re.compile(
    r"【(?:要|未)?(?:確認|記入|記載|補足|追記|回答)[^】\n]{0,200}】"
    r"|\[(?:confirm|please add|to confirm|add|[A-Z][A-Z ]{2,20}(?=:))[^\]\n]{0,200}\]"
    r"|[（(][^（）()\n\d]{0,40}(?:要確認|to be confirmed|please confirm)[)）]"
    r"|[（(](?:記載なし|未記載|指定なし|記述なし|不明|not stated|not given|not specified)[)）]",
    re.I,
)
