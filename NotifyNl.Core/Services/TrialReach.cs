using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;

namespace NotifyNl.Services;

/// <summary>Whom a service in the <em>proefstand</em> may send to: the numbers of its own team and its guest list.</summary>
public sealed class TrialReach(NotifyDbContext db, PersonalDataSeal seal)
{
    /// <returns>The keys of the numbers; null for a live service, which reaches everybody.</returns>
    public async Task<IReadOnlySet<Guid>?> ReadAsync(Guid serviceId, CancellationToken cancel) =>
        await db.Services.AnyAsync(s => s.Id == serviceId && s.LiveSince != null, cancel) ? null : await ReachableAsync(db, seal, serviceId, cancel);

    /// <returns>Whether the service may send to this number, in E.164.</returns>
    public async Task<bool> AllowsAsync(Guid serviceId, string e164, CancellationToken cancel) => await ReadAsync(serviceId, cancel) is not { } reachable || reachable.Contains(seal.Key(e164));

    internal static async Task<HashSet<Guid>> ReachableAsync(NotifyDbContext db, PersonalDataSeal seal, Guid serviceId, CancellationToken cancel)
    {
        var reachable = new HashSet<Guid>();
        var guests = await db.Guests.Where(g => g.ServiceId == serviceId).Select(g => g.Recipient).ToListAsync(cancel);
        var members = await db.Members.Where(m => m.ServiceId == serviceId && m.User.MobileNumber != null).Select(m => new { m.UserId, m.User.MobileNumber }).ToListAsync(cancel);

        // By the number and not by the hash beside it, which may be of an earlier key.
        foreach (var (owner, number) in members.Select(m => (m.UserId, m.MobileNumber!)).Concat(guests.Select(g => (serviceId, g))))
        {
            try
            {
                reachable.Add(seal.Key(seal.Open(owner, number)));
            }
            catch (CryptographicException)
            {
                // Sealed by a key that is gone: it is filled in again.
            }
        }

        return reachable;
    }
}
