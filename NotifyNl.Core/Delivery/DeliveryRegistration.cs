using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NotifyNl.Data;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Sending;

namespace NotifyNl.Delivery;

public static class DeliveryRegistration
{
    /// <remarks>Asks for the data source under <see cref="WorkerDatabase.Key"/> and for <see cref="PersonalDataSeal"/>.</remarks>
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddOptions<DeliveryOptions>().BindConfiguration("Delivery").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        return services.AddGateways()
            .AddSingleton<DeliveryQueue>().AddSingleton<FairTurns>().AddSingleton<DeliverySweep>()
            .AddSingleton<PinnedTexts>().AddSingleton<MessageText>().AddSingleton<MessageWriter>()
            .AddSingleton<GatewayPause>().AddSingleton<SlotDelivery>().AddSingleton<Wakes>();
    }

    /// <summary>The gateways themselves: what sends needs them, and so does what receives their receipts.</summary>
    public static IServiceCollection AddGateways(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<CmComOptions>()
            .BindConfiguration(CmComOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                o => o.Url is null || o.Url is { IsAbsoluteUri: true, Scheme: "http" or "https" },
                "Gateways:Cm:Url must be a whole address, for example https://gw.messaging.cm.com/v1.0/message.")
            .Validate<IHostEnvironment>(
                (o, environment) => !environment.IsDevelopment() || o.Url is null or { IsAbsoluteUri: true, IsLoopback: true },
                "Gateways:Cm:Url must be on this machine (localhost): in Development no real telephone can be reached.")
            .Validate<IHostEnvironment>(
                (o, environment) => !environment.IsProduction() || o.Url is null or { IsAbsoluteUri: true, Scheme: "https" } or { IsAbsoluteUri: true, IsLoopback: true },
                "Gateways:Cm:Url must begin with https://: messages hold personal data.")
            .ValidateOnStart();

        // The gateway keeps the time itself and follows nobody; the framework's log of requests would only add addresses.
        services.AddHttpClient(CmComGateway.GatewayName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                AutomaticDecompression = DecompressionMethods.None,
                UseCookies = false,
            });
        services.TryAddSingleton<ISmsGateway, CmComGateway>();
        return services;
    }
}
