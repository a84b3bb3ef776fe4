"""The addresses of the library. Their names begin with `knowledge:`, for that is what people call the place."""

from django.urls import path

from rafeeq.library.views import arranging, articles, faults, files, gaps, importing, versions, writing

app_name = "knowledge"
urlpatterns = [
    path("", articles.articles, name="list"),
    path("new/", writing.new, name="new"),
    path("pasted/", writing.pasted, name="pasted"),
    path("preview/", writing.preview, name="preview"),
    path("faults/", faults.faults, name="faults"),
    path("faults/count/", faults.count, name="faults_count"),
    path("faults/<int:pk>/", faults.settle, name="settle_fault"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps/<int:pk>/", gaps.gap, name="gap"),
    path("gaps/missing/", gaps.missing, name="missing"),
    path("gaps/<int:pk>/same/", gaps.same, name="gap_same"),
    path("gaps/<int:pk>/apart/", gaps.apart, name="gap_apart"),
    path("gaps/<int:pk>/owner/", gaps.owner, name="gap_owner"),
    path("gaps/<int:pk>/end/", gaps.end, name="gap_end"),
    path("variables/", arranging.variables, name="variables"),
    path("variables/<int:pk>/", arranging.variable, name="variable"),
    path("variables/<int:pk>/removal/", arranging.remove_variable, name="remove_variable"),
    path("topics/", arranging.topics, name="topics"),
    path("topics/<int:pk>/", arranging.topic, name="topic"),
    path("import/", importing.documents, name="import"),
    path("import/<int:pk>/", importing.one, name="import_one"),
    path("import/<int:pk>/running/", importing.running, name="import_running"),
    path("<int:pk>/", articles.article, name="article"),
    path("<int:pk>/state/", articles.move, name="move"),
    path("<int:pk>/place/", articles.arrange, name="arrange"),
    path("<int:pk>/faults/", faults.say, name="say_wrong"),
    path("<int:pk>/files/", files.add, name="add_file"),
    path("<int:pk>/files/<int:file>/", files.file, name="file"),
    path("<int:pk>/files/<int:file>/removal/", files.remove, name="remove_file"),
    path("<int:pk>/<slug:language>/text/", writing.write, name="write"),
    path("<int:pk>/<slug:language>/unsaved/", writing.unsaved, name="unsaved"),
    path("<int:pk>/<slug:language>/versions/", versions.versions, name="versions"),
]
