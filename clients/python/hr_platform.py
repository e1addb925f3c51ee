"""What an HR platform does with Tuoqiao, from beginning to end, on one page.

    clients/python/stubs
    build/tuoqiao token --config CONFIG --role FIRM_HR --scope parks/yunshui/firms/FIRM --subject hr-1 >hr.token
    PYTHONPATH=clients/python/generated /usr/bin/python3 clients/python/hr_platform.py \\
        --server 127.0.0.1:7400 --token hr.token --firm parks/yunshui/firms/FIRM --month 2026-10

It asks what a new employee would come to (a dry run), says so in earnest, says it again to show that nothing
happens twice, and reads what the firm bears in a month. An answer that is no gives its reason, and what to do.
"""

import argparse
import hashlib
import sys
from pathlib import Path

import grpc
from google.rpc import status_pb2
from tuoqiao.billing.v1 import billing_pb2, billing_pb2_grpc
from tuoqiao.directory.v1 import directory_pb2, directory_pb2_grpc
from tuoqiao.type.v1 import error_pb2, event_pb2


def request_id(*parts):
    """The same request gets the same id however often it is sent, so that it is carried out once."""
    return "hr-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def failure_of(error):
    """The failure inside a gRPC error: reason, field, whose fault, and the next step in two languages."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            for detail in status_pb2.Status.FromString(value).details:
                failure = error_pb2.Failure()
                if detail.Unpack(failure):
                    return failure
    return error_pb2.Failure(reason=error.code().name, text_en=error.details())


class HrPlatform:
    def __init__(self, server, token, firm):
        channel = grpc.insecure_channel(server)
        self.directory = directory_pb2_grpc.DirectoryStub(channel)
        self.billing = billing_pb2_grpc.BillingStub(channel)
        self.metadata = (("authorization", f"Bearer {token}"),)
        self.firm = firm

    def apply(self, employee, validate_only=False):
        """CREATED, UPDATED, UNCHANGED or REJECTED, and why."""
        request = directory_pb2.BatchApplyEmployeesRequest(
            parent=self.firm, employees=[employee], validate_only=validate_only,
            request_id=request_id(self.firm, employee.SerializeToString(deterministic=True).hex()))
        return self.directory.BatchApplyEmployees(request, metadata=self.metadata, timeout=30).results[0]

    def shares(self, month):
        """What the firm bears, employee by employee: all that a firm may read of a statement."""
        request = billing_pb2.ListFirmSharesRequest(parent=self.firm, month=month, page_size=500)
        while True:
            page = self.billing.ListFirmShares(request, metadata=self.metadata, timeout=30)
            yield from page.shares
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for flag in ("server", "token", "firm", "month"):
        parser.add_argument("--" + flag, required=True)
    arguments = parser.parse_args()
    platform = HrPlatform(arguments.server, Path(arguments.token).read_text().strip(), arguments.firm)
    joiner = directory_pb2.Employee(
        employee_no="SAMPLE-1", display_name="云上样本", hire_date="2026-10-12", work_site="总部", weekly_hours=40,
        id_type="PASSPORT", id_number="XS0000001")
    try:
        for what, dry in (("a dry run", True), ("in earnest", False), ("once more", False)):
            result = platform.apply(joiner, validate_only=dry)
            print(f"{what}: {event_pb2.ItemResult.Outcome.Name(result.outcome)} {result.reason}".rstrip())
        shares = list(platform.shares(arguments.month))
    except grpc.RpcError as error:
        failure = failure_of(error)
        sys.exit(f"{failure.reason} {failure.field}: {failure.text_en} {failure.next_en}")
    total = sum(share.amount_minor for share in shares)
    print(f"{arguments.month}: {len(shares)} employees, {total // 100}.{total % 100:02d} yuan")


if __name__ == "__main__":
    main()
