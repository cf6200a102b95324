using NotifyNl.ApiKeys;

namespace NotifyNl.Web.Api.V2;

/// <summary>
/// A call with an <c>Idempotency-Key</c> is done once: who asks again within a day, with the same body, gets the same answer. Refusals are not kept:
/// they would come out the same, or the cause is gone.
/// </summary>
internal static class OnceOnly
{
    private const string Header = "Idempotency-Key";

    private static readonly Refusal BadName = Refusal.BadRequest($"{Header} must be 1 to {IdempotentCalls.MaxLength} characters long");
    private static readonly Refusal OtherBody = new(409, "ConflictError", [$"{Header} was used before with another request"]);
    private static readonly Refusal Running = new(409, "ConflictError", [$"A request with this {Header} is still running"]) { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <param name="body">The body, or what stands for it.</param>
    /// <param name="serve">Does the work. What it is given makes of its answer what must be stored in the same commit; it returns null for a call without the header.</param>
    public static async ValueTask<Answer> ServeAsync(V2Call call, byte[] body, Func<Func<Answer, AnsweredCall?>, ValueTask<Answer>> serve)
    {
        if (!call.Http.Request.Headers.TryGetValue(Header, out var names))
            return await serve(_ => null);
        if (names.ToString() is not { Length: > 0 and <= IdempotentCalls.MaxLength } name)
            return Answer.Of(BadName);

        var calls = call.Http.RequestServices.GetRequiredService<IdempotentCalls>();
        var started = await calls.BeginAsync(call.Caller, name, call.Http.Request.Path, body, call.Cancel);
        switch (started.Start)
        {
            case CallStart.Answered:
                return new Answer(StatusCodes.Status201Created, started.Answer) { IsRepeated = true };
            case CallStart.OtherBody:
                return Answer.Of(OtherBody);
            case CallStart.Running:
                return Answer.Of(Running);
        }

        var keep = false;
        try
        {
            var answer = await serve(given => calls.Seal(call.Caller, started.CallKey, given.Body));
            keep = answer.Status < 400;
            if (keep && !answer.IsStored)
                await calls.AnswerAsync(call.Caller, calls.Seal(call.Caller, started.CallKey, answer.Body));
            return answer;
        }
        finally
        {
            if (!keep)
                await calls.ForgetAsync(call.Caller, started.CallKey);
        }
    }
}
