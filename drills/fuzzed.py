"""The whole schema against a fuzzer, with a key and with a token."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress

from apps.accounts.actions.open_token_family import open_token_family
from drills import Verdict, drill
from drills.world import PATIENCE_S, Tenant, World
from tonebridge.errors import Conflict
from tonebridge.queues.actions.cancel_job import cancel_job
from tonebridge.queues.models import Job
from tonebridge.tenancy.identity import acting_for

SEED, LONGEST_S = "1", 3_600.0
LOOK_EVERY_S = 1.0
PHASES, QUICK_PHASES = "examples,coverage,fuzzing,stateful", "examples,fuzzing"
"""Half of the time is spent on every kind of wrong value, which who sends it makes no difference to."""
UNCHECKED = "positive_data_acceptance,ignored_auth"
"""A schema doesn't say that a date lies within a year, or that a text has more than invisible characters in it; and
a key is believed whatever else is sent beside it. T1, A1 and A9 ask who may do what."""
LEFT_OUT = "/auth/|/organization$|/api-keys"
"""Would sign the caller out, rename its organization or revoke its key in the middle of it."""


@drill("B1")
def the_whole_schema_against_a_fuzzer(world: World) -> Verdict:
    """Schemathesis, with a fixed seed: no 5xx, no status or answer that the schema doesn't name. B1f, which takes
    minutes and isn't run in CI, tries every kind of wrong value.
    """
    return _verdict(world, QUICK_PHASES, QUICK_PHASES)


@drill("B1f", ci=False)
def the_whole_schema_against_a_fuzzer_in_all_phases(world: World) -> Verdict:
    """The same with every kind of wrong value and chains of calls: minutes."""
    return _verdict(world, PHASES, QUICK_PHASES)


def _verdict(world: World, with_a_key: str, with_a_token: str) -> Verdict:
    """Both side by side, each of an organization of its own."""
    keyed, signed = world.tenant("alice"), world.tenant("bob")
    base = world.start_web(TONEBRIDGE_ANONYMOUS_PER_MINUTE="100000")
    token = open_token_family(user_id=signed.user_id).access
    with ThreadPoolExecutor(2) as pool:
        told = {
            "a key": pool.submit(_fuzzed, world, base, f"X-API-Key: {keyed.key}", with_a_key),
            "a token": pool.submit(_fuzzed, world, base, f"Authorization: Bearer {token}", with_a_token),
        }
        while wait(told.values(), timeout=LOOK_EVERY_S).not_done:
            _call_off(keyed, signed)
    found = {name: each.result() for name, each in told.items()}
    passed = all(code == 0 for code, _said in found.values())
    return Verdict(
        passed, f"seed {SEED}; " + "; ".join(f"with {name}: {said}" for name, (_code, said) in found.items())
    )


def _call_off(*tenants: Tenant) -> None:
    """Batches that were handed in: nobody works on them, and the fuzzer would follow each until its patience ends, `PATIENCE_S`."""
    for tenant in tenants:
        with acting_for(tenant.organization_id), suppress(Conflict):
            for job in Job.objects.filter(finished_at=None).exclude(parts=0):
                cancel_job(organization_id=tenant.organization_id, job_id=job.id)


def _fuzzed(world: World, base: str, header: str, phases: str) -> tuple[int, str]:
    """The exit code, and what it tried and found."""
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{base}/api/schema", "--seed", SEED, "-n", "4", "-H", header,
        "--phases", phases, "--exclude-checks", UNCHECKED, "--exclude-path-regex", LEFT_OUT, "--continue-on-failure",
        "--no-color", "--request-timeout", f"{PATIENCE_S:g}",
    ]  # fmt: skip # a table, read by rows
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=LONGEST_S, cwd=world.servers.home
    )
    cases = re.findall(r"(\d+) generated", done.stdout)
    kinds = re.findall(r"❌ (\w+ [^\n]+: \d+)", done.stdout)
    tested = re.findall(r"Tested: (\d+)", done.stdout)
    return (
        done.returncode,
        f"{(cases or ['?'])[0]} calls of {(tested or ['?'])[0]} operations, {', '.join(kinds) or 'nothing found'}",
    )
