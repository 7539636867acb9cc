from django.urls import path

from partners.views import board, brief, compare, imports, lists, matrix, personal, places, records

app_name = "partners"
urlpatterns: list = [
    # Lists (partners/lists/)
    *lists.routes("partners", "partners/"),
    *lists.routes("organisations", "organisations/"),
    *lists.routes("people", "people/"),
    *lists.routes("agreements", "agreements/"),
    *lists.routes("projects", "projects/"),
    *lists.routes("academic", "academic-agreements/"),
    *lists.routes("bases", "bases/"),
    *lists.routes("secondments", "secondments/"),
    *lists.routes("stances", "stances/"),
    path("projects/board/", board.show, name="projects_board"),
    path("projects/<uuid:pk>/stage/", board.move, name="project_stage"),
    path("partners/matrix/", matrix.show, name="matrix"),
    path("partners/matrix/filter/", matrix.panel, name="matrix_filter"),
    path("partners/matrix/export.csv", matrix.export, {"form": "csv"}, name="matrix_csv"),
    path("partners/matrix/export.xlsx", matrix.export, {"form": "xlsx"}, name="matrix_xlsx"),
    path("partners/compare/", compare.show, name="compare"),
    # Pages
    path("partners/<uuid:pk>/", places.detail, name="detail"),
    path("partners/<uuid:pk>/brief/", brief.brief, name="brief"),
    path("partners/<uuid:pk>/brief/file/", brief.brief_file, name="brief_file"),
    # Files into lists
    path("partners/import/", imports.overview, name="import"),
    path("partners/import/new/<slug:name>/", imports.new, name="import_new"),
    path("partners/import/new/<slug:name>/template.<slug:form>", imports.template, name="import_template"),
    path("partners/import/<uuid:pk>/", imports.job, name="import_job"),
    path("partners/import/<uuid:pk>/progress/", imports.progress, name="import_progress"),
    path("partners/import/<uuid:pk>/errors.csv", imports.faults, name="import_faults"),
    path("partners/import/<uuid:pk>/apply/", imports.apply, name="import_apply"),
    path("partners/import/<uuid:pk>/again/", imports.again, name="import_again"),
    path("partners/import/<uuid:pk>/discard/", imports.discard, name="import_discard"),
    path("organisations/<uuid:pk>/", places.organisation, name="organisation"),
    path("people/<uuid:pk>/", places.person, name="person"),
    path("people/retention/", personal.retention, name="retention"),
    path("people/<uuid:pk>/personal-data/", personal.held, name="personal_data"),
    path("people/<uuid:pk>/personal-data/erase/", personal.erase, name="person_erase"),
    path("agreements/<uuid:pk>/", places.agreement, name="agreement"),
    path("projects/<uuid:pk>/", places.project, name="project"),
    path("themes/", places.theme_list, name="themes"),
    path("themes/<uuid:pk>/", places.theme, name="theme"),
    # Records of every kind (partners/kinds.py)
    path("records/<slug:kind>/add/<uuid:parent>/", records.add, name="record_add"),
    path("records/<slug:kind>/<uuid:pk>/", records.record, name="record"),
    path("records/<slug:kind>/<uuid:pk>/edit/", records.edit, name="record_edit"),
    path("records/<slug:kind>/<uuid:pk>/handling/", records.handling, name="record_handling"),
    path("records/<slug:kind>/<uuid:pk>/history/", records.history, name="record_history"),
    path("records/<slug:kind>/<uuid:pk>/remove/", records.remove, name="record_remove"),
]
