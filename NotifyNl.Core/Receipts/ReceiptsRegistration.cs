using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NotifyNl.Delivery;
using NotifyNl.Inbound;

namespace NotifyNl.Receipts;

public static class ReceiptsRegistration
{
    public static IServiceCollection AddReceipts(this IServiceCollection services)
    {
        // A receipt's address holds the gateway's secret. The framework's log of requests writes addresses, and as a scope behind every other line as well:
        // that one goes only with its whole category.
        services.Configure<LoggerFilterOptions>(o =>
        {
            o.Rules.Add(new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, null));
            foreach (var category in new[] { "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.HttpLogging", "Microsoft.AspNetCore.Server.Kestrel" })
                o.Rules.Add(new LoggerFilterRule(null, category, LogLevel.Warning, null));
        });
        return services.AddGateways().AddSingleton<InboundTexts>().AddSingleton<AutoReplies>().AddSingleton<ReceiptLedger>().AddHostedService(provider => provider.GetRequiredService<ReceiptLedger>());
    }
}
