using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using NotifyNl.Accounts;
using NotifyNl.Teams;
using NotifyNl.Web.Security;

namespace NotifyNl.Tests.Accounts;

/// <summary>Accounts of our own, providers, or both: what the settings say.</summary>
public sealed class WaysInTests
{
    [Fact]
    public void Settings_AreReadAsDocumented()
    {
        var provider = Assert.Single(Read(
            "Name=Gemeente Voorbeeld", "Authority=https://login.example/realms/x", "ClientId=c", "EmailDomains:0=a.example", "EmailDomains:1=b.example", "SecondFactorAmr=mfa, hwk",
            "Rules:0:Value=balie", "Rules:0:Role=member", "Rules:0:Organisation=G", "Rules:0:Permissions=View, Send").Providers);
        Assert.Equal(("gemeente-voorbeeld", "/sign-in/sso/gemeente-voorbeeld/callback", true), (provider.Key, provider.Callback, provider.SignsOut));
        Assert.Equal(["a.example", "b.example"], provider.EmailDomains);
        Assert.Equal(["mfa", "hwk"], provider.SecondFactorAmr);
        Assert.Equal(new ProviderRule("groups", "balie", ProviderRole.Member, "G", null, Permissions.View | Permissions.Send), Assert.Single(provider.Rules));
        Assert.False(provider.IsTrustedWith("x@kwaad-a.example"));
    }

    [Theory]
    [InlineData("Name is not set", "ClientId=c")]
    [InlineData("Authority is not set", "Name=G", "ClientId=c")]
    [InlineData("ClientId is not set", "Name=G", "Authority=https://x.example")]
    [InlineData("must begin with https://", "Name=G", "Authority=http://x.example", "ClientId=c")]
    [InlineData("which is no address", "Name=G", "Authority=x.example", "ClientId=c")]
    [InlineData("Key is 'A B'", "Name=G", "Key=A B", "Authority=https://x.example", "ClientId=c")]
    [InlineData("ClientSecrte is no setting", "Name=G", "Authority=https://x.example", "ClientId=c", "ClientSecrte=s")]
    [InlineData("EmailDomains has '*'", "Name=G", "Authority=https://x.example", "ClientId=c", "EmailDomains=*")]
    [InlineData("UserInfo is 'ja'", "Name=G", "Authority=https://x.example", "ClientId=c", "UserInfo=ja")]
    [InlineData("Rules:0:Value is not set", "Name=G", "Authority=https://x.example", "ClientId=c", "Rules:0:Role=Access")]
    [InlineData("Rules:0:Role is 'Baas'", "Name=G", "Authority=https://x.example", "ClientId=c", "Rules:0:Value=v", "Rules:0:Role=Baas")]
    [InlineData("Rules:0:Organisation is not set", "Name=G", "Authority=https://x.example", "ClientId=c", "Rules:0:Value=v", "Rules:0:Role=Member", "Rules:0:Permissions=View")]
    [InlineData("Rules:0:Permissions is 'Alles'", "Name=G", "Authority=https://x.example", "ClientId=c", "Rules:0:Value=v", "Rules:0:Role=Member", "Rules:0:Organisation=G", "Rules:0:Permissions=Alles")]
    [InlineData("which only the role Member knows", "Name=G", "Authority=https://x.example", "ClientId=c", "Rules:0:Value=v", "Rules:0:Role=PlatformAdmin", "Rules:0:Permissions=View")]
    public void AWrongSetting_IsNamed(string sentence, params string[] settings) =>
        Assert.Contains(sentence, Assert.Throws<InvalidOperationException>(() => Read(settings)).Message, StringComparison.Ordinal);

    [Fact]
    public void WithoutAnyWayIn_TheProgramDoesNotStart() => Assert.Contains(
        "nobody could sign in", Assert.Throws<InvalidOperationException>(() => Read(new Dictionary<string, string?> { ["Accounts:LocalAccounts"] = "false" })).Message, StringComparison.Ordinal);

    private static WaysIn Read(params string[] settings) => Read(settings.ToDictionary(s => "SingleSignOn:Providers:0:" + s.Split('=')[0], s => (string?)s.Split('=')[1]));

    private static WaysIn Read(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build().WaysIn(new HostingEnvironment { EnvironmentName = "Production" });
}
