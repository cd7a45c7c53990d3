"""Double keigo: two honorifics for one act. A guard on what rules write, and a finding in what people write."""

import re

I_ROW = "いきぎしじちにびみりえけげせてねべめれ"
DOUBLE = re.compile(
    r"させていただかせ"
    r"|[おご御](?:[^\s、。]{0,6}[" + I_ROW + r"]|[一-龠]{1,4})になられ"
    r"|おっしゃられ|いらっしゃられ|召し上がられ|お召し上がりになられ|お越しになられ|ご覧になられ"
    r"|[おご御][^\s、。]{1,6}いただかせ|お伺いさせていただ|拝見させていただ|拝見いたさせ"
    r"|いただけますでしょうかませ|くださいませください|ご[一-龠]{1,4}させていただかれ"
    r"|ご[一-龠]{1,4}してください(?!ませ)"
)
"""Sources: the guideline on honorifics of the Council for Cultural Affairs (敬語の指針, 2007) for 二重敬語 and for ご〜してください."""


def double_keigo(text: str) -> tuple[str, ...]:
    """The double honorifics of a text, in order; empty where there are none."""
    return tuple(match[0] for match in DOUBLE.finditer(text))
