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

        var stored = false;
        DayBooking? abroad = null;
        try
        {
            var (body, _, unread) = await call.ReadAsync();
            if (unread is not null)
                return Answer.Of(unread);
            var (order, malformed) = SendForms.Sms(body, Now(call), call.Caller.Service.SchedulesByApi);
            if (order is null)
                return Answer.Of(malformed!);

            var services = call.Http.RequestServices;
            var outcome = await services.GetRequiredService<SmsDesk>().AcceptAsync(call.Caller, order, call.Cancel);
            if (outcome.Accepted is not { } sms)
                return Answer.Of(outcome.Refusal!);
            if (sms.Abroad)
            {
                (abroad, tooMany) = await CallLimits.DayAsync(call, DayLimit.SmsAbroad);
                if (tooMany is not null)
                    return Answer.Of(tooMany);
            }

            var answer = NotificationJson.Created(sms, order.Reference, call.ServiceId, services.GetRequiredService<PublicAddress>());
            if (sms.Message is { } message)
            {
                if (!await services.GetRequiredService<MessageIntake>().TryStoreAsync(message))
                    return Answer.Of(Busy);
                stored = true;
            }

            return answer;
        }
        finally
        {
            if (!stored)
            {
                booking?.Return();
                abroad?.Return();
            }
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
