"""Pages of the account."""

from django.urls import path

from apps.accounts.web import api_keys, emails, invitation, passwords, security, sign_in, sign_up, team, two_step, usage

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.show_code, name="show-code"),
    path("sign-up/", sign_up.sign_up, name="sign-up"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("forgot-password/", passwords.forgotten, name="forgotten-password"),
    path("reset-password/<str:token>/", passwords.reset, name="reset-password"),
    path("verify-email/<str:token>/", emails.verify, name="verify-email"),
    path("invitations/<str:token>/", invitation.invitation, name="invitation"),
    path("security/", security.security, name="security"),
    path("security/password/", passwords.change, name="change-password"),
    path("security/verification/", emails.send_again, name="send-verification"),
    path("security/sign-out-everywhere/", security.sign_out_everywhere, name="sign-out-everywhere"),
    path("security/two-step/", two_step.two_step, name="two-step"),
    path("security/two-step/off/", two_step.off, name="two-step-off"),
    path("security/two-step/backup-codes/", two_step.backup_codes, name="backup-codes"),
    path("team/", team.team, name="team"),
    path("team/leave/", team.leave, name="team-leave"),
    path("team/switch/<uuid:organization_id>/", team.switch, name="team-switch"),
    path("team/<uuid:user_id>/role/", team.role, name="team-role"),
    path("team/<uuid:user_id>/remove/", team.remove, name="team-remove"),
    path("team/<uuid:user_id>/hand-over/", team.hand_over, name="team-hand-over"),
    path("team/invitations/<uuid:invitation_id>/revoke/", team.revoke, name="invitation-revoke"),
    path("api-keys/", api_keys.api_keys, name="api-keys"),
    path("api-keys/<uuid:key_id>/revoke/", api_keys.revoke, name="api-key-revoke"),
    path("usage/", usage.usage, name="usage"),
]
