using NotifyNl.Simulator.Control;
using NotifyNl.Simulator.Gateways;

namespace NotifyNl.Simulator.Receipts;

/// <summary>Which receipts a message gets, and when: by its number's part, then by the behaviour of the gateway.</summary>
internal sealed class ReceiptPlanner(ReceiptQueue queue, ReceiptSender sender)
{
    /// <summary>Between receipts of one message that must arrive in this order, though each has its own connection.</summary>
    private const int Gap = 250;

    /// <summary>Returns once the receipts that go before the answer are answered.</summary>
    public async Task PlanAsync(GatewayName gateway, IReadOnlyList<SmsMessage> accepted, GatewayControl control)
    {
        var plan = new List<(Receipt Receipt, long Due)>(accepted.Count);
        var early = new List<Receipt>();
        var accept = new Accept(gateway, control, DateTimeOffset.UtcNow, Environment.TickCount64);
        foreach (var message in accepted)
        {
            var url = message.ReceiptUrl ?? control.Behaviour.ReceiptUrl;
            if (!string.IsNullOrEmpty(url) && message.Role != PhoneRole.NoReceipt && !control.Silences.Strikes(control.Behaviour.NoReceipts))
                Plan(message, url, accept, plan, early);
        }

        queue.Add(plan);
        if (early.Count > 0)
            await Task.WhenAll(early.Select(sender.SendOrRetryAsync));
    }

    private void Plan(SmsMessage message, string url, Accept accept, List<(Receipt Receipt, long Due)> plan, List<Receipt> early)
    {
        var (gateway, control, at, ticks) = accept;
        var behaviour = control.Behaviour;
        var wait = behaviour.AnswerDelay + (message.Role == PhoneRole.SlowReceipt ? behaviour.SlowReceiptDelay : behaviour.ReceiptDelay);
        var due = ticks + (long)wait.TotalMilliseconds;
        var final = new Receipt(gateway, url, message.Number, message.Reference, Final(message, gateway, control), at.AddSeconds(2))
        {
            Epoch = queue.Epoch,
            GiveUpAt = due + (long)behaviour.ReceiptRetryFor.TotalMilliseconds,
        };
        var atOperator = final with { Status = ReceiptStatus.AtOperator, At = at };

        if (message.Role == PhoneRole.DisorderedReceipts || control.Disorders.Strikes(behaviour.DisorderedReceipts))
        {
            plan.Add((final, due));
            plan.Add((atOperator, due + Gap));
            // Spryng's receipts have no time, so nobody could tell that the failure came first.
            if (gateway != GatewayName.Spryng)
                plan.Add((final with { Status = ReceiptStatus.FailedForNow, At = at.AddSeconds(1) }, due + (2 * Gap)));
            return;
        }

        if (message.OperatorReceipt)
            plan.Add((atOperator, due));
        if (control.Earlies.Strikes(behaviour.EarlyReceipts))
            early.Add(final);
        else
            plan.Add((final, due));
        if (message.Role == PhoneRole.DoubledReceipt || control.Doubles.Strikes(behaviour.DoubledReceipts))
            plan.Add((final with { }, due + Gap));
        if (control.Unknowns.Strikes(behaviour.UnknownReceipts))
            plan.Add((final with { Reference = Guid.NewGuid().ToString("N") }, due));
    }

    private static ReceiptStatus Final(SmsMessage message, GatewayName gateway, GatewayControl control) => message.Role switch
    {
        PhoneRole.PermanentFailure => ReceiptStatus.FailedForGood,
        PhoneRole.TemporaryFailure => ReceiptStatus.FailedForNow,
        PhoneRole.Refused => ReceiptStatus.Refused,
        _ when gateway == GatewayName.Kannel && control.Refusals.Strikes(control.Behaviour.Refuse) => ReceiptStatus.Refused,
        _ => control.Failures.Strikes(control.Behaviour.FailedReceipts) ? ReceiptStatus.FailedForGood : ReceiptStatus.Delivered,
    };

    private readonly record struct Accept(GatewayName Gateway, GatewayControl Control, DateTimeOffset At, long Ticks);
}
