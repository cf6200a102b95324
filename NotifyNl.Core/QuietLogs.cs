using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NotifyNl;

/// <summary>
/// Parts of the framework that write down addresses, or what travels over a circuit, once somebody makes them talk. The link of an invitation is an address, and so is that of receipts,
/// which holds the gateway's secret; over a circuit go its own secret and what people type. These keep quiet however the level is set.
/// </summary>
public static class QuietLogs
{
    private static readonly string[] UpToWarning =
    [
        "Microsoft.AspNetCore.Components.Routing", "Microsoft.AspNetCore.Components.Server", "Microsoft.AspNetCore.HttpLogging", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.SignalR",
    ];

    public static IServiceCollection AddQuietLogs(this IServiceCollection services) => services.Configure<LoggerFilterOptions>(o =>
    {
        // This one puts the address behind every other line as well, as a scope: that goes only with its whole category.
        o.Rules.Add(new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, null));
        foreach (var category in UpToWarning)
            o.Rules.Add(new LoggerFilterRule(null, category, LogLevel.Warning, null));
    });
}
