using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NotifyNl.Callbacks;

public static class CallbackRegistration
{
    /// <summary>The call itself: what delivers needs it, and so does the test button of the portal.</summary>
    public static IServiceCollection AddCallbackClient(this IServiceCollection services)
    {
        services.AddOptions<CallbackOptions>()
            .BindConfiguration("Callbacks")
            .ValidateDataAnnotations()
            .Validate(o => o.NetworksAreReadable(), "Callbacks:AllowedNetworks holds something that is no network; write for example 10.20.0.0/16.")
            .Validate(o => o.Lease > o.Timeout * 2, "Callbacks:Lease must be more than twice Callbacks:Timeout, or calls that are under way are made again.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new CallbackAddress(provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<CallbackOptions>>()));
        services.TryAddSingleton<CallbackClient>();

        // No proxy: it would do the connecting, and no address of ours would be checked. The framework's log of requests would only add addresses.
        services.AddHttpClient(CallbackClient.HttpName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(provider => Handler(provider.GetRequiredService<CallbackAddress>()));
        return services;
    }

    public static IServiceCollection AddCallbackDelivery(this IServiceCollection services) =>
        services.AddCallbackClient().AddSingleton<CallbackQueue>().AddSingleton<CallbackSubjects>().AddSingleton<CallbackDelivery>();

    internal static SocketsHttpHandler Handler(CallbackAddress address) => new()
    {
        ConnectCallback = (context, cancel) => address.ConnectAsync(context.DnsEndPoint, cancel),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        // An answer is a status; of what follows no more is read than keeps the connection usable.
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 16 << 10,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(200),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };
}
