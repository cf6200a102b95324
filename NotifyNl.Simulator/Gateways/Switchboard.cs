using NotifyNl.Simulator.Control;
using NotifyNl.Simulator.Receipts;
using NotifyNl.Simulator.Record;

namespace NotifyNl.Simulator.Gateways;

/// <summary>The way of one request, whatever its protocol: a fault before, read and judge, record, plan receipts, wait, answer.</summary>
internal sealed class Switchboard(ControlPanel panel, Ledger ledger, ReceiptPlanner receipts)
{
    public async Task HandleAsync(HttpContext context, IGatewayProtocol protocol)
    {
        var control = panel[protocol.Gateway];
        var fault = control.NextFault();
        if (fault is > RequestFault.None and < RequestFault.Timeout)
        {
            ledger.Refuse(protocol.Gateway, fault, messages: 0);
            await Faults.RefuseAsync(context, fault, control.Behaviour);
            return;
        }

        var submission = await protocol.ReadAsync(context.Request, control, context.RequestAborted);
        if (submission.Refusal is { } refusal)
        {
            ledger.Refuse(protocol.Gateway, RequestFault.None, submission.Messages.Count);
            await Faults.AnswerAsync(context, refusal, RequestFault.None, control);
        }
        else if (control.IsOverLimit(submission.Messages.Count))
        {
            ledger.Refuse(protocol.Gateway, RequestFault.TooManyRequests, messages: 0);
            await Faults.RefuseAsync(context, RequestFault.TooManyRequests, control.Behaviour);
        }
        else
        {
            await AcceptAsync(context, protocol, control, fault, submission.Messages);
        }
    }

    private async Task AcceptAsync(
        HttpContext context, IGatewayProtocol protocol, GatewayControl control, RequestFault fault, IReadOnlyList<JudgedMessage> messages)
    {
        var behaviour = control.Behaviour;
        var accepted = messages.Where(message => message.Accepted).Select(message => message.Message).ToList();
        if (accepted.Exists(message => message.Role == PhoneRole.BreaksAfterAccept))
            fault = RequestFault.ResetAfter;

        ledger.Accept(protocol.Gateway, fault, accepted, rejected: messages.Count - accepted.Count);
        await receipts.PlanAsync(protocol.Gateway, accepted, control);

        var delay = fault == RequestFault.Timeout ? behaviour.TimeoutAfter : behaviour.AnswerDelay;
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var answered = fault == RequestFault.PartialAnswer ? [.. messages.Skip(1).Reverse()] : messages;
        await Faults.AnswerAsync(context, protocol.Write(answered), fault, control);
    }
}
