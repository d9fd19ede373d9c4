"""The addresses of the ledger; all below the organisation's own."""

from django.urls import path

from juli.stages.ledger.views import entries, evidence, filings, lists, sharing, sheets, timeline

app_name = "ledger"

_LEDGER = "organisations/<int:organisation>/ledger/"
_UPLOADS = f"{_LEDGER}<int:achievement>/uploads/<slug:tag>/"

urlpatterns = [
    path(_LEDGER, timeline.page, name="timeline"),
    path(f"{_LEDGER}outlook/", timeline.outlook, name="outlook"),
    path(f"{_LEDGER}removed/", timeline.removed, name="removed"),
    path(f"{_LEDGER}export.xlsx", sheets.exported, name="export"),
    path(f"{_LEDGER}template.xlsx", sheets.blank, name="template"),
    path(f"{_LEDGER}import/", sheets.bring, name="bring"),
    path(f"{_LEDGER}import/<int:intake>/", sheets.intake, name="intake"),
    path(f"{_LEDGER}add/", entries.choose, name="choose"),
    path(f"{_LEDGER}add/<slug:kind>/", entries.add, name="add"),
    path(f"{_LEDGER}<int:achievement>/", entries.change, name="entry"),
    path(f"{_LEDGER}<int:achievement>/duplicate/", entries.duplicate, name="duplicate"),
    path(f"{_LEDGER}<int:achievement>/remove/", entries.remove, name="remove"),
    path(f"{_LEDGER}<int:achievement>/restore/", entries.restore, name="restore"),
    path(f"{_LEDGER}lists/<slug:register>/", lists.register, name="register"),
    path(f"{_LEDGER}lists/<slug:register>/<int:listed>/", lists.listed, name="listed"),
    path(f"{_LEDGER}lists/<slug:register>/<int:listed>/delist/", lists.delist, name="delist"),
    path(f"{_LEDGER}<int:achievement>/files/", evidence.files, name="files"),
    path(f"{_LEDGER}<int:achievement>/files/bring/", evidence.bring, name="bring_files"),
    path(f"{_LEDGER}<int:achievement>/files/reuse/", evidence.reuse, name="reuse"),
    path(f"{_LEDGER}files/<int:link>/", evidence.file, name="file"),
    path(f"{_LEDGER}files/<int:link>/pages/<int:page>/", evidence.preview, name="preview"),
    path(f"{_LEDGER}files/<int:link>/tag/", evidence.retag, name="retag"),
    path(f"{_LEDGER}files/<int:link>/detach/", evidence.detach, name="detach"),
    *(
        path(f"{_UPLOADS}{pattern.pattern}", evidence.of_entry(pattern), name=pattern.name)
        for pattern in evidence.uploads.urls
    ),
    path(f"{_LEDGER}shared/", sharing.shared, name="shared"),
    path(f"{_LEDGER}shared/join/", sharing.join, name="join"),
    path(f"{_LEDGER}shared/<int:party>/", sharing.invitation, name="invitation"),
    path(f"{_LEDGER}shared/<int:party>/decline/", sharing.decline, name="decline"),
    path(f"{_LEDGER}shared/<int:party>/admit/", sharing.admit, name="admit"),
    path(f"{_LEDGER}shared/proposals/<int:proposal>/agree/", sharing.agree, name="agree"),
    path(f"{_LEDGER}shared/proposals/<int:proposal>/disagree/", sharing.disagree, name="disagree"),
    path(f"{_LEDGER}<int:achievement>/invite/", sharing.invite, name="invite"),
    path("filing-receipts/", filings.verify, name="filing_receipts"),
    path(f"{_LEDGER}filings/", filings.page, name="filings"),
    path(f"{_LEDGER}filings/new/", filings.new, name="file_enterprise"),
    path(f"{_LEDGER}filings/<int:filing>/", filings.filing, name="filing"),
    path(f"{_LEDGER}filings/<int:filing>/receipt.pdf", filings.receipt, name="filing_receipt"),
    path(f"{_LEDGER}filings/<int:filing>/unmatch/", filings.unmatch, name="unmatch"),
]
