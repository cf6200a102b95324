using System.Net;

namespace NotifyNl.ApiKeys;

/// <summary>Decides who calls, by the header alone; each refusal and their order are the contract's (api-v2, §1.2).</summary>
public sealed class Doorkeeper(ApiKeyRing ring, TimeProvider clock)
{
    private const string Scheme = "Bearer ";

    private static readonly Refusal NoToken = new(401, "AuthError", ["Unauthorized: authentication token must be provided"]);
    private static readonly Refusal NoBearer = new(401, "AuthError", ["Unauthorized: authentication bearer scheme must be used"]);
    private static readonly Refusal Unreadable = Denied("make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header");
    private static readonly Refusal NoIssuer = Denied("iss field not provided");
    private static readonly Refusal IssuerIsNoId = Denied("service id is not the right data type");
    private static readonly Refusal NoService = Denied("service not found");
    private static readonly Refusal NoKeys = Denied("service has no API keys");
    private static readonly Refusal Archived = Denied("service is archived");
    private static readonly Refusal OtherAlgorithm = Denied("algorithm used is not HS256");
    private static readonly Refusal NoSuchKey = Denied("API key not found");
    private static readonly Refusal ClockIsOff = new(403, "AuthError", ["Error: Your system clock must be accurate to within 30 seconds"]);
    private static readonly Refusal Revoked = Denied("API key revoked");

    // Ours: the model knows no networks.
    private static readonly Refusal OtherNetwork = Denied("API key can not be used from this network");

    /// <param name="header">The Authorization header; null or empty where there is none.</param>
    public async ValueTask<(Caller? Caller, Refusal? Refusal)> AdmitAsync(string? header, IPAddress? from)
    {
        if (string.IsNullOrEmpty(header))
            return (null, NoToken);
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return (null, NoBearer);
        if (ApiToken.Read(header[Scheme.Length..]) is not { } token)
            return (null, Unreadable);
        if (!token.HasIssuer)
            return (null, NoIssuer);
        if (token.Issuer is not { } serviceId)
            return (null, IssuerIsNoId);
        if (await ring.FindAsync(serviceId) is not { } service)
            return (null, NoService);
        if (service.Keys.Count == 0)
            return (null, NoKeys);
        if (service.Service.ArchivedAt is not null)
            return (null, Archived);
        if (token.Algorithm != "HS256")
            return (null, OtherAlgorithm);

        var now = clock.GetUtcNow();
        foreach (var key in service.Keys)
        {
            switch (token.Check(key.Secret, now))
            {
                case TokenVerdict.ClockIsOff:
                    return (null, ClockIsOff);
                case TokenVerdict.ClaimRefused:
                    return (null, Unreadable);
                case TokenVerdict.Good when key.EndsAt <= now:
                    return (null, Revoked);
                case TokenVerdict.Good when !key.Admits(from):
                    return (null, OtherNetwork);
                case TokenVerdict.Good:
                    ring.Used(serviceId, key.Id);
                    return (new Caller(service, key), null);
            }
        }

        return (null, NoSuchKey);
    }

    private static Refusal Denied(string why) => new(403, "AuthError", [$"Invalid token: {why}"]);
}
