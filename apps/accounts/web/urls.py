"""Pages of the account."""

from django.urls import path

from apps.accounts.web import api_keys, audit, own_data, sign_in, sign_up, usage

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-up/", sign_up.sign_up, name="sign-up"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("api-keys/", api_keys.api_keys, name="api-keys"),
    path("api-keys/<uuid:key_id>/revoke/", api_keys.revoke, name="api-key-revoke"),
    path("usage/", usage.usage, name="usage"),
    path("account/", own_data.own_data, name="account"),
    path("account/keeping/", own_data.keeping, name="account-keeping"),
    path("account/export/", own_data.export, name="account-export"),
    path("account/delete/", own_data.leave, name="account-delete"),
    path("account/delete-organization/", own_data.give_up, name="organization-delete"),
    path("audit/", audit.audit, name="audit"),
]
