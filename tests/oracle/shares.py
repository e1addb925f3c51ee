"""Rule 5: who bears what of a statement."""

from dataclasses import dataclass

from arithmetic import BASIS, allocate, round_half_up

PARK, UNION, AUTHORITY, FIRM, FAMILY = "PARK", "UNION", "AUTHORITY", "FIRM", "FAMILY"


@dataclass(frozen=True)
class Share:
    payer: str  # AUTHORITY, PARK, FIRM, UNION or FAMILY
    party: str  # a firm's uscc, a family's number, or the payer itself
    amount: int


def amount(rule, base, left=0):
    """5: FIXED and UP_TO at most the base; PERCENT rounded, capped, never above the base; SCHEME_AMOUNT what
    is `left` of what the pack decides."""
    if rule.kind == "PERCENT":
        part = round_half_up(base * rule.share_bp, BASIS)
        return min(part, base, rule.cap_minor) if rule.cap_minor else min(part, base)
    if rule.kind in ("FIXED", "UP_TO"):
        return min(rule.amount_minor, base)
    if rule.kind == "SCHEME_AMOUNT":
        part = min(left, base)
        return min(part, rule.cap_minor) if rule.cap_minor else part
    raise ValueError(f"park.json: a layer of kind {rule.kind}")


def base_of(layer, lines, taken):
    """5: the sum of the layer's lines less what earlier layers with the same lines took, never
    below zero. `taken` is by set of lines."""
    total = sum(value for name, value in lines.items() if name in layer.lines)
    return max(0, total - taken.get(layer.lines, 0))


def attended_half(attended):
    """5: PRESENT days × 2 reach the opening days that are the child's; without a day, funded."""
    if not attended.presence.days:
        return True
    mine = set(attended.presence.days)
    return attended.presence.present * 2 >= sum(day in mine for day in attended.calendar.opening)


def firm_amounts(base, alone):
    """5: {uscc: amount}, each as if alone on the base; where they exceed it
    `floor(base × own / all)` each, and the spare fen to the lower uscc."""
    total = sum(alone.values())
    if total <= base:
        return dict(alone)
    cut = {uscc: base * own // total for uscc, own in sorted(alone.items())}
    for uscc in list(cut)[:base - sum(cut.values())]:
        cut[uscc] += 1
    return cut


def decided_by_firms(layer, base, firms, left):
    """5: {uscc: amount} of what a pack decides, which firms bear together in equal parts, the spare fen to
    the lower uscc."""
    names = sorted(firm.uscc for firm in firms)
    parts = allocate(min(left, base), len(names)) if names else []
    most = layer.cap_minor or base
    return {uscc: min(part, most) for uscc, part in zip(names, parts)}


def layer_shares(layer, base, firms, plans, left=0):
    """5: what one layer puts on its payer or payers. `firms` are the paying firms, `left` is what is left of
    an amount that a pack decides."""
    if layer.payer == FIRM and layer.kind == "SCHEME_AMOUNT":
        return [Share(FIRM, uscc, minor)
                for uscc, minor in decided_by_firms(layer, base, firms, left).items()]
    if layer.payer == FIRM:
        rules = {firm.uscc: plans[firm.plan] if layer.kind == "FIRM_PLAN" else layer
                 for firm in firms}
        alone = {uscc: amount(rule, base) for uscc, rule in rules.items()}
        return [Share(FIRM, uscc, minor) for uscc, minor in firm_amounts(base, alone).items()]
    if layer.payer == UNION and not any(firm.union for firm in firms):
        return []
    return [Share(layer.payer, layer.payer, amount(layer, base, left))]


def split(lines, layers, plans, firms, family_no, attended, decided=None):
    """5: the shares other than zero, the family's last; they sum to the total. A layer that is lost
    is the family's to bear, so no later layer takes it up. `decided` is what packs decide for the child,
    {(programme, amount): fen}; what is taken is taken from it, for the child's next statement."""
    taken, shares, decided = {}, [], {} if decided is None else decided
    for layer in layers:
        if layer.payer == FAMILY:
            continue
        worth = layer.decided_by, layer.amount
        cut = layer_shares(layer, base_of(layer, lines, taken), firms, plans, decided.get(worth, 0))
        sum_minor = sum(share.amount for share in cut)
        taken[layer.lines] = taken.get(layer.lines, 0) + sum_minor
        if worth in decided:
            decided[worth] -= sum_minor
        if layer.condition != "ATTENDED_HALF" or attended_half(attended):
            shares += cut
    rest = sum(lines.values()) - sum(share.amount for share in shares)
    return merged([*shares, Share(FAMILY, family_no, rest)])


def merged(shares):
    """One share a party, without those of zero."""
    sums = {}
    for share in shares:
        key = (share.payer, share.party)
        sums[key] = sums.get(key, 0) + share.amount
    return [Share(*key, minor) for key, minor in sums.items() if minor]
