using Microsoft.Playwright;
using NotifyNl.Accounts;
using NotifyNl.Data;
using NotifyNl.Tests.Browser;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Tests.Portal;

namespace NotifyNl.Tests.Accounts;

/// <summary>From a link to an account that works, and what becomes of links that should not.</summary>
[Collection(SharedPortal.Name)]
public sealed class InvitationTests(RunningPortal portal)
{
    private const string Password = "vier woorden op een rij";

    [Fact]
    public async Task ALink_IsBurntByAcceptingOnly_AndEachWayItFailsSaysWhatToDo()
    {
        var (email, token, id) = await InviteAsync();
        using var first = new Visitor(portal.Address);
        using var second = new Visitor(portal.Address);
        // A mail scanner looks at everything, twice.
        await first.GetAsync($"invitations/{token}");
        await second.GetAsync($"invitations/{token}");
        Assert.Contains("Account maken", second.Page, StringComparison.Ordinal);

        await first.SubmitAsync("accept", new() { ["Input.Name"] = "Win nu op www.evil.nl", ["Input.Password"] = Password });
        Assert.Contains("zonder webadres", first.Page, StringComparison.Ordinal);
        await first.SubmitAsync("accept", new() { ["Input.Name"] = "Eva de Boer", ["Input.Password"] = "welkom123456" });
        Assert.Contains("makkelijk te raden", first.Page, StringComparison.Ordinal);
        await first.SubmitAsync("accept", new() { ["Input.Name"] = "Eva de Boer", ["Input.Password"] = Password });
        Assert.Contains("Hoe wilt u bewijzen dat u het bent?", first.Page, StringComparison.Ordinal);

        // A second browser that still had the form open.
        await second.SubmitAsync("accept", new() { ["Input.Name"] = "Iemand Anders", ["Input.Password"] = Password });
        Assert.Contains("Deze link is al gebruikt", second.Page, StringComparison.Ordinal);
        Assert.Equal(1L, await portal.Postgres.ReadAsync<long>("select count(*) from users where email = $1", email));

        // Halfway opens nothing else.
        await first.GetAsync("account");
        Assert.Contains("/sign-in", first.Location.AbsolutePath, StringComparison.Ordinal);

        await second.GetAsync($"invitations/{token[..^2]}");
        Assert.Contains("Deze link klopt niet", second.Page, StringComparison.Ordinal);
        (_, token, id) = await InviteAsync();
        await portal.Postgres.ExecuteAsync("update invitations set expires_at = now() where id = $1", id);
        await second.GetAsync($"invitations/{token}");
        Assert.Contains("Deze link is verlopen", second.Page, StringComparison.Ordinal);
        await portal.Postgres.ExecuteAsync("update invitations set withdrawn_at = now() where id = $1", id);
        await second.GetAsync($"invitations/{token}");
        Assert.Contains("ingetrokken", second.Page, StringComparison.Ordinal);
        (_, token, _) = await InviteAsync();
        using var other = await Visitor.SignedInAsync(portal, "kijker@voorbeeld.nl");
        await other.GetAsync($"invitations/{token}");
        Assert.Contains("voor iemand anders", other.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFirstUser_FromInvitationToPasskey_ByKeyboardAlone()
    {
        var page = await Chromium.OpenAsync(390);
        var keys = new Keyboard(page);
        await PasskeyAuthenticator.AddAsync(page);
        var email = await MakeAccountAsync(page, keys);
        await keys.TabToAsync("Passkey");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Passkey maken op dit apparaat" })).ToBeVisibleAsync();
        await page.LookAsync("passkey-maken");
        await keys.EnterAsync("Passkey maken op dit apparaat", "Herstelcodes");
        await KeepCodesAsync(page, keys);
        await keys.EnterAsync("Uitloggen", "Inloggen");
        await keys.EnterAsync("Inloggen met een passkey", "Uw diensten");
        Assert.Equal(1L, await portal.Postgres.ReadAsync<long>("select count(*) from sessions s join users u on u.id = s.user_id where u.email = $1", email));
    }

    [Fact]
    public async Task AFirstUser_FromInvitationToCodeApp_ByKeyboardAlone()
    {
        var page = await Chromium.OpenAsync();
        var keys = new Keyboard(page);
        var email = await MakeAccountAsync(page, keys);
        await keys.TabToAsync("Code-app");
        await page.Keyboard.PressAsync("Enter");
        var key = Totp.Key(await page.Locator(".nn-key").TextContentAsync() ?? "");
        await page.LookAsync("code-app-koppelen");
        await keys.TypeAsync("Beveiligingscode", Totp.Code(key, Totp.StepOf(DateTimeOffset.UtcNow)));
        await page.Keyboard.PressAsync("Enter");
        await keys.HeadingAsync("Herstelcodes");
        await KeepCodesAsync(page, keys);
        await keys.EnterAsync("Uitloggen", "Inloggen");

        // The next time: password and code.
        await keys.TypeAsync("E-mailadres", email);
        await keys.TypeAsync("Wachtwoord", Password);
        await page.Keyboard.PressAsync("Enter");
        await keys.HeadingAsync("Extra controle");
        await page.LookAsync("extra-controle-app");
        await keys.TypeAsync("Beveiligingscode", Totp.Code(key, Totp.StepOf(DateTimeOffset.UtcNow) + 1));
        await page.Keyboard.PressAsync("Enter");
        await keys.HeadingAsync("Uw diensten");
    }

    /// <summary>From the link to the question how to prove who one is.</summary>
    /// <returns>The address of the account.</returns>
    private async Task<string> MakeAccountAsync(IPage page, Keyboard keys)
    {
        var (email, token, _) = await InviteAsync();
        await page.GotoAsync($"{portal.Address}/invitations/{token}");
        await page.LookAsync("uitnodiging");
        await keys.TypeAsync("Uw naam", "Eva de Boer");
        await keys.TypeAsync("Wachtwoord", Password);
        await page.Keyboard.PressAsync("Enter");
        await keys.HeadingAsync("Hoe wilt u bewijzen dat u het bent?");
        await page.LookAsync("manier-kiezen");
        return email;
    }

    private static async Task KeepCodesAsync(IPage page, Keyboard keys)
    {
        await page.LookAsync("herstelcodes-eerste");
        await keys.TabToAsync(await page.GetByRole(AriaRole.Button, new() { Name = "herstelcodes maken" }).InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".nn-codes li")).ToHaveCountAsync(10);
        await page.LookAsync("herstelcodes-gemaakt");
        await keys.EnterAsync(await page.GetByRole(AriaRole.Link, new() { Name = "Ik heb de codes bewaard" }).InnerTextAsync(), "Uw diensten");
        await page.LookAsync("nog-geen-diensten");
    }

    private async Task<(string Email, string Token, Guid Id)> InviteAsync()
    {
        await using var db = portal.Postgres.Open();
        var (invitation, token) = new Invitations(db, TimeProvider.System).Add(InvitationKind.Registration, $"{Guid.NewGuid():N}@gemeente.nl", invitedById: null).Value;
        await db.SaveChangesAsync();
        return (invitation.Email, token, invitation.Id);
    }
}
