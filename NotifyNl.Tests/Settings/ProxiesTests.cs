using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NotifyNl.Web;

namespace NotifyNl.Tests.Settings;

/// <summary>Over a socket: the word of a proxy counts, the word of anybody else does not.</summary>
public sealed class ProxiesTests
{
    [Theory]
    [InlineData("127.0.0.0/8", "198.51.100.7 https")]
    [InlineData("10.0.0.0/24, 127.0.0.1/32", "198.51.100.7 https")]
    [InlineData("10.0.0.0/24", "127.0.0.1 http")]
    [InlineData(null, "127.0.0.1 http")]
    public async Task ForwardedHeaders_CountFromKnownNetworksOnly(string? networks, string expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Proxy:KnownNetworks"] = networks;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddKnownProxies(builder.Configuration);
        await using var app = builder.Build();
        app.UseForwardedHeaders();
        app.Run(http => http.Response.WriteAsync($"{http.Connection.RemoteIpAddress} {http.Request.Scheme}"));
        await app.StartAsync();

        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.7");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        Assert.Equal(expected, await client.GetStringAsync(app.Urls.Single()));
    }

    [Fact]
    public void NetworkThatIsNone_StopsTheStart()
    {
        using var configuration = new ConfigurationManager();
        configuration["Proxy:KnownNetworks:0"] = "proxy.intern";
        var refusal = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddKnownProxies(configuration));
        Assert.StartsWith("Proxy:KnownNetworks names 'proxy.intern'", refusal.Message, StringComparison.Ordinal);
    }
}
