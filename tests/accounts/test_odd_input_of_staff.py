"""Odd lookups, ids and forms in the administration: refused, led back or not found, never a 500. Every admin is tried."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import pytest
from django.contrib.admin import ModelAdmin, site
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from apps.accounts.models import User
from tests.accounts.office import Office, opened_office
from tests.cast import newcomer, seed

ADMINS = {
    model._meta.label_lower: admin
    for model, admin in sorted(site._registry.items(), key=lambda each: each[0]._meta.label)
}
each_admin = pytest.mark.parametrize("label", ADMINS)
ODD = ("\0", "x", "9" * 30, "9999-12-31")
OF_FILTERS = ("", "__exact", "__gte", "__isnull", "__isempty", "__in")
DATES = (
    {"__year": "9999"}, {"__year": "9999", "__month": "12", "__day": "31"}, {"__year": "99999999999"}, {"__year": "1"},
    {"__year": "0"}, {"__year": "x"}, {"__year": "2026", "__month": "13"}, {"__gte": "9999-12-31T23:59:59-23:59"},
)  # fmt: skip # a line, one kind


@pytest.fixture(scope="module")
def standing(standing_data: None) -> Office:
    """Once for all that is asked, which is undone."""
    seed()
    return opened_office(newcomer("alice", plan_code="pro"))


@pytest.fixture(scope="module")
def standing_root(standing: Office) -> Client:
    client = standing.superusers()
    client.raise_request_exception = False
    return client


@pytest.fixture
def office(standing: Office, db: None) -> Office:
    return deepcopy(standing)


@pytest.fixture
def root(standing_root: Client, db: None) -> Client:
    """A superuser: nothing is refused for want of a right."""
    return deepcopy(standing_root)


def page(label: str, name: str, *args: object) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{name}", args=args)


def columns(admin: "ModelAdmin[Any]") -> list[str]:
    """Those of the table, and a table behind each."""
    own = [field.name for field in admin.model._meta.get_fields()]
    behind = [
        f"{field.name}__pk" for field in admin.model._meta.get_fields() if field.is_relation and field.related_model
    ]
    return own + behind


def filters_of(admin: "ModelAdmin[Any]") -> list[str]:
    """The columns that are filters beside the list."""
    filters: list[Any] = list(admin.list_filter)
    return [each if isinstance(each, str) else each[0] for each in filters]


def pairwise(names: Sequence[str], endings: Sequence[str], values: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Each name with each ending and with each value; each ending with each value in turn from name to name."""
    for at, name in enumerate(names):
        yield from ((name, ending, values[(at + turn) % len(values)]) for turn, ending in enumerate(endings))


@pytest.mark.filterwarnings("ignore:DateTimeField .* received a naive datetime:RuntimeWarning")
@each_admin
def test_no_lookup_breaks_a_list(root: Client, label: str) -> None:
    admin = ADMINS[label]
    filters = filters_of(admin)
    asked = [(f"{name}__regex", "(") for name in columns(admin)]
    asked += [(f"{name}{ending}", odd) for name, ending, odd in pairwise((*filters, "pk"), OF_FILTERS, ODD[1:])]
    asked += [(f"{name}__contains", "x") for name in columns(admin)] + [(name, "\0") for name in filters]
    for name, value in asked:
        assert root.get(page(label, "changelist"), {name: value}).status_code < 500, (name, value)


@each_admin
def test_no_date_breaks_a_list(root: Client, label: str) -> None:
    admin = ADMINS[label]
    for name in (
        field.name for field in admin.model._meta.concrete_fields if field.get_internal_type() == "DateTimeField"
    ):
        for odd in DATES:
            asked = {name + ending: value for ending, value in odd.items()}
            assert root.get(page(label, "changelist"), asked).status_code < 500, asked


@each_admin
def test_no_id_search_or_choice_breaks_a_page(root: Client, label: str) -> None:
    """Each value in each page's address, in what is searched, ordered and paged by, in turn from list to list, and in each action."""
    for turn, odd in enumerate(ODD, start=list(ADMINS).index(label)):
        _is_asked_for(root, label, odd, "qop"[turn % 3])


def _is_asked_for(root: Client, label: str, odd: str, name: str) -> None:
    for each in ("change", "delete", "history"):
        assert root.get(page(label, each, odd)).status_code < 500, each
    for asked in ({name: odd}, dict.fromkeys("qop", odd)):
        assert root.get(page(label, "changelist"), asked).status_code < 500, asked
    chosen = {"action": "delete_selected", "_selected_action": odd}
    for action in ("delete_selected", *ADMINS[label].get_actions(_as_root())):
        assert root.post(page(label, "changelist"), chosen | {"action": action}).status_code < 500, action


