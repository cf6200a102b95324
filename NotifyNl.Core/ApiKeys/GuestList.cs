using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Recipients;
using NotifyNl.Templates;

namespace NotifyNl.ApiKeys;

/// <summary>The <em>gastenlijst</em> of one service.</summary>
public sealed class GuestList(NotifyDbContext db, PersonalDataSeal seal, AuditLog audit, TimeProvider clock)
{
    private static readonly PhoneNumberReader Numbers = new();

    /// <returns>The numbers in E.164, oldest first.</returns>
    public async Task<IReadOnlyList<string>> ReadAsync(Guid serviceId, CancellationToken cancel)
    {
        var guests = await db.Guests.AsNoTracking().Where(g => g.ServiceId == serviceId && g.Channel == MessageChannel.Sms).OrderBy(g => g.Id).ToListAsync(cancel);
        return [.. guests.Select(g => seal.Open(serviceId, g.Recipient))];
    }

    /// <summary>Replaces the list by these numbers, in any spelling; empty ones do not count.</summary>
    /// <returns>Null, or what is wrong; its field is <c>Numbers[n]</c>, by place.</returns>
    public async Task<Problem?> ReplaceAsync(Guid serviceId, Guid userId, IReadOnlyList<string> numbers, CancellationToken cancel)
    {
        var accepted = new List<string>();
        for (var place = 0; place < numbers.Count; place++)
        {
            if (string.IsNullOrWhiteSpace(numbers[place]))
                continue;
            var check = Numbers.Check(numbers[place]);
            if (!check.Valid)
                return check.Problem! with { Field = $"Numbers[{place}]" };
            if (!accepted.Contains(check.E164!))
                accepted.Add(check.E164!);
        }

        if (accepted.Count > Guest.Most)
            return new Problem("guest-list-full", "Numbers") { Args = [Guest.Most] };

        var old = await db.Guests.Where(g => g.ServiceId == serviceId && g.Channel == MessageChannel.Sms).ToListAsync(cancel);
        // After a change of the hash key an old row is still known by its old hash.
        var keys = accepted.SelectMany(seal.Keys).ToHashSet();
        db.RemoveRange(old.Where(g => !keys.Contains(g.RecipientKey)));
        var now = clock.GetUtcNow();
        foreach (var (place, number) in accepted.Where(n => !old.Exists(g => seal.Keys(n).Contains(g.RecipientKey))).Index())
        {
            db.Add(new Guest
            {
                Id = Guid.CreateVersion7(now.AddMilliseconds(place)), // they are shown as they were typed, and ids tell the order
                ServiceId = serviceId,
                Channel = MessageChannel.Sms,
                Recipient = seal.Seal(serviceId, number),
                RecipientKey = seal.Key(number),
            });
        }

        if (db.ChangeTracker.HasChanges())
            audit.Add(serviceId, userId, "guest-list-changed");
        await db.SaveChangesAsync(cancel);
        return null;
    }
}
