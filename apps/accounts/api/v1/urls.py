"""Addresses under /api/v1/."""

from django.urls import path

from apps.accounts.api import schema  # noqa: F401  describes the credentials wherever these addresses are documented
from apps.accounts.api.v1.api_keys import ApiKey, ApiKeyRotation, ApiKeys
from apps.accounts.api.v1.audit import Audit, AuditExport
from apps.accounts.api.v1.emails import AccountDisowning, EmailVerification, VerificationMail
from apps.accounts.api.v1.invitations import Acceptance, Invitation, Invitations
from apps.accounts.api.v1.me import Me
from apps.accounts.api.v1.members import HandOver, Leaving, Member
from apps.accounts.api.v1.organization import Members, Organization
from apps.accounts.api.v1.own_data import OwnAccount, OwnDataExport
from apps.accounts.api.v1.passwords import ForgottenPassword, PasswordChange, PasswordReset
from apps.accounts.api.v1.reauthentication import Reauthentication
from apps.accounts.api.v1.registration import Registration
from apps.accounts.api.v1.sign_ins import SignIn, SignIns
from apps.accounts.api.v1.tokens import Logout, LogoutEverywhere, Token, TokenRefresh
from apps.accounts.api.v1.two_factor import BackupCodes, TwoFactor, TwoFactorConfirmation, TwoFactorRemoval
from apps.accounts.api.v1.usage import Usage

urlpatterns = [
    path("auth/register", Registration.as_view()),
    path("auth/token", Token.as_view()),
    path("auth/token/refresh", TokenRefresh.as_view()),
    path("auth/logout", Logout.as_view()),
    path("auth/logout/everywhere", LogoutEverywhere.as_view()),
    path("auth/reauthenticate", Reauthentication.as_view()),
    path("auth/sessions", SignIns.as_view()),
    path("auth/sessions/<uuid:sign_in_id>", SignIn.as_view()),
    path("auth/me", Me.as_view()),
    path("auth/email/verify", EmailVerification.as_view()),
    path("auth/email/disown", AccountDisowning.as_view()),
    path("auth/email/send", VerificationMail.as_view()),
    path("auth/password/forgot", ForgottenPassword.as_view()),
    path("auth/password/reset", PasswordReset.as_view()),
    path("auth/password/change", PasswordChange.as_view()),
    path("auth/two-factor", TwoFactor.as_view()),
    path("auth/two-factor/confirm", TwoFactorConfirmation.as_view()),
    path("auth/two-factor/remove", TwoFactorRemoval.as_view()),
    path("auth/two-factor/backup-codes", BackupCodes.as_view()),
    path("api-keys", ApiKeys.as_view()),
    path("api-keys/<uuid:key_id>", ApiKey.as_view()),
    path("api-keys/<uuid:key_id>/rotate", ApiKeyRotation.as_view()),
    path("organization", Organization.as_view()),
    path("organization/members", Members.as_view()),
    path("organization/members/<uuid:user_id>", Member.as_view()),
    path("organization/leave", Leaving.as_view()),
    path("organization/hand-over", HandOver.as_view()),
    path("organization/invitations", Invitations.as_view()),
    path("organization/invitations/accept", Acceptance.as_view()),
    path("organization/invitations/<uuid:invitation_id>", Invitation.as_view()),
    path("usage", Usage.as_view()),
    path("me", OwnAccount.as_view()),
    path("me/export", OwnDataExport.as_view()),
    path("audit", Audit.as_view()),
    path("audit/export", AuditExport.as_view()),
]
