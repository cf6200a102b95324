using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace NotifyNl.Delivery.Gateways;

/// <summary>What must hold of the configured gateways; a mistake stops the start with a sentence that names the key.</summary>
internal sealed partial class GatewayChecks(IHostEnvironment environment, IConfiguration configuration) : IPostConfigureOptions<GatewaysOptions>, IValidateOptions<GatewaysOptions>
{
    private const string CmExample = "the address of the gateway, for example https://gw.messaging.cm.com/v1.0/message.";

    public void PostConfigure(string? name, GatewaysOptions options)
    {
        foreach (var (gateway, one) in options)
        {
            one.Kind ??= gateway.ToUpperInvariant() switch
            {
                "CM" => GatewayKind.CmCom,
                "SPRYNG" => GatewayKind.Spryng,
                "KANNEL" => GatewayKind.Kannel,
                _ => null,
            };
            if (one.CallbackUrl is null && Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var home))
                one.CallbackUrl = home;
        }
    }

    public ValidateOptionsResult Validate(string? name, GatewaysOptions options)
    {
        if (options.Count == 0)
            return ValidateOptionsResult.Fail($"Gateways:Cm:Url is not set: {CmExample}");
        var wrong = options.SelectMany(pair => Check($"Gateways:{pair.Key}", pair.Key, pair.Value)).Concat(Bound(options)).ToList();
        if (options.Values.All(one => one.Weight == 0))
            wrong.Add("Gateways: every Weight is 0, so no gateway would take a message that is not bound to one.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private IEnumerable<string> Check(string key, string name, GatewayOptions one)
    {
        if (!Name().IsMatch(name))
            yield return $"{key}: the name of a gateway has at most 20 letters and digits.";
        if (one.Kind is not { } kind)
        {
            yield return $"{key}:Kind is not set: CmCom, Spryng or Kannel.";
            yield break;
        }

        foreach (var sentence in CheckAddress($"{key}:Url", one.Url).Concat(CheckAccount(key, kind, one)).Concat(CheckNumbers(key, kind, one)))
            yield return sentence;
        if (one.ReceiptSecret.Length == 0)
            yield return $"{key}:ReceiptSecret is not set: at least 20 characters that nobody can guess, the last part of the address that the gateway sends receipts to.";
        else if (one.ReceiptSecret.Length < 20)
            yield return $"{key}:ReceiptSecret must have at least 20 characters.";
        foreach (var network in GatewayOptions.Split(one.ReceiptNetworks).Where(text => !IPNetwork.TryParse(text, out _)))
            yield return $"{key}:ReceiptNetworks names '{network}', which is no network; write its first address and the length of its prefix, for example 185.60.12.0/24.";
        foreach (var country in GatewayOptions.Split(one.Countries).Where(text => text.Length > 4 || !text.All(char.IsAsciiDigit)))
            yield return $"{key}:Countries names '{country}'; write dialling prefixes without a plus, for example 32, 49.";
        foreach (var service in GatewayOptions.Split(one.Services).Where(text => !Guid.TryParse(text, out _)))
            yield return $"{key}:Services names '{service}'; write the ids of services.";
    }

    private IEnumerable<string> CheckAddress(string key, Uri? url)
    {
        if (url is null)
            yield return $"{key} is not set: {CmExample}";
        else if (url is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return $"{key} must be a whole address, for example https://gw.messaging.cm.com/v1.0/message.";
        else if (environment.IsDevelopment() && !url.IsLoopback)
            yield return $"{key} must be on this machine (localhost): in Development no real telephone can be reached.";
        else if (environment.IsProduction() && url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
            yield return $"{key} must begin with https://: messages hold personal data.";
    }

    private static IEnumerable<string> CheckAccount(string key, GatewayKind kind, GatewayOptions one)
    {
        if (kind == GatewayKind.CmCom && one.ProductToken.Length == 0)
            yield return $"{key}:ProductToken is not set: CM.com shows it in the Gateway app.";
        if (kind == GatewayKind.Spryng && one.ApiKey.Length == 0)
            yield return $"{key}:ApiKey is not set: Spryng shows it under API tokens.";
        if (kind != GatewayKind.Kannel)
            yield break;
        if (one.Username.Length == 0 || one.Password.Length == 0)
            yield return $"{key}:Username and {key}:Password are not set: those of the sendsms-user in kannel.conf.";
        if (one.CallbackUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return $"{key}:CallbackUrl is not set, nor PublicUrl: the address where Kannel reaches us with receipts, for example http://worker.intern:8080.";
    }

    private static IEnumerable<string> CheckNumbers(string key, GatewayKind kind, GatewayOptions one)
    {
        if (one.Timeout < TimeSpan.FromSeconds(1) || one.Timeout > TimeSpan.FromSeconds(20))
            yield return $"{key}:Timeout must lie between 1 and 20 seconds: longer than that, the claim would end while the call is under way.";
        if (one.Validity < TimeSpan.FromMinutes(1) || one.Validity > TimeSpan.FromHours(72))
            yield return $"{key}:Validity must lie between 1 minute and 72 hours.";
        if (kind == GatewayKind.CmCom ? one.CallSize is < 1 or > 100 : one.CallSize != 1)
            yield return kind == GatewayKind.CmCom ? $"{key}:MessagesPerCall must lie between 1 and 100." : $"{key}:MessagesPerCall must be 1: this gateway takes one message a call.";
        if (one.CallLimit is < 1 or > 1000)
            yield return $"{key}:CallsInFlight must lie between 1 and 1000.";
        if (one.Weight is < 0 or > 1000)
            yield return $"{key}:Weight must lie between 0 and 1000.";
        if (one.MessagesPerSecond < 0 || one.PartsPerSecond < 0)
            yield return $"{key}:MessagesPerSecond and {key}:PartsPerSecond must not be below 0; 0 is no limit.";
    }

    /// <summary>Bound to two gateways is bound to none.</summary>
    private static IEnumerable<string> Bound(GatewaysOptions options) =>
        from bound in options.SelectMany(pair => GatewayOptions.Split(pair.Value.Countries).Concat(GatewayOptions.Split(pair.Value.Services)).Distinct())
        group bound by bound into twice
        where twice.Count() > 1
        select $"Gateways: '{twice.Key}' is bound to more than one gateway.";

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,19}$")]
    private static partial Regex Name();
}
