using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NotifyNl.Callbacks;
using NotifyNl.Data;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Callbacks;

/// <summary>The calling side as the program makes it, but for whom it trusts: the certificate of <see cref="Receiver"/>.</summary>
internal static class Calling
{
    public static readonly (string Key, string Value) Loopback = ("AllowedNetworks:0", "127.0.0.0/8");
    public static readonly (string Key, string Value) Loopback6 = ("AllowedNetworks:1", "::1/128");

    /// <param name="resolve">Where names lead; as the system says when null.</param>
    public static ServiceProvider Services(PostgresFixture? postgres, Func<string, CancellationToken, Task<IPAddress[]>>? resolve, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Callbacks:" + s.Key, (string?)s.Value))).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddSingleton(Given.Seal);
        if (postgres is not null)
            services.AddKeyedSingleton(WorkerDatabase.Key, postgres.WorkerDatabase);
        if (resolve is not null)
            services.AddSingleton(provider => new CallbackAddress(provider.GetRequiredService<IOptions<CallbackOptions>>(), resolve));
        services.AddCallbackDelivery();
        Trust(services);
        return services.BuildServiceProvider();
    }

    public static void Trust(IServiceCollection services) => services.AddHttpClient(CallbackClient.HttpName).ConfigurePrimaryHttpMessageHandler(provider =>
    {
        var handler = CallbackRegistration.Handler(provider.GetRequiredService<CallbackAddress>());
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == Receiver.Thumbprint;
        return handler;
    });
}
