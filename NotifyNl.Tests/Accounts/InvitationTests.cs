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

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task AFirstUser_FromInvitationToPasskey_ByKeyboardAlone(int width)
    {
        var (email, token, _) = await InviteAsync();
        var page = await Chromium.OpenAsync(width);
        await PasskeyAuthenticator.AddAsync(page);
        await page.GotoAsync($"{portal.Address}/invitations/{token}");
        await page.LookAsync("uitnodiging", width);
        await MakeAccountAsync(page);
        await page.LookAsync("manier-kiezen", width);
        await page.GetByRole(AriaRole.Link, new() { Name = "Passkey", Exact = true }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Passkey maken op dit apparaat" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Herstelcodes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Uitloggen" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Inloggen met een passkey" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Uw diensten");
        Assert.Equal(1L, await portal.Postgres.ReadAsync<long>("select count(*) from sessions s join users u on u.id = s.user_id where u.email = $1", email));
    }

    [Fact]
    public async Task AFirstUser_FromInvitationToCodeApp_ByKeyboardAlone()
    {
        var (email, token, _) = await InviteAsync();
        var page = await Chromium.OpenAsync(390);
        await page.GotoAsync($"{portal.Address}/invitations/{token}");
        await MakeAccountAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Code-app" }).PressAsync("Enter");
        var key = Totp.Key(await page.Locator(".nn-key").TextContentAsync() ?? "");
        await page.GetByLabel("Beveiligingscode").FillAsync(Totp.Code(key, Totp.StepOf(DateTimeOffset.UtcNow)));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Herstelcodes");

        // The next time: password and code.
        using var visitor = new Visitor(portal.Address);
        await visitor.GetAsync("sign-in");
        await visitor.SubmitAsync("sign-in", new() { ["Input.Email"] = email, ["Input.Password"] = Password });
        await visitor.SubmitAsync("code", new() { ["Input.Code"] = Totp.Code(key, Totp.StepOf(DateTimeOffset.UtcNow) + 1) });
        Assert.Contains("Uw diensten", visitor.Page, StringComparison.Ordinal);

        // S6: signing out everywhere ends this session too, not only the cookie that asked.
        await visitor.GetAsync("account");
        await visitor.SubmitAsync("end-all", []);
        await page.WaitForTimeoutAsync(5_500);
        await page.GotoAsync($"{portal.Address}/account");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Inloggen");
    }

    private static async Task MakeAccountAsync(IPage page)
    {
        await page.GetByLabel("Uw naam").FillAsync("Eva de Boer");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Hoe wilt u bewijzen dat u het bent?");
    }

    private async Task<(string Email, string Token, Guid Id)> InviteAsync()
    {
        await using var db = portal.Postgres.Open();
        var (invitation, token) = new Invitations(db, TimeProvider.System).Add(InvitationKind.Registration, $"{Guid.NewGuid():N}@gemeente.nl", invitedById: null).Value;
        await db.SaveChangesAsync();
        return (invitation.Email, token, invitation.Id);
    }
}
