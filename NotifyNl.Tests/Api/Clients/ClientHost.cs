using NotifyNl.Data;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web;

namespace NotifyNl.Tests.Api.Clients;

/// <summary>A really listening server with the seed of <c>./notify seed v2-clients</c>, and its settings as the suites of the client libraries read them.</summary>
public sealed class ClientHost(PostgresServer servers) : IAsyncLifetime
{
    private readonly ApiHost host = new(servers);

    public Dictionary<string, string> Settings { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        using var printed = new StringWriter();
        await SeedClients.WriteAsync(host.Postgres.Owner, Given.Seal, host.Address, printed, TimeProvider.System, default);
        foreach (var line in printed.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Matches("^[A-Z_]+=[A-Za-z0-9_:/.+-]+$", line.TrimEnd());
            var at = line.IndexOf('=', StringComparison.Ordinal);
            Settings[line[..at]] = line[(at + 1)..].Trim();
        }
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
