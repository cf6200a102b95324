using NotifyNl.Tests.Infrastructure;
using NotifyNl.Tests.Portal;

namespace NotifyNl.Tests.Accounts;

/// <summary>A portal with two providers: one that is up, and one that is not.</summary>
[CollectionDefinition(Name)]
public sealed class SingleSignOnPortal : IAsyncLifetime, ICollectionFixture<SingleSignOnPortal>
{
    public const string Name = "One portal with single sign-on";
    public const string Way = "sign-in/sso/gemeente";

    private readonly Dictionary<string, string> settings = [];

    public SingleSignOnPortal(PostgresServer server) => Portal = new RunningPortal(server) { Settings = settings };

    public RunningPortal Portal { get; }

    internal OidcProvider Provider { get; private set; } = null!;

    /// <summary>A browser in which somebody presses the button of the provider.</summary>
    internal async Task<Visitor> ComeAsync(Colleague who, string back = "/")
    {
        Provider.Present = who;
        var visitor = new Visitor(Portal.Address);
        await visitor.GetAsync($"{Way}?terug={Uri.EscapeDataString(back)}");
        if (visitor.Location.AbsolutePath.EndsWith("Unreachable", StringComparison.Ordinal))
            Assert.Fail(string.Join('\n', Portal.Log.Split('\n').Where(l => l.Contains("Single sign-on", StringComparison.Ordinal))));
        return visitor;
    }

    public async ValueTask InitializeAsync()
    {
        Provider = await OidcProvider.StartAsync(Portal.Address, "/sign-in/sso/gemeente/callback");
        (string, string)[] all =
        [
            ("Name", "Gemeente Voorbeeld"), ("Key", "gemeente"), ("Authority", Provider.Address), ("ClientId", OidcProvider.ClientId), ("ClientSecret", OidcProvider.ClientSecret),
            ("Scopes", "groups"), ("EmailDomains", "gemeente.example"), ("SecondFactorAmr", "mfa,hwk"),
            ("Rules__0__Value", "balie"), ("Rules__0__Role", "Member"), ("Rules__0__Organisation", "Gemeente Voorbeeld"), ("Rules__0__Service", "Uw uitkering"), ("Rules__0__Permissions", "View,Send"),
            ("Rules__1__Value", "redactie"), ("Rules__1__Role", "Member"), ("Rules__1__Organisation", "Gemeente Voorbeeld"), ("Rules__1__Permissions", "View,ManageTemplates"),
            ("Rules__2__Value", "bestuur"), ("Rules__2__Role", "OrganisationAdmin"), ("Rules__2__Organisation", "Gemeente Voorbeeld"),
            ("Rules__3__Value", "platform"), ("Rules__3__Role", "PlatformAdmin"),
            ("Rules__4__Value", "iedereen"), ("Rules__4__Role", "Access"),
            ("Rules__5__Value", "verhuisd"), ("Rules__5__Role", "OrganisationAdmin"), ("Rules__5__Organisation", "Bestaat niet"),
        ];
        foreach (var (key, value) in all)
            settings[$"SingleSignOn__Providers__0__{key}"] = value;
        // Nothing listens there.
        foreach (var (key, value) in new[] { ("Name", "Provincie"), ("Authority", "http://127.0.0.1:9"), ("ClientId", "x") })
            settings[$"SingleSignOn__Providers__1__{key}"] = value;
        await Portal.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
