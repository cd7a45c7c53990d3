"""Pages of transforming."""

from django.urls import path

from apps.transform.web import (
    analytics,
    answers,
    entry,
    found_terms,
    glossary,
    glossary_file,
    history,
    jobs,
    measures,
    reading,
    receipts,
    workspace,
)

urlpatterns = [
    path("", workspace.workspace, name="workspace"),
    path("answers/", answers.answer_carried, name="answers"),
    path("measures/", measures.measures, name="measures"),
    path("read/", reading.read, name="read"),
    path("history/", history.history, name="history"),
    path("history/<uuid:transformation_id>/", entry.entry, name="history-entry"),
    path("history/<uuid:transformation_id>/answers/", answers.answer_kept, name="history-answers"),
    path("history/<uuid:transformation_id>/feedback/", entry.feedback, name="history-feedback"),
    path("history/<uuid:transformation_id>/receipt/", receipts.receipt, name="history-receipt"),
    path("history/<uuid:transformation_id>/receipt.json", receipts.signed, name="history-receipt-signed"),
    path("history/<uuid:transformation_id>/delete/", history.delete, name="history-delete"),
    path("analytics/", analytics.analytics, name="analytics"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/new/", jobs.new, name="job-new"),
    path("jobs/columns/", jobs.columns, name="job-columns"),
    path("jobs/<uuid:job_id>/", jobs.job, name="job"),
    path("jobs/<uuid:job_id>/cancel/", jobs.cancel, name="job-cancel"),
    path("jobs/<uuid:job_id>/results.csv", jobs.results, {"form": "csv"}, name="job-csv"),
    path("jobs/<uuid:job_id>/results.jsonl", jobs.results, {"form": "jsonl"}, name="job-jsonl"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/import/", glossary_file.bring_in, name="glossary-import"),
    path("glossary/export/", glossary_file.export, name="glossary-export"),
    path("glossary/found/<uuid:found_id>/approve/", found_terms.approve, name="found-approve"),
    path("glossary/found/<uuid:found_id>/dismiss/", found_terms.dismiss, name="found-dismiss"),
    path("glossary/<uuid:term_id>/approve/", glossary.approve, name="glossary-approve"),
    path("glossary/<uuid:term_id>/", glossary.term, name="glossary-term"),
    path("glossary/<uuid:term_id>/delete/", glossary.delete, name="glossary-delete"),
]
