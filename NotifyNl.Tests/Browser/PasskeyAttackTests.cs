using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>What an answer of an authenticator is worth to whoever took it, copied the authenticator, or lost the right to use it: nothing.</summary>
[Collection(SharedPortal.Name)]
public sealed class PasskeyAttackTests(RunningPortal portal)
{
    private const string Email = "redacteur@voorbeeld.nl";
    private const string Refused = "Inloggen met deze passkey lukt niet";

    [Fact]
    public async Task S7_AnAnswerThatWasUsed_ACopiedAuthenticator_AndARemovedPasskey_OpenNothing()
    {
        var page = await Chromium.OpenAsync();
        var answer = "";
        page.Request += (_, request) =>
        {
            if (request.Method == "POST" && new Uri(request.Url).AbsolutePath == "/sign-in" && request.PostData is { } form && form.Contains("Passkey.Credential", StringComparison.Ordinal))
                answer = Uri.UnescapeDataString(form.Split('&').Single(field => field.StartsWith("Passkey.Credential=", StringComparison.Ordinal)).Split('=', 2)[1].Replace('+', ' '));
        };
        var authenticator = await PasskeyAuthenticator.AddAsync(page);
        await page.SignInAsync(portal, Email);
        await page.GotoAsync($"{portal.Address}/account/passkeys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Passkey maken op dit apparaat" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Herstelcodes");

        // In the right way it opens: what follows is refused for its own reason.
        await SignOutAsync(page);
        await ByPasskeyAsync(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Uw diensten");
        var used = await authenticator.CredentialAsync();
        Assert.NotEqual("", answer);

        // The answer of a minute ago, to a challenge of now.
        await SignOutAsync(page);
        await page.EvaluateAsync("answer => { const form = document.querySelector('form[data-passkey]'); form.querySelector('[name=\"Passkey.Credential\"]').value = answer; form.submit(); }", answer);
        await RefusedAsync(page);

        // A copy counts from where the original stood before.
        await authenticator.PutBackAsync(used, signCount: 0);
        await ByPasskeyAsync(page);
        await RefusedAsync(page);

        // Back to an authenticator that counts on, whose passkey the owner removed.
        await authenticator.PutBackAsync(used, signCount: 1000);
        await portal.Postgres.ExecuteAsync("delete from user_passkeys p using users u where u.id = p.user_id and u.email = $1", Email);
        await ByPasskeyAsync(page);
        await RefusedAsync(page);
    }

    private static Task ByPasskeyAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Inloggen met een passkey" }).ClickAsync();

    private async Task SignOutAsync(IPage page)
    {
        await page.GotoAsync($"{portal.Address}/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Uitloggen", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Inloggen met een passkey" })).ToBeVisibleAsync();
    }

    private async Task RefusedAsync(IPage page)
    {
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(Refused);
        await page.GotoAsync($"{portal.Address}/sign-in");
    }
}
