using System.Globalization;
using NotifyNl.ApiKeys;
using NotifyNl.Sending;
using NotifyNl.Usage;

namespace NotifyNl.Web.Api.V2;

/// <summary>How often and how much, asked before a body is looked at (api-v2, §3); and the headers that tell a caller where it stands.</summary>
internal static class CallLimits
{
    /// <returns>The refusal, or null when this call may come.</returns>
    public static async ValueTask<Refusal?> MinuteAsync(V2Call call)
    {
        var caller = call.Caller;
        var limiter = call.Http.RequestServices.GetRequiredService<CallLimiter>();
        var turn = await limiter.TakeAsync(caller.ServiceId, caller.KeyType, SendLimits.PerMinute(caller.Service), call.Cancel);
        var headers = call.Http.Response.Headers;
        headers["RateLimit-Limit"] = turn.Limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = turn.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = ((int)Math.Ceiling(turn.Reset.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (turn.Allowed)
            return null;
        var type = caller.KeyType switch { ApiKeyType.Live => "LIVE", ApiKeyType.Team => "TEAM", _ => "TEST" };
        return new Refusal(429, "RateLimitError", [$"Exceeded rate limit for key type {type} of {turn.Limit} requests per 60 seconds"])
        {
            RetryAfter = TimeSpan.FromSeconds(60.0 / Math.Max(1, turn.Limit)),
        };
    }

    /// <summary>Books messages on the day's limit. Test keys send nothing, and book nothing.</summary>
    public static async ValueTask<(DayBooking? Booking, Refusal? Refusal)> DayAsync(V2Call call, DayLimit kind, int messages = 1)
    {
        var caller = call.Caller;
        var limit = kind == DayLimit.Sms ? SendLimits.SmsPerDay(caller.Service) : SendLimits.Abroad(caller.Service);
        if (caller.KeyType == ApiKeyType.Test)
            return (null, null);
        var limiter = call.Http.RequestServices.GetRequiredService<DayLimiter>();
        if (await limiter.TakeAsync(caller.ServiceId, kind, limit, messages, call.Cancel) is { } booking)
            return (booking, null);

        var now = call.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var name = kind == DayLimit.Sms ? "sms" : "international_sms";
        return (null, new Refusal(429, "TooManyRequestsError", [$"Exceeded send limits ({name}: {limit}) for today"])
        {
            RetryAfter = DutchTime.Moment(DutchTime.Day(now).AddDays(1), TimeOnly.MinValue) - now,
        });
    }
}
