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
        var behaviour = control.Behaviour;
        var planned = new List<(Receipt Receipt, long Due)>(accepted.Count);
        List<Task>? early = null;
        var now = DateTimeOffset.UtcNow;
        var ticks = Environment.TickCount64;
        var giveUpAt = ticks + (long)behaviour.ReceiptRetryFor.TotalMilliseconds;

        foreach (var message in accepted)
        {
            var url = message.ReceiptUrl ?? behaviour.ReceiptUrl;
            if (string.IsNullOrEmpty(url) || message.Role == PhoneRole.NoReceipt || control.Silences.Strikes(behaviour.NoReceipts))
                continue;

            var due = ticks + (long)((message.Role == PhoneRole.SlowReceipt ? behaviour.SlowReceiptDelay : behaviour.ReceiptDelay) + behaviour.AnswerDelay).TotalMilliseconds;
            Receipt Receipt(ReceiptStatus status, int secondsLater = 0) =>
                new(gateway, url, message.Number, message.Reference, status, now.AddSeconds(secondsLater)) { GiveUpAt = due + giveUpAt - ticks };

            var final = Receipt(Final(message, gateway, control), secondsLater: 2);
            if (message.Role == PhoneRole.DisorderedReceipts || control.Disorders.Strikes(behaviour.DisorderedReceipts))
            {
                planned.Add((final, due));
                planned.Add((Receipt(ReceiptStatus.AtOperator), due + Gap));
                if (gateway != GatewayName.Spryng) // Without a time in the receipt nobody could tell that the failure came first.
                    planned.Add((Receipt(ReceiptStatus.FailedForNow, secondsLater: 1), due + (2 * Gap)));
                continue;
            }

            if (message.OperatorReceipt)
                planned.Add((Receipt(ReceiptStatus.AtOperator), due));
            if (control.Earlies.Strikes(behaviour.EarlyReceipts))
                (early ??= []).Add(sender.SendOrRetryAsync(final));
            else
                planned.Add((final, due));
            if (message.Role == PhoneRole.DoubledReceipt || control.Doubles.Strikes(behaviour.DoubledReceipts))
                planned.Add((final with { }, due + Gap));
            if (control.Unknowns.Strikes(behaviour.UnknownReceipts))
                planned.Add((final with { Reference = Guid.NewGuid().ToString("N") }, due));
        }

        queue.Add(planned);
        if (early is not null)
            await Task.WhenAll(early);
    }

    private static ReceiptStatus Final(SmsMessage message, GatewayName gateway, GatewayControl control) => message.Role switch
    {
        PhoneRole.PermanentFailure => ReceiptStatus.FailedForGood,
        PhoneRole.TemporaryFailure => ReceiptStatus.FailedForNow,
        PhoneRole.Refused => ReceiptStatus.Refused,
        _ when gateway == GatewayName.Kannel && control.Refusals.Strikes(control.Behaviour.Refuse) => ReceiptStatus.Refused,
        _ => control.Failures.Strikes(control.Behaviour.FailedReceipts) ? ReceiptStatus.FailedForGood : ReceiptStatus.Delivered,
    };
}
