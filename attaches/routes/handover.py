from django.urls import path

from attaches.views import handover

urlpatterns = [
    path("postings/<uuid:pk>/handover/", handover.handover, name="handover"),
    path("postings/<uuid:pk>/handover/file.docx", handover.handover_file, {"form": "docx"}, name="handover_docx"),
    path("postings/<uuid:pk>/handover/file.pdf", handover.handover_file, {"form": "pdf"}, name="handover_pdf"),
]
