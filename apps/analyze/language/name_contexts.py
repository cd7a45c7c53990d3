"""What stands before and behind names of people in English text, and what doesn't."""

import re

TOLD = (
    r"(?:ask|asked|asking|tell|told|telling|ping|pinged|remind|reminded|invite|invited|thank|greet|hired?|fired?|promoted|trust|blame|blamed|"
    r"loop in|looped in|bring in|talk(?:ed)? (?:to|with)|spoke (?:to|with)|speak (?:to|with)|spoken (?:to|with)|met (?:with)?|meet (?:with)?|"
    r"heard from|hear from|check(?:ed)? with|agree(?:d)? with|work(?:ed|ing|s)? with|discuss(?:ed)? with|according to|assigned? to|"
    r"report(?:s|ed)? to|escalate to|(?:reviewed|approved|written|reported|signed|sent|requested|owned|led|run|decided|merged|created|made|done|"
    r"prepared|drafted|handled|managed) by|let|cc|ccing|bcc|hi|hey|hello|dear|sorry|thanks|thank you|morning|attn|"
    r"(?:our|my|your|their|his|her) (?:colleague|manager|boss|contact|lead|teammate|assistant|intern|friend)(?: is| at [A-Z]\w+ is)?|contact(?: is)?|"
    r"colleague|manager|assistant|intern|engineer|customer)"
)
BEFORE = re.compile(rf"(?i:(?<![\w-]){TOLD}),? $")
NEAR = re.compile(
    r"(?i:(?<![\w-])(?:by|with|from|for|to|than|about|without|and|or|give|send|show|pay|owe|email|call|help|as|per|until|since|because|"
    r"when|if|that|did|does|has|is|was|only|except|not|know|wait for|join|let's have|see)):? $"
)
"""Words that people stand behind, and places and things, too."""
SAID = re.compile(
    r"^(?: (?:already|also|never|still|just|now|always|then))? (?:said|says|wrote|writes|asked|asks|told|tells|thinks|thought|knows|knew|"
    r"forgot|forgets|wants|wanted|agreed|agrees|approved|approves|decided|promised|mentioned|mentions|replied|refused|refuses|confirmed|"
    r"handles|handled|owns|leads|joined|joins|insists|insisted|believes|prefers|complained|suggested|suggests|apologi[sz]ed|resigned|quit|"
    r"fixed|broke|reviewed|merged|reverted|wrote|sent|signed|presented|presents|called|emailed|rewrote|looked|looks|seems|took|takes|"
    r"missed|misses|ignores|ignored)\b"
)
ACTS = re.compile(
    r"^ (?:will|can|could|should|must|has to|needs to|is going to|wants to|promised to) (?:share|send|present|handle|review|fix|check|ask|"
    r"call|lead|own|run|book|join|talk|write|sign|explain|look|cover|order|bring|take over|tell|decide|approve|help|show|answer|reply|"
    r"prepare|draft|speak|be (?:at|in|back|out|late|away|there)|mark)\b|^ is (?:out|away|sick|ill|late|back|on leave|on holiday|on vacation|in a meeting)\b"
)
"""What people do, or are, and months and places hardly."""
DOES = re.compile(
    r"^(?:['’]s\b| (?:will|has|is|was|can|could|should|would|had|does|did|must|needs|shows?|left|runs|and I|or I|who)\b| \()"
)
HEADED = re.compile(
    r"(?im:^[ \t>]*(?:from|to|cc|bcc|assigned to|assignee|owner|author|reviewer|reviewed by|attn|contact|reported by|approved by|sent by|"
    r"signed|signed by|attendees|participants|on call|driver|lead)[ \t]*:?[ \t]+)"
)
CLOSING = re.compile(
    r"(?im:^[ \t]*(?:best|kind|warm|many|with)?[ \t]*(?:best|regards|wishes|thanks|cheers|sincerely|yours|br|kr|love|thx)"
    r"(?: regards| wishes| in advance| again| so much| a lot)?[ \t]*[,.!]?[ \t]*\n+[ \t]*)"
)
BESIDE = re.compile(r"^(?:['’]s)?(?:,? (?:and|or|&) |, |/|; )$")
VOCATIVE = re.compile(r"^, (?:can|could|please|would|will|do|did|your|you|why|this|the|I|we|it|are|have|is|there)\b")
SUBJECT = re.compile(r"^ (?:will|has|is|was|can|could|should|would|had|does|did|must|needs|left|said|wants|knows)\b")
WANTED = re.compile(
    r"(?i:\b(?:needs?|needed|wants?|wanted|expects?|expected|allows?|allowed|gets?|got|forced?|helps?|helped|would like) $)"
)
UNHEARD_OF_AFTER = re.compile(
    r"(?i:(?<![\w-])(?:the|an?|our|my|your|their|his|her|its|this|that|these|those|new|old|every|each|no|any|another|first|last|next|via|using|"
    r"used?|uses|in|at|near|into|onto|on|from|of|through|install(?:ed)?|open|called|named|version|like|as|under|over|between|both|all|some|"
    r"more|most|other|same|current|latest|original|big|small|entire|whole|local|internal|external|behind|inside|outside|across|around|within|"
    r"towards?|against|per|to)) $"
)
"""Words that things, firms and places stand behind."""
SPEAKS = re.compile(
    r"^ (?:said|says|wrote|thinks|thought|knows|knew|forgot|told|promised|asked|refused|insisted|insists|has not answered|and I)\b"
)
AGENT = re.compile(r"(?i:.*(?:er|or|ist|ian|ee|ant|s))")
"""Of words for what somebody does: Vendor, Agents, Cashier."""
BUSY = re.compile(
    r"^ [a-z]+s (?:the|an?|it|us|me|my|our|all|every|to|that|this|your|him|her|them|off|out|up|no|nothing|\d)\b"
)
TRANSFER = re.compile(
    r"(?i:\b(?:questions?|complaints?|handover|goes|letter|repl(?:y|ies)|answers?|give|gave|given|send|sent|hand(?:ed)?|forward(?:ed)?|write|wrote|show(?:ed)?|explain(?:ed)?|report(?:ed)?|belongs?|pass(?:ed)?|"
    r"owe|reply|replied|lend|lent|sell|sold|listen(?:ed)?|say|said|up|introduced?|apologi[sz]ed?|address(?:ed)?|assign(?:ed)?|talk(?:ed)?|"
    r"speak|spoke)\b[^.!?\n]{0,40}\bto $)"
)
DESCRIBED = re.compile(
    r"(?i:(?<![\w-])(?:the|an?|our|my|your|their|its|this|that|these|those|new|old|every|each|no|any|another|via|using|used?|uses|in|at|near|"
    r"into|onto|of|open|called|named|version)) $"
)
"""The same for two words in a row."""
GOES_ON = re.compile(
    r"^(?:['’]s\b|[.!?,;:)\n]|$| ?[—–]| (?:and|or|but|from|at|in|on|to|for|with|without|before|after|by|about|until|when|while|because|if|that|who|"
    r"again|off|out|up|any|why|how|first|directly|yesterday|today|tomorrow|tonight|leave|is|was|has|had|will|can|could|should|would|must|might|"
    r"did|does|do|didn|doesn|isn|wasn|hasn|won|said|told|"
    r"[a-z]+s (?:the|an?|it|us|me|my|our|all|every|to|that|this|your|him|her|them|off|out|up|no|nothing|\d)|[a-z]+ed)\b)"
)
"""How a sentence goes on behind somebody; behind a thing's name stands what kind of a thing it is (the Falcon rollout)."""
THING = re.compile(
    r"(?i:.*(?:ity|ance|ence|age|ure|sis|ship|hood|dom|ery|ory|ion|ium|ware|ives|ings|ers|ors|ies|soft|base|flow|net|tech|corp|ly))"
)
CALLED = re.compile(r" ?(?:さん|様|さま|氏|くん|君|ちゃん|先生|部長|課長)")
PLACES = frozenset(
    [
        "april",
        "june",
        "summer",
        "autumn",
        "winter",
        "may",
        "austin",
        "dallas",
        "florence",
        "georgia",
        "israel",
        "lincoln",
        "london",
        "madison",
        "milan",
        "orlando",
        "paris",
        "phoenix",
        "savannah",
        "sydney",
        "virginia",
        "vienna",
        "devon",
        "eden",
        "dakota",
        "west",
        "north",
        "south",
        "page",
        "trinity",
        "harmony",
    ]
)
"""Doubtful ones that go on as people do: April is busy, London has an office."""
