using Microsoft.Extensions.Options;
using NotifyNl.Data;
using NotifyNl.Delivery;

namespace NotifyNl.Callbacks;

/// <summary>The test button: one call with an example, made at once and logged like any other.</summary>
public sealed class CallbackTest(NotifyDbContext db, CallbackSettings settings, CallbackClient client, PersonalDataSeal seal, IOptions<CallbackOptions> options, TimeProvider clock)
{
    /// <returns>What the receiver answered; null where the service has no such callback.</returns>
    public async Task<CallbackAnswer?> CallAsync(Guid serviceId, CallbackKind kind, CancellationToken cancel)
    {
        if (await settings.FindAsync(serviceId, kind, cancel) is not { } callback)
            return null;
        var now = clock.GetUtcNow();
        var (receiver, eventId) = (CallbackReceiver.Open(callback, seal, now), Guid.CreateVersion7(now));
        var answer = await client.PostAsync(receiver, eventId, CallbackBody.Of(Example(kind, now), eventId, now, callback.CloudEvents ? options.Value.EventSource : null), cancel);
        db.Add(new CallbackCall
        {
            ServiceId = serviceId,
            Kind = kind,
            EventId = eventId,
            Attempt = 1,
            At = now,
            DurationMs = (int)answer.Duration.TotalMilliseconds,
            HttpStatus = (short?)answer.HttpStatus,
            Result = answer.Result,
        });
        await db.SaveChangesAsync(CancellationToken.None);
        return answer;
    }

    // A number of nobody, and a reference that says what it is.
    private static CallbackSubject Example(CallbackKind kind, DateTimeOffset now) => kind == CallbackKind.DeliveryStatus
        ? new MessageSubject(Guid.CreateVersion7(now), "test", "+31699000001", WireNames.Of(NotificationStatus.Delivered), now.AddSeconds(-5), now, now.AddSeconds(-3), Guid.CreateVersion7(now), 1)
        : new ReceivedSubject(Guid.CreateVersion7(now), "+31699000001", "+31699000000", "Dit is een test.", now);
}