@each_admin
def test_no_value_breaks_a_form(root: Client, label: str) -> None:
    for odd in ODD:
        _is_entered(root, label, odd)


def _is_entered(root: Client, label: str, odd: str) -> None:
    admin = ADMINS[label]
    form = _form(admin, odd)
    first: Model | None = admin.model._default_manager.first()
    for path in (page(label, "add"), *([page(label, "change", first.pk)] if first else ())):
        assert root.get(path, form).status_code < 500, path
        assert root.post(path, form).status_code < 500, path


@pytest.mark.parametrize("odd", ODD)
def test_no_term_breaks_a_choice_among_suggestions(root: Client, odd: str) -> None:
    asked = {"app_label": "accounts", "model_name": "subscription", "field_name": "organization"}
    assert root.get(reverse("admin:autocomplete"), asked | {"term": odd}).status_code < 500
    for name in asked:
        assert root.get(reverse("admin:autocomplete"), asked | {name: odd}).status_code < 500


def _as_root() -> Any:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(email="root@tonebridge.example")
    return request


def _form(admin: "ModelAdmin[Any]", odd: str) -> dict[str, str]:
    request = _as_root()
    sent = dict.fromkeys(admin.get_form(request, admin.model(), change=True).base_fields, odd)
    for inline in admin.get_inline_instances(request):
        forms = inline.get_formset(request)
        prefix = forms.get_default_prefix()
        sent |= {f"{prefix}-0-{name}": odd for name in (*forms.form.base_fields, "id")}
        sent |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    return sent | {name + part: odd for name in sent for part in ("_0", "_1")}


@each_admin
def test_a_list_is_narrowed_by_its_own_filters_alone(root: Client, label: str) -> None:
    """By other columns one would read what no page shows; a wrong value of a filter leads back to the whole list."""
    admin = ADMINS[label]
    filters = set(filters_of(admin))
    for name in set(columns(admin)) - filters - {admin.date_hierarchy}:
        assert root.get(page(label, "changelist"), {f"{name}__isnull": "1"}).status_code == 400, name


@each_admin
def test_every_filter_beside_a_list_works(root: Client, label: str) -> None:
    listed = root.get(page(label, "changelist"))
    for spec in listed.context["cl"].filter_specs:
        for choice in spec.choices(listed.context["cl"]):
            asked = choice.get("query_string", "?")
            assert root.get(page(label, "changelist") + asked).status_code == 200, asked


@each_admin
def test_a_search_looks_only_at_what_whoever_may_look_is_shown(office: Office, label: str, rf: RequestFactory) -> None:
    admin = ADMINS[label]
    office.may(f"{label.split('.')[0]}.view_{label.split('.')[1]}")
    request = rf.get("/admin/")
    request.user = User.objects.get(pk=office.clerk.pk)
    shown = {*admin.get_list_display(request), *_named(admin.get_fieldsets(request, admin.model()))}
    assert {name for name in admin.get_search_fields(request) if name.split("__")[0] not in shown} == set()


def _named(fieldsets: Any) -> list[str]:
    return [name for _title, each in fieldsets for name in each["fields"]]


def test_who_may_not_see_members_finds_no_organization_by_them(office: Office) -> None:
    office.may("accounts.view_organization")
    assert _found(office, "alice@example.com") == 0 < _found(office, "Alice's company")
    office.may("accounts.view_organization", "accounts.view_membership")
    assert _found(office, "alice@example.com") == 1


def test_nor_by_way_of_suggestions(office: Office) -> None:
    office.may("accounts.view_organization", "accounts.change_subscription", "accounts.add_subscription")
    asked = {"app_label": "accounts", "model_name": "subscription", "field_name": "organization"}
    for term, count in (("alice@example.com", 0), ("Alice's", 1)):
        assert len(office.client.get(reverse("admin:autocomplete"), asked | {"term": term}).json()["results"]) == count


def _found(office: Office, query: str) -> int:
    return int(office.client.get(page("accounts.organization", "changelist"), {"q": query}).context["cl"].result_count)


@pytest.mark.parametrize("asked", ["second_factor__isnull", "current_organization", "current_organization__id__exact"])
def test_whoever_may_only_look_at_people_learns_nothing_that_no_page_shows(office: Office, asked: str) -> None:
    office.may("accounts.view_user")
    assert office.client.get(page("accounts.user", "changelist"), {asked: "1"}).status_code == 400
