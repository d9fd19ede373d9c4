"""The audit: the auditor's place, the applicant's page, the office's."""

from django.urls import path

from juli.stages.awards.views import audits, audits_office

_CASE = "audit/<int:case>/"
_OFFICE = "office/applications/<int:application>/audit/"

urlpatterns = [
    path("audit/", audits.listed, name="audits"),
    path("audit/template/", audits.template, name="audit_template"),
    path(_CASE, audits.case, name="audit"),
    path(_CASE + "decide/", audits.decide_lines, name="decide_lines"),
    path(_CASE + "sign/", audits.sign, name="sign_audit"),
    path(_CASE + "lines/", audits.bring, name="bring_lines"),
    path(_CASE + "lines/<int:line>/remove/", audits.remove, name="remove_line"),
    path(_CASE + "lines/<int:line>/vouchers/", audits.add_voucher, name="add_voucher"),
    path(_CASE + "vouchers/<int:link>/", audits.voucher, name="voucher"),
    path(_CASE + "reports/<int:number>/<slug:form>/", audits.report, name="audit_report"),
    path("organisations/<int:organisation>/applications/<int:application>/audit/", audits.own, name="own_audit"),
    path("office/audits/", audits_office.listed, name="office_audits"),
    path(_OFFICE, audits_office.tab, name="audit_tab"),
    path(_OFFICE + "open/", audits_office.open_case, name="open_audit"),
    path(_OFFICE + "give/", audits_office.give, name="give_audit"),
    path(_OFFICE + "reopen/", audits_office.reopen_audit, name="reopen_audit"),
]
