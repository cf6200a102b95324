using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;

namespace NotifyNl.Accounts;

/// <summary>Ten codes on paper, for the day that the telephone is lost.</summary>
public sealed class RecoveryCodes(NotifyDbContext db, PersonalDataSeal seal, TimeProvider clock)
{
    public const int Count = 10;

    private const int Length = 10;

    // Without letters and digits that look alike on paper.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Makes new ones; the old ones end.</summary>
    public async Task<IReadOnlyList<string>> RenewAsync(Guid userId, CancellationToken cancel)
    {
        var codes = Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Alphabet, Length)).ToList();
        var salt = SecretHash.NewSalt();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Set<RecoveryCode>().Where(c => c.UserId == userId).ExecuteDeleteAsync(cancel);
        db.AddRange(codes.Select(code => new RecoveryCode { Id = Guid.CreateVersion7(clock.GetUtcNow()), UserId = userId, Code = seal.SealSlowHash(userId, code, salt) }));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return [.. codes.Select(code => $"{code[..5]}-{code[5..]}")];
    }

    /// <summary>True once per code.</summary>
    public async Task<bool> UseAsync(Guid userId, string code, CancellationToken cancel)
    {
        if (!LooksLikeOne(code))
            return false;
        var plain = Plain(code);
        var left = await db.Set<RecoveryCode>().AsNoTracking().Where(c => c.UserId == userId && c.UsedAt == null).ToListAsync(cancel);
        var found = seal.FindSlowHash(userId, left.Select(c => (c.Id, c.Code)), plain);
        var now = clock.GetUtcNow();
        return found is { } id
            && await db.Set<RecoveryCode>().Where(c => c.Id == id && c.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancel) == 1;
    }

    public Task<int> LeftAsync(Guid userId, CancellationToken cancel) => db.Set<RecoveryCode>().CountAsync(c => c.UserId == userId && c.UsedAt == null, cancel);

    internal static bool LooksLikeOne(string code) => Plain(code).Length == Length;

    private static string Plain(string code) => new([.. code.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
}
