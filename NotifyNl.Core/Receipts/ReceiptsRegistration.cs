using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Delivery;
using NotifyNl.Inbound;

namespace NotifyNl.Receipts;

public static class ReceiptsRegistration
{
    public static IServiceCollection AddReceipts(this IServiceCollection services) => services.AddQuietLogs()
        .AddGateways().AddSingleton<InboundTexts>().AddSingleton<AutoReplies>().AddSingleton<ReceiptLedger>().AddHostedService(provider => provider.GetRequiredService<ReceiptLedger>());
}
