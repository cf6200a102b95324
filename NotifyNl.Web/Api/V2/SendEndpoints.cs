using NotifyNl.ApiKeys;
using NotifyNl.Delivery;
using NotifyNl.Sending;
using NotifyNl.Usage;

namespace NotifyNl.Web.Api.V2;

/// <summary>What sends one message. Limits come first, then the form, then what the service may, then what the message names (api-v2, §2.0).</summary>
internal static class SendEndpoints
{
    /// <summary>Nothing was stored: the caller may come again.</summary>
    public static readonly Refusal Busy = new(503, "ServiceUnavailable", ["The service is not available at the moment. Nothing was sent. Try again in a few seconds"])
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    public static async ValueTask<Answer> SendAsync(V2Call call)
    {
        if (!WireNames.Channels.Contains(call.Route[0]))
            return Answer.NoSuchAddress;
        if (await CallLimits.MinuteAsync(call) is { } tooMany)
            return Answer.Of(tooMany);
        return call.Route[0] switch
        {
            "sms" => await SmsAsync(call),
            "email" => await AbsentAsync(call, body => SendForms.Email(body, Now(call)), "emails"),
            _ => await AbsentAsync(call, SendForms.Letter, "letters"),
        };
    }

    private static async ValueTask<Answer> SmsAsync(V2Call call)
    {
        var (booking, tooMany) = await CallLimits.DayAsync(call, DayLimit.Sms);
        if (tooMany is not null)
            return Answer.Of(tooMany);
        var answer = Answer.Of(Busy);
        try
        {
            var (body, raw, unread) = await call.ReadAsync();
            if (unread is not null)
                return answer = Answer.Of(unread);
            var (order, malformed) = SendForms.Sms(body, Now(call), call.Caller.Service.SchedulesByApi);
            if (order is null)
                return answer = Answer.Of(malformed!);
            return answer = await OnceOnly.ServeAsync(call, raw, once => StoreAsync(call, order, once));
        }
        finally
        {
            if (answer.Status >= 400 || answer.IsRepeated)
                booking?.Return();
        }
    }

    private static async ValueTask<Answer> StoreAsync(V2Call call, SmsOrder order, Func<Answer, AnsweredCall?> once)
    {
        var services = call.Http.RequestServices;
        var outcome = await services.GetRequiredService<SmsDesk>().AcceptAsync(call.Caller, order, call.Cancel);
        if (outcome.Accepted is not { } sms)
            return Answer.Of(outcome.Refusal!);
        var json = services.GetRequiredService<NotificationJson>();
        var answer = json.Created(sms, order.Reference, call.ServiceId);
        if (sms.Message is not { } message)
            return answer;

        DayBooking? abroad = null;
        if (sms.Abroad)
        {
            (abroad, var tooMany) = await CallLimits.DayAsync(call, DayLimit.SmsAbroad);
            if (tooMany is not null)
                return Answer.Of(tooMany);
        }

        var stored = false;
        try
        {
            // The answer that is kept for a call that comes again outlives the message's text: where the template hides, it is kept without.
            var kept = sms.Template.Template.HidesAfterSending ? json.Created(sms with { Body = sms.Template.Text.Redacted() }, order.Reference, call.ServiceId) : answer;
            stored = await services.GetRequiredService<MessageIntake>().TryStoreAsync(message with { Answers = once(kept) });
            return stored ? answer with { IsStored = true } : Answer.Of(Busy);
        }
        finally
        {
            if (!stored)
                abroad?.Return();
        }
    }

    /// <summary>A channel that is not built: its calls are judged as those of a service without that permission.</summary>
    private static async ValueTask<Answer> AbsentAsync(V2Call call, Func<object?, Refusal?> judge, string channel)
    {
        var (body, _, unread) = await call.ReadAsync();
        return Answer.Of(unread ?? judge(body) ?? Refusal.BadRequest($"Service is not allowed to send {channel}"));
    }

    private static DateTimeOffset Now(V2Call call) => call.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
