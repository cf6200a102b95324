using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
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
        services.AddHostedService<GatewayTallyWriter>();
        return services.AddGateways()
            .AddSingleton<DeliveryQueue>().AddSingleton<FairTurns>().AddSingleton<DeliverySweep>()
            .AddSingleton<PinnedTexts>().AddSingleton<MessageText>().AddSingleton<MessageWriter>()
            .AddSingleton<GatewayRate>().AddSingleton<GatewayLines>().AddSingleton<GatewayShares>().AddSingleton<SlotDelivery>().AddSingleton<Wakes>();
    }

    /// <summary>The gateways themselves: what sends needs them, and so does what receives their receipts.</summary>
    public static IServiceCollection AddGateways(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<GatewaysOptions>().BindConfiguration(GatewaysOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<GatewaysOptions>, GatewayChecks>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewaysOptions>, GatewayChecks>());

        // The gateway keeps the time itself and follows nobody; the framework's log of requests would only add addresses.
        services.AddHttpClient(GatewayHttp.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                AutomaticDecompression = DecompressionMethods.None,
                UseCookies = false,
            });
        services.TryAddSingleton<GatewayHttp>();
        services.TryAddSingleton<GatewayTallies>();
        services.TryAddSingleton<GatewayRoster>();
        return services;
    }
}
