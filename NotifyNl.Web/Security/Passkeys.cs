using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Data;

namespace NotifyNl.Web.Security;

/// <summary>
/// The ceremonies of passkeys. What the browser was asked to sign stands in the database until the first answer and is gone then: an answer that was
/// overheard is worth nothing.
/// </summary>
public sealed class Passkeys(NotifyDbContext db, UserManager<User> users, IPasskeyHandler<User> handler, TimeProvider clock, SecureCookies cookies)
{
    public const int MaxNameLength = 60;

    private string CookieName => cookies.Name("notify-passkey");

    public async Task<string> BeginCreationAsync(HttpContext http, Guid userId)
    {
        var user = (await users.FindByIdAsync(userId.ToString()))!;
        var options = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = userId.ToString(), Name = user.Email!, DisplayName = user.Name }, http);
        await KeepAsync(http, options.AttestationState!, userId);
        return options.CreationOptionsJson;
    }

    /// <param name="userId">Whose passkey is asked for, or null to let the passkey say so.</param>
    public async Task<string> BeginAssertionAsync(HttpContext http, Guid? userId)
    {
        var user = userId is null ? null : await users.FindByIdAsync(userId.Value.ToString());
        var options = await handler.MakeRequestOptionsAsync(user, http);
        await KeepAsync(http, options.AssertionState!, userId);
        return options.RequestOptionsJson;
    }

    public async Task<Problem?> FinishCreationAsync(HttpContext http, Guid userId, string? credential)
    {
        if (await TakeAsync(http) is not { } challenge || challenge.UserId != userId || string.IsNullOrEmpty(credential))
            return new Problem("passkey-not-made");
        var result = await TryAsync(() => handler.PerformAttestationAsync(new() { HttpContext = http, CredentialJson = credential, AttestationState = challenge.State }));
        if (result is not { Succeeded: true, Passkey: { } passkey } || result.UserEntity?.Id != userId.ToString())
            return new Problem("passkey-not-made");
        passkey.Name = DeviceName.Of(http.Request);
        var user = (await users.FindByIdAsync(userId.ToString()))!;
        return (await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded ? null : new Problem("passkey-not-made");
    }

    /// <returns>Whose passkey it is; null when anything about it is not right.</returns>
    public async Task<Guid?> FinishAssertionAsync(HttpContext http, string? credential)
    {
        if (await TakeAsync(http) is not { } challenge || string.IsNullOrEmpty(credential))
            return null;
        var result = await TryAsync(() => handler.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = credential, AssertionState = challenge.State }));
        if (result is not { Succeeded: true, User: { } user, Passkey: { } passkey } || (challenge.UserId is { } expected && expected != user.Id))
            return null;
        // Keeps the counter: a copy of the authenticator shows itself by counting back.
        return (await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded ? user.Id : null;
    }

    private async Task KeepAsync(HttpContext http, string state, Guid? userId)
    {
        var now = clock.GetUtcNow();
        var challenge = new PasskeyChallenge { Id = Guid.NewGuid(), State = state, UserId = userId, CreatedAt = now };
        await db.Set<PasskeyChallenge>().Where(c => c.CreatedAt < now - PasskeyChallenge.Valid).ExecuteDeleteAsync(http.RequestAborted);
        db.Add(challenge);
        await db.SaveChangesAsync(http.RequestAborted);
        http.Response.Cookies.Append(CookieName, challenge.Id.ToString(), cookies.Options(PasskeyChallenge.Valid, SameSiteMode.Strict));
    }

    private async Task<PasskeyChallenge?> TakeAsync(HttpContext http)
    {
        if (!Guid.TryParse(http.Request.Cookies[CookieName], out var id))
            return null;
        http.Response.Cookies.Delete(CookieName, cookies.Options(TimeSpan.Zero, SameSiteMode.Strict));
        var since = clock.GetUtcNow() - PasskeyChallenge.Valid;
        var challenge = await db.Set<PasskeyChallenge>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.CreatedAt > since, http.RequestAborted);
        // Of two answers at once one takes it out.
        return challenge is not null && await db.Set<PasskeyChallenge>().Where(c => c.Id == id).ExecuteDeleteAsync(http.RequestAborted) == 1 ? challenge : null;
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> ceremony)
        where T : class
    {
        try
        {
            return await ceremony();
        }
        catch (Exception e) when (e is PasskeyException or JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
