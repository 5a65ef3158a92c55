"""HTTP statuses, and the fault that each is where a platform's answer says nothing more."""

from __future__ import annotations

from desktop_client.commerce.sending.faults import Fault

STATUSES = (
    (401, Fault.AUTH),
    (403, Fault.PERMISSION),
    (404, Fault.BAD_REQUEST),
    (429, Fault.THROTTLED),
    (500, Fault.UPSTREAM),
    (503, Fault.UPSTREAM),
)
