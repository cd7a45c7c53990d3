"""Coming in for the first time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.accounts.actions.register_user import PROOF_WITHIN, register_user
from apps.accounts.address_limit import spend_try
from apps.accounts.web.destinations import destination
from apps.accounts.web.forms import SignUpForm
from tonebridge.pages.forms import handed_in, posted, render_form


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """GET, POST /sign-up/ — the answer is the same, whether somebody has the address or not, and lets nobody in: the mail says
    how to go on, with the new account or the one that is there already.
    """
    if request.user.is_authenticated:
        return redirect(destination(request))
    form = SignUpForm(posted(request))
    shown: dict[str, object] = {"next": destination(request)}
    status = 200 if request.method != "POST" else _register(request, form)
    if status == 303:
        sent = {"email": form.cleaned_data["email"], "days": PROOF_WITHIN.days}
        return render(request, "accounts/sign_up_sent.html", sent)
    return render_form(request, "accounts/sign_up.html", shown, form=form, status=status)


def _register(request: HttpRequest, form: SignUpForm) -> int:
    """The status of the answer: 303, which isn't sent, once registered."""

    def register() -> None:
        spend_try(request, "sign-up")
        register_user(**form.cleaned_data)

    return handed_in(form, register)
