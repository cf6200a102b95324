using System.Text.Json;
using Microsoft.Playwright;

namespace NotifyNl.Tests.Browser;

/// <summary>Chromium's virtual authenticator: a finger that is always there. It belongs to one tab.</summary>
internal sealed class PasskeyAuthenticator
{
    private readonly ICDPSession cdp;
    private readonly string id;

    private PasskeyAuthenticator(ICDPSession cdp, string id) => (this.cdp, this.id) = (cdp, id);

    public static async Task<PasskeyAuthenticator> AddAsync(IPage page)
    {
        var cdp = await page.Context.NewCDPSessionAsync(page);
        await cdp.SendAsync("WebAuthn.enable");
        var made = await cdp.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new PasskeyAuthenticator(cdp, made!.Value.GetProperty("authenticatorId").GetString()!);
    }

    public async Task<JsonElement> CredentialAsync() =>
        (await cdp.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = id }))!.Value.GetProperty("credentials")[0];

    /// <summary>As a copy of the authenticator would be: its counter stands where that of the original stood before.</summary>
    public async Task PutBackAsync(JsonElement credential, int signCount)
    {
        await cdp.SendAsync("WebAuthn.clearCredentials", new() { ["authenticatorId"] = id });
        var copy = credential.EnumerateObject().ToDictionary(p => p.Name, p => (object)p.Value);
        copy["signCount"] = signCount;
        await cdp.SendAsync("WebAuthn.addCredential", new() { ["authenticatorId"] = id, ["credential"] = copy });
    }
}
