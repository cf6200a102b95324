using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace NotifyNl.Web;

/// <summary>Setting <c>PublicUrl</c>: the address that people type. Never the Host header of a request, which anybody can choose.</summary>
public static class PublicUrlConfiguration
{
    private const string Example = "for example https://notify.gemeente.nl";

    /// <returns>Null where it is not set, which only Development allows.</returns>
    /// <exception cref="InvalidOperationException">It is missing or no address of a whole host.</exception>
    public static Uri? PublicUrl(this IConfiguration configuration, IHostEnvironment environment)
    {
        var text = configuration["PublicUrl"];
        if (string.IsNullOrWhiteSpace(text))
        {
            return environment.IsDevelopment()
                ? null
                : throw new InvalidOperationException($"PublicUrl is not set: the address on which people reach the portal, {Example}. It stands in every link that is mailed.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/" || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
            throw new InvalidOperationException($"PublicUrl is '{text}'; it must be an address without a path, {Example}.");
        if (environment.IsProduction() && url.Scheme != "https")
            throw new InvalidOperationException($"PublicUrl is '{text}'; in Production it must begin with https://: without it no browser keeps the cookie of a session.");
        return url;
    }

    /// <summary>In Development without the setting: the address that the program listens on.</summary>
    public static IServiceCollection AddPublicAddress(this IServiceCollection services, Uri? publicUrl) =>
        services.AddSingleton(provider => new PublicAddress(publicUrl ?? Listening(provider) ?? new Uri("http://localhost")));

    private static Uri? Listening(IServiceProvider provider) =>
        provider.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address ? new Uri(address) : null;
}
