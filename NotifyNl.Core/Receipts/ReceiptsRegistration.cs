using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NotifyNl.Delivery;

namespace NotifyNl.Receipts;

public static class ReceiptsRegistration
{
    public static IServiceCollection AddReceipts(this IServiceCollection services)
    {
        // The framework's log of requests writes addresses, and a receipt's address holds the gateway's secret.
        services.Configure<LoggerFilterOptions>(o =>
        {
            foreach (var category in new[] { "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.HttpLogging", "Microsoft.AspNetCore.Server.Kestrel" })
                o.Rules.Add(new LoggerFilterRule(null, category, LogLevel.Warning, null));
        });
        return services.AddGateways().AddSingleton<ReceiptLedger>().AddHostedService(provider => provider.GetRequiredService<ReceiptLedger>());
    }
}
