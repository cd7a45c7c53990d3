"""The fast lane of analysis."""

from apps.accounts.contracts import Scope
from apps.analyze.actions.analyze_text import analyze_text
from apps.analyze.bodies import ANALYSIS, AnalyzeBody, PreviewAnalyzeBody
from tonebridge.limits.preview_limit import spend_preview
from tonebridge.resilience.threads import in_thread
from tonebridge.rest.bodies import parse
from tonebridge.rest.lanes import Call, Lane, Reply


async def analyze(call: Call) -> Reply:
    """Everything the lenses see in one text. Nothing is kept."""
    body = parse(AnalyzeBody, call.document)
    return Reply(ANALYSIS.dump_json(await in_thread(analyze_text, text=body.text, language=body.language)))


async def preview(call: Call) -> Reply:
    """The same for a short text, without a login."""
    body = parse(PreviewAnalyzeBody, call.document)
    await spend_preview(call.client_ip)
    return Reply(ANALYSIS.dump_json(await in_thread(analyze_text, text=body.text, language=body.language)))


LANES = [
    Lane("POST", "/api/v1/analyze", analyze, Scope.ANALYZE, AnalyzeBody, ANALYSIS),
    Lane("POST", "/api/v1/preview/analyze", preview, None, PreviewAnalyzeBody, ANALYSIS),
]
