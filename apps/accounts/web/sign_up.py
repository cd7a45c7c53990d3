"""Coming in for the first time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.accounts.actions.register_user import register_user
from apps.accounts.web.destinations import destination
from apps.accounts.web.forms import SignUpForm
from apps.accounts.web.session import begin_session, spend_try
from tonebridge.errors import AlreadyExists, ToneBridgeError
from tonebridge.pages.forms import posted, render_form

UNUSABLE = gettext_lazy("This address can't be used for a new account. If it is yours, try to sign in.")


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """GET, POST /sign-up/"""
    if request.user.is_authenticated:
        return redirect(destination(request))
    form = SignUpForm(posted(request))
    status = 200 if request.method != "POST" else _register(request, form)
    if status == 303:
        messages.success(request, _("Welcome. Your account is ready."))
        return redirect(destination(request))
    return render_form(request, "accounts/sign_up.html", {"next": destination(request)}, form=form, status=status)


def _register(request: HttpRequest, form: SignUpForm) -> int:
    """The status of the answer: 303 once registered and signed in."""
    if not form.is_valid():
        return 422
    wanted = form.cleaned_data
    try:
        spend_try(request, "sign-up")
        register_user(**wanted)
        begin_session(request, email=wanted["email"], password=wanted["password"])
    except AlreadyExists:
        form.add_error("email", UNUSABLE)
    except ToneBridgeError as error:
        form.refuse(error)
        return 422 if error.status in {400, 401} else error.status
    return 303 if form.is_valid() else 422
