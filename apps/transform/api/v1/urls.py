"""Transform's resources under /api/v1/. The lanes (`lanes.py`) are served before these."""

from django.urls import path

from apps.transform.api.v1 import (
    analytics,
    answers,
    found_terms,
    glossary,
    history,
    jobs,
    organization_models,
    receipts,
)

urlpatterns = [
    path("transform/<uuid:transformation_id>/answers", answers.TransformAnswers.as_view()),
    path("transform/<uuid:transformation_id>/receipt", receipts.TransformReceipt.as_view()),
    path("organization/models/primary", organization_models.OrganizationModel.as_view(rung="primary")),
    path("organization/models/secondary", organization_models.OrganizationModel.as_view(rung="secondary")),
    path("transform/batch", jobs.Batch.as_view()),
    path("jobs", jobs.Jobs.as_view()),
    path("jobs/import", jobs.ImportFile.as_view()),
    path("jobs/<uuid:job_id>", jobs.Job.as_view()),
    path("jobs/<uuid:job_id>/cancel", jobs.JobCancel.as_view()),
    path("jobs/<uuid:job_id>/results", jobs.JobResults.as_view()),
    path("jobs/<uuid:job_id>/results/download", jobs.JobDownload.as_view()),
    path("history", history.History.as_view()),
    path("history/<uuid:transformation_id>", history.HistoryEntry.as_view()),
    path("history/<uuid:transformation_id>/feedback", history.HistoryFeedback.as_view()),
    path("history/<uuid:transformation_id>/similar", history.HistorySimilar.as_view()),
    path("analytics/summary", analytics.Analytics.as_view()),
    path("glossary/import", glossary.GlossaryFile.as_view()),
    path("glossary/export", glossary.GlossaryExport.as_view()),
    path("glossary/found", found_terms.FoundTerms.as_view()),
    path("glossary/found/<uuid:found_id>/approve", found_terms.FoundTermApprove.as_view()),
    path("glossary/found/<uuid:found_id>/dismiss", found_terms.FoundTermDismiss.as_view()),
    path("glossary/terms", glossary.GlossaryTerms.as_view()),
    path("glossary/terms/<uuid:term_id>", glossary.GlossaryTerm.as_view()),
]
