using Microsoft.Extensions.Configuration;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web;

namespace NotifyNl.Tests.Settings;

/// <summary>A wrong setting stops the start with a sentence that names it.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("notify-settings-").FullName;

    [Fact]
    public void SecretFile_HoldsTheValueOfItsSetting()
    {
        var file = Path.Combine(folder, "token");
        File.WriteAllText(file, " geheim met spatie \n");
        using var configuration = Configuration(("Gateways:Cm:ProductToken:File", file), ("PersonalData:Keys:1:File", file));

        configuration.AddSecretFiles();

        Assert.Equal(" geheim met spatie ", configuration["Gateways:Cm:ProductToken"]);
        Assert.Equal(" geheim met spatie ", configuration.GetSection("PersonalData:Keys").Get<Dictionary<string, string>>()!["1"]);
    }

    [Fact]
    public void SecretFile_ThatIsNotThere_IsNamed()
    {
        using var configuration = Configuration(("Mail:Password:File", Path.Combine(folder, "weg")));
        var refusal = Assert.Throws<InvalidOperationException>(configuration.AddSecretFiles);
        Assert.StartsWith($"Mail:Password:File names {folder}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SecretFile_BesideAValue_IsRefused()
    {
        using var configuration = Configuration(("Mail:Password", "een"), ("Mail:Password:File", Path.Combine(folder, "twee")));
        Assert.Contains("are both set", Assert.Throws<InvalidOperationException>(configuration.AddSecretFiles).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://notify.gemeente.nl", "Production")]
    [InlineData("http://localhost:5080/", "Development")]
    [InlineData("http://notify.intern", "Staging")]
    [InlineData(null, "Development")]
    public void PublicUrl_ThatWillDo_IsTaken(string? url, string environment)
    {
        using var configuration = Configuration(("PublicUrl", url));
        Assert.Equal(url is null ? null : new Uri(url), configuration.PublicUrl(new NamedEnvironment(environment)));
    }

    [Theory]
    [InlineData(null, "Production", "PublicUrl is not set")]
    [InlineData("notify.gemeente.nl", "Production", "must be an address without a path")]
    [InlineData("https://gemeente.nl/notify", "Production", "must be an address without a path")]
    [InlineData("ftp://gemeente.nl", "Development", "must be an address without a path")]
    [InlineData("http://notify.gemeente.nl", "Production", "must begin with https://")]
    public void PublicUrl_ThatWillNotDo_StopsTheStart(string? url, string environment, string sentence)
    {
        using var configuration = Configuration(("PublicUrl", url));
        var refusal = Assert.Throws<InvalidOperationException>(() => configuration.PublicUrl(new NamedEnvironment(environment)));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, NodeRoles.Web | NodeRoles.Worker)]
    [InlineData("Web", NodeRoles.Web)]
    [InlineData("worker", NodeRoles.Worker)]
    [InlineData("Web, Worker", NodeRoles.Web | NodeRoles.Worker)]
    public void Roles_SayWhatANodeDoes(string? setting, NodeRoles expected)
    {
        using var configuration = Configuration(("Roles", setting));
        Assert.Equal(expected, configuration.NodeRoles());
    }

    [Theory]
    [InlineData("Webb")]
    [InlineData("0")]
    [InlineData("7")]
    public void Roles_ThatAreNone_StopTheStart(string setting)
    {
        using var configuration = Configuration(("Roles", setting));
        Assert.StartsWith("Roles is '", Assert.Throws<InvalidOperationException>(() => configuration.NodeRoles()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PublicAddress_BeginsEveryLink() =>
        Assert.Equal("https://notify.gemeente.nl/uitnodiging?a=1", new PublicAddress(new Uri("https://notify.gemeente.nl")).Of("/uitnodiging?a=1").ToString());

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static ConfigurationManager Configuration(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)));
        return configuration;
    }
}
