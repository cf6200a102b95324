using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NotifyNl.Accounts;
using NotifyNl.Web.Components;
using NotifyNl.Web.Security;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>The program itself in this process, on real PostgreSQL: its end points can be listed and its visitors need no password.</summary>
public sealed class PortalInProcess(PostgresServer server) : IAsyncLifetime
{
    private readonly string dataFolder = Directory.CreateTempSubdirectory("notify-portal-").FullName;
    private readonly List<WebApplicationFactory<App>> nodes = [];

    public PostgresFixture Postgres { get; } = new(server);

    public IServiceProvider Services => nodes[^1].Services;

    /// <summary>As the program registers them: pages and API alike.</summary>
    public IEnumerable<RouteEndpoint> Endpoints => Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    public ValueTask InitializeAsync() => StartAsync();

    /// <summary>Starts it, or one more node of it on the same database; the visitors that are made from then on come to that.</summary>
    public async ValueTask StartAsync(ILoggerProvider? log = null, params (string Key, string Value)[] settings)
    {
        if (nodes.Count == 0)
            await Postgres.InitializeAsync();
        var node = new WebApplicationFactory<App>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            (string Key, string Value)[] all =
            [
                ("ConnectionStrings:NotifyNl", Postgres.Web), ("ConnectionStrings:NotifyNlOwner", Postgres.Owner), ("ConnectionStrings:NotifyNlWorker", Postgres.Worker),
                // The keys of Given.
                ("PersonalData:Keys:1", Convert.ToBase64String(new byte[32])), ("PersonalData:CurrentKey", "1"), ("PersonalData:HashKey", Convert.ToBase64String(new byte[32])),
                ("DataFolder", dataFolder), ("Demo:Enabled", "false"),
                // All visits of a sweep come from one address.
                ("RateLimits:Invitations", "10000"),
                ("Gateways:Cm:Url", "http://127.0.0.1:9/"), ("Gateways:Cm:ProductToken", "a-token"), ("Gateways:Cm:ReceiptSecret", "a-secret-for-tests-0123456789"),
                // All visitors come from one address.
                ("RateLimits:SignIn", "10000"), ("RateLimits:Codes", "10000"),
                .. settings,
            ];
            foreach (var (key, value) in all)
                host.UseSetting(key, value);
            // The console of a test run is for the tests.
            host.ConfigureTestServices(services => services.AddLogging(logging =>
            {
                logging.ClearProviders();
                logging.AddProvider(RunLogs.Provider("portal-in-process"));
                if (log is not null)
                    logging.AddProvider(log);
            }));
        });
        nodes.Add(node);
        _ = node.Services;
    }

    /// <summary>A browser; signed in when a user is given.</summary>
    public async Task<HttpClient> BrowserAsync(User? user) => nodes[^1].CreateDefaultClient(await CookiesAsync(user));

    /// <summary>A browser that signed in at this node, and then comes to another.</summary>
    public async Task<HttpClient> BrowserAtAnotherNodeAsync(User user)
    {
        var cookies = await CookiesAsync(user);
        await StartAsync();
        return nodes[^1].CreateDefaultClient(cookies);
    }

    private async Task<CookieContainerHandler> CookiesAsync(User? user)
    {
        var cookies = new CookieContainerHandler();
        if (user is not null)
        {
            await using var scope = Services.CreateAsyncScope();
            var session = await scope.ServiceProvider.GetRequiredService<Sessions>().BeginAsync(user, "Chrome · Linux", provider: null, CancellationToken.None);
            var cookie = Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
            var ticket = SessionCookie.Ticket(user, session);
            cookies.Container.Add(new Uri("http://localhost/"), new System.Net.Cookie(cookie.Cookie.Name!, cookie.TicketDataFormat.Protect(ticket)));
        }

        return cookies;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
        await Postgres.DisposeAsync();
        Directory.Delete(dataFolder, recursive: true);
    }
}
