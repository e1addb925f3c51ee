"""What the books must say by what the other services say: receivables, payables and the bank.

billing knows who bears which share, payroll which deductions were refused and seen, settlement who
paid and what the bank showed. `balances` adds that up without looking at the ledger."""

from collections import defaultdict

# Forms of a share that Tuoqiao collects; DIRECT and ALLOWANCE go straight to the centre.
COLLECTED = ("COLLECTED", "INVOICED", "COLLECTIVE", "DEDUCT")


def last(name):
    return name.rpartition("/")[2]


def minor(resource, field):
    return int(resource.get(field, 0))  # In proto3 JSON an int64 is text, zero left out.


def receivable(statement, share):
    """The account that a share is asked on."""
    if share["payer"] == "FIRM":
        return "receivable-firm-" + last(share["firm"])
    if share["payer"] == "FAMILY":
        return "receivable-family-" + last(statement["family"])
    return "receivable-" + share["payer"].lower()


def deductions(by_type):
    """{(firm, employee): the DEDUCT instruction}."""
    return {(each["name"].split("/")[3], last(each["employee"])): each
            for each in by_type["Instruction"] if each["kind"] == "DEDUCT"}


def balances(by_type):
    """{account: balance} of what is receivable, payable and in the bank; zeros left out."""
    found = defaultdict(int)
    instructions = deductions(by_type)
    family_of = {}
    for statement in by_type["Statement"]:
        for share in statement.get("shares", []):
            if share.get("form") not in COLLECTED:
                continue
            if share["form"] == "DEDUCT":
                key = (share["employee"].split("/")[3], last(share["employee"]))
                if instructions[key].get("reason"):
                    continue  # Refused: the family pays the centre.
                family_of.setdefault(key, receivable(statement, share))
                assert family_of[key] == receivable(statement, share), "one employee, two families"
            found[receivable(statement, share)] += minor(share, "amountMinor")
            found["payable-" + last(statement["centre"])] -= minor(share, "amountMinor")
    for key, account in family_of.items():
        found[account] -= min(minor(instructions[key], "seenMinor"), minor(instructions[key], "amountMinor"))
    for each in by_type["Receivable"]:
        if each["account"].startswith("receivable-"):
            found[each["account"]] -= minor(each, "paidMinor")
    for each in by_type["Payout"]:
        if each["state"] in ("RELEASED", "SENT", "CONFIRMED"):
            found["payable-" + each["name"].split("/")[3]] += minor(each, "amountMinor")
        if each["state"] == "CONFIRMED":
            found["bank"] -= minor(each, "amountMinor")
    for each in by_type["BankLine"]:
        if each.get("inward"):
            found["bank"] += minor(each, "amountMinor")
    return {account: balance for account, balance in found.items() if balance}


def booked(by_type):
    """The same accounts as the ledger keeps them."""
    found = {}
    for each in by_type["Balance"]:
        account = last(each["name"])
        if account.startswith(("receivable-", "payable-")) or account == "bank":
            found[account] = minor(each, "balanceMinor")
    return {account: balance for account, balance in found.items() if balance}
