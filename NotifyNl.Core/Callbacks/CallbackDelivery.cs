using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NotifyNl.Callbacks;

/// <summary>What a slot does: takes the events of the receiver that waits longest, calls it for all at once, and writes down what came of it.</summary>
public sealed class CallbackDelivery(
    CallbackQueue queue, CallbackSubjects subjects, CallbackClient client, IOptions<CallbackOptions> options, TimeProvider clock, ILogger<CallbackDelivery> logger)
{
    private static readonly CallbackAnswer Gone = new(CallbackOutcome.Refused, null, "subject-gone", TimeSpan.Zero);
    private static readonly CallbackAnswer Broken = new(CallbackOutcome.Again, null, "not-made", TimeSpan.Zero);

    /// <returns>False when nothing is due.</returns>
    public async Task<bool> DeliverNextAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (await queue.ClaimAsync(cancel) is not { } claimed)
            return false;

        // From here on no stop: a call is 5 seconds at most, and what it did must be written down.
        var found = await subjects.FindAsync(claimed, CancellationToken.None);
        var answers = await Task.WhenAll(claimed.Events.Select(async e => (e.Id, found.TryGetValue(e.Id, out var subject) ? await CallAsync(claimed.Receiver, e, subject) : Gone)));
        await queue.RecordAsync(claimed, answers, CancellationToken.None);
        return true;
    }

    private async Task<CallbackAnswer> CallAsync(CallbackReceiver receiver, ClaimedEvent told, CallbackSubject subject)
    {
        try
        {
            var body = CallbackBody.Of(subject, told.Id, clock.GetUtcNow(), receiver.CloudEvents ? options.Value.EventSource : null);
            return await client.PostAsync(receiver, told.Id, body, CancellationToken.None);
        }
        catch (Exception e) when (e is FormatException or CryptographicException or InvalidOperationException)
        {
            // One event must not take its neighbours along.
            logger.LogError("Callback event {Event} could not be made: {Failure}", told.Id, e.GetType().Name);
            return Broken;
        }
    }
}
