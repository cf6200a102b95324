using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;

namespace NotifyNl.Accounts;

/// <summary>
/// Counts tries at passwords and codes. A try is paid for before it is judged, in one statement: however many arrive at once, no more than the limit are judged.
/// The rest an account takes is short and ends by itself, so that nobody can lock another out for ever.
/// </summary>
public sealed class SignInTries(NotifyDbContext db, TimeProvider clock)
{
    /// <summary>Wrong ones in a row before the account rests.</summary>
    public const int Limit = 10;

    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(15);

    /// <returns>False while the account rests: the password is not judged.</returns>
    public async Task<bool> PayPasswordAsync(Guid userId, CancellationToken cancel)
    {
        var (now, until) = Times();
        return await db.Database.ExecuteSqlAsync(
            $"""
            update users set
              access_failed_count = case when lockout_end is null then access_failed_count + 1 else 1 end,
              lockout_end = case when lockout_end is null and access_failed_count + 1 >= {Limit} then {until} end
            where id = {userId} and (lockout_end is null or lockout_end <= {now})
            """,
            cancel) == 1;
    }

    /// <summary>From a browser that signed in to this account before, while a stranger's tries lock it.</summary>
    public async Task<bool> PayPasswordAsync(Guid userId, byte[] device, CancellationToken cancel) => await db.Database.ExecuteSqlAsync(
        $"update known_devices set failures = failures + 1 where user_id = {userId} and token_hash = {device} and failures < {Limit}", cancel) == 1;

    /// <returns>False while codes rest: the code is not judged.</returns>
    public async Task<bool> PayCodeAsync(Guid userId, CancellationToken cancel)
    {
        var (now, until) = Times();
        return await db.Database.ExecuteSqlAsync(
            $"""
            update users set
              code_failures = case when codes_locked_until is null then code_failures + 1 else 1 end,
              codes_locked_until = case when codes_locked_until is null and code_failures + 1 >= {Limit} then {until} end
            where id = {userId} and (codes_locked_until is null or codes_locked_until <= {now})
            """,
            cancel) == 1;
    }

    public Task PasswordWasRightAsync(Guid userId, CancellationToken cancel) =>
        db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.AccessFailedCount, 0).SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null), cancel);

    public Task CodeWasRightAsync(Guid userId, CancellationToken cancel) =>
        db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.CodeFailures, 0).SetProperty(u => u.CodesLockedUntil, (DateTimeOffset?)null), cancel);

    private (DateTimeOffset Now, DateTimeOffset Until) Times() => (clock.GetUtcNow(), clock.GetUtcNow() + Rest);
}
