using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Services;

namespace NotifyNl.Accounts;

/// <summary>Security codes by sms, through our own delivery in the urgent lane, in the name of the installation (<see cref="PlatformDienst"/>).</summary>
public sealed class SmsCodes(NotifyDbContext db, PersonalDataSeal seal, IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>Codes that one account may ask for within <see cref="SmsCode.Valid"/>; more would only annoy whoever has the number.</summary>
    public const int MostAtOnce = 3;

    /// <summary>Wrong tries at one code.</summary>
    public const int MostFailures = 5;

    private static readonly PhoneNumberReader Numbers = new();

    /// <summary>Sends a code to the account's own number.</summary>
    public async Task<Problem?> SendAsync(User user, CancellationToken cancel) =>
        user is { MobileNumber: { } number, MobileConfirmedAt: not null }
            ? await SendAsync(user.Id, seal.Open(user.Id, number), newNumber: null, cancel)
            : new Problem("no-mobile");

    /// <summary>Sends a code to a number that the person says is theirs.</summary>
    public async Task<Problem?> SendToNewNumberAsync(Guid userId, string? number, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(number))
            return new Problem("own-number-missing", "Number");
        var check = Numbers.Check(number);
        return check.Valid ? await SendAsync(userId, check.E164!, seal.Seal(userId, check.E164!), cancel) : check.Problem! with { Field = "Number" };
    }

    /// <summary>Judges a code that was sent to the account's own number.</summary>
    public async Task<bool> UseAsync(Guid userId, string code, CancellationToken cancel) => await TakeAsync(userId, code, newNumber: false, cancel) is not null;

    /// <summary>Judges a code that was sent to a new number, which is then the account's.</summary>
    public async Task<Problem?> ConfirmNewNumberAsync(Guid userId, string code, CancellationToken cancel)
    {
        if (await TakeAsync(userId, code, newNumber: true, cancel) is not { } used)
            return new Problem("code-wrong", "Code");
        var now = clock.GetUtcNow();
        await db.Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.MobileNumber, used.NewNumber).SetProperty(u => u.MobileConfirmedAt, now), cancel);
        return null;
    }

    public Task RemoveNumberAsync(Guid userId, CancellationToken cancel) => db.Users.Where(u => u.Id == userId)
        .ExecuteUpdateAsync(set => set.SetProperty(u => u.MobileNumber, (byte[]?)null).SetProperty(u => u.MobileConfirmedAt, (DateTimeOffset?)null), cancel);

    /// <summary>The number as its owner may see it: 06 •••• 5678.</summary>
    public string? Masked(User user) => user.MobileNumber is { } number ? PhoneNumberReader.Mask(seal.Open(user.Id, number)) : null;

    private async Task<Problem?> SendAsync(Guid userId, string e164, byte[]? newNumber, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var since = now - SmsCode.Valid;
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);

        // A scope of its own: the page may work in another service, and the message belongs to the installation's.
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentService>().Enter(PlatformDienst.Id);
        var platform = scope.ServiceProvider.GetRequiredService<NotifyDbContext>();
        await using var transaction = await platform.Database.BeginTransactionAsync(cancel);
        // Two requests at once wait here for each other.
        await platform.Database.ExecuteSqlAsync($"select 1 from users where id = {userId} for update", cancel);
        if (await platform.Set<SmsCode>().CountAsync(c => c.UserId == userId && c.CreatedAt > since, cancel) >= MostAtOnce)
            return new Problem("codes-too-many");

        var id = Guid.CreateVersion7(now);
        await platform.Set<SmsCode>().Where(c => c.UserId == userId && c.CreatedAt < now.AddDays(-1)).ExecuteDeleteAsync(cancel);
        platform.Add(new SmsCode { Id = id, UserId = userId, Code = seal.SealHash(userId, code), NewNumber = newNumber, CreatedAt = now });
        await platform.SaveChangesAsync(cancel);
        await UrgentMessage.QueueAsync(
            platform, seal, id, PlatformDienst.Id, PlatformDienst.CodePinnedTemplateId, e164, seal.Seal(PlatformDienst.Id, Values.ToJson([code])), parts: 1, now, cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }

    private async Task<SmsCode?> TakeAsync(Guid userId, string code, bool newNumber, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var since = now - SmsCode.Valid;
        var open = await db.Set<SmsCode>().AsNoTracking()
            .Where(c => c.UserId == userId && c.CreatedAt > since && c.UsedAt == null && c.Failures < MostFailures && (c.NewNumber != null) == newNumber)
            .OrderByDescending(c => c.CreatedAt).ToListAsync(cancel);
        var found = open.FirstOrDefault(c => seal.IsHashOf(userId, c.Code, code));
        var ids = open.Select(c => c.Id).ToList();
        if (found is null)
        {
            await db.Set<SmsCode>().Where(c => ids.Contains(c.Id)).ExecuteUpdateAsync(set => set.SetProperty(c => c.Failures, c => c.Failures + 1), cancel);
            return null;
        }

        // The others that are still on their way end as well.
        var mine = await db.Set<SmsCode>().Where(c => c.Id == found.Id && c.UsedAt == null && c.Failures < MostFailures).ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancel);
        await db.Set<SmsCode>().Where(c => ids.Contains(c.Id) && c.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancel);
        return mine == 1 ? found : null;
    }
}
