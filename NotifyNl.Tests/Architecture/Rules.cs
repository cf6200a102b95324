using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using NotifyNl.Teams;
using NotifyNl.Web.Security;

namespace NotifyNl.Tests.Architecture;

internal enum Answer
{
    SignIn,
    NotFound,
    Forbidden,
    Opens,
}

/// <summary>What an end point asks of its visitor, read from the running program.</summary>
internal static class Rules
{
    /// <summary>Everything that is open without signing in. <b>A page that must be open is named here</b>, so that nothing opens by accident.</summary>
    public static readonly string[] Open =
    [
        "/.well-known/security.txt", "/confirm-email/{Token}", "/cookies", "/forgot-password", "/gateways/{name}/receipts/{secret}", "/gateways/{name}/texts/{secret}", "/health/live", "/health/ready", "/invitations/{Token}", "/not-found",
        "/passkeys/request", "/privacy", "/recover", "/recover/{Token}", "/refused/{Status:int}", "/register", "/reset-password/{Token}", "/restore/{Token}", "/sign-in", "/sign-in/code", "/sign-in/onward/{Key}", "/sign-in/refused/{Reason}", "/sign-in/sso/{key}", "/sign-in/sso/{key}/sign-out", "/sign-out", "/signed-out/{Key}", "/taal/{culture}", "/toegankelijkheid",
        "/documentatie", "/documentatie/aanroepen", "/documentatie/callbacks", "/documentatie/proberen", "/documentatie/statussen", "/documentatie/voorbeelden", "/documentatie/wijzigingen",
        "/openapi.json",
    ];

    /// <summary>The API asks for a key of the service itself, at each of these.</summary>
    public static bool IsOfTheApi(RouteEndpoint endpoint) => Path(endpoint).StartsWith("/v2/", StringComparison.Ordinal);

    /// <summary>For everybody who is signed in: about themselves, and the framework's own.</summary>
    public static readonly string[] SignedIn = ["/", "/account", "/confirm", "/passkeys/creation", "/{**path:file}", "/_blazor", "/_blazor/disconnect/", "/_blazor/initializers/", "/_blazor/negotiate", "/_framework/opaque-redirect"];

    private static readonly Dictionary<string, Permissions> OfService = new()
    {
        [Policies.Member] = Permissions.None,
        [Policies.View] = Permissions.View,
        [Policies.Send] = Permissions.Send,
        [Policies.ManageTemplates] = Permissions.ManageTemplates,
        [Policies.ManageApi] = Permissions.ManageApi,
        [Policies.ManageService] = Permissions.ManageService,
    };

    public static bool IsFile(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    public static bool IsOpen(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    public static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    /// <summary>What is missing of the rule of an end point that is not open, or null.</summary>
    public static string? Missing(RouteEndpoint endpoint)
    {
        var policies = PoliciesOf(endpoint);
        if (Names(endpoint, ServiceMembership.RouteKey))
            return policies.Any(OfService.ContainsKey) ? null : "an address of a service needs a policy of a permission (Policies)";
        if (Names(endpoint, ServiceMembership.OrganisationRouteKey))
            return policies.Contains(Policies.OrganisationAdmin) || policies.Contains(Policies.PlatformAdmin) ? null : "an address of an organisation needs OrganisationAdmin or PlatformAdmin";
        if (Path(endpoint).StartsWith("/platform", StringComparison.Ordinal))
            return policies.Contains(Policies.PlatformAdmin) ? null : "an address of the platform needs PlatformAdmin";
        if (policies.Contains(Policies.PlatformAdmin) || SignedIn.Contains(Path(endpoint)) || Path(endpoint).StartsWith("/account/", StringComparison.Ordinal))
            return null;
        return "it names no service and no organisation: give it one, a policy, or a place in Rules.SignedIn";
    }

    public static Answer Expected(RouteEndpoint endpoint, string person)
    {
        if (person == "nobody")
            return Answer.SignIn;
        var policies = PoliciesOf(endpoint);
        if (Names(endpoint, ServiceMembership.RouteKey))
        {
            if (person is "outsider" or "organisation")
                return Answer.NotFound;
            var permissions = person switch
            {
                "member" => Permissions.None,
                "viewer" => Permissions.View,
                "sender" => Permissions.View | Permissions.Send,
                "editor" => Permissions.View | Permissions.ManageTemplates,
                "developer" => Permissions.View | Permissions.ManageApi,
                "manager" => Permissions.View | Permissions.ManageService,
                "platform" => Permissions.ManageService,
                _ => Permissions.All,
            };
            return policies.All(policy => policy == Policies.PlatformAdmin ? person == "platform" : permissions.HasFlag(OfService[policy])) ? Answer.Opens : Answer.Forbidden;
        }

        if (Names(endpoint, ServiceMembership.OrganisationRouteKey) && person is not ("organisation" or "platform"))
            return Answer.NotFound;
        return policies.Contains(Policies.PlatformAdmin) && person != "platform" ? Answer.Forbidden : Answer.Opens;
    }

    public static bool Names(RouteEndpoint endpoint, string value) => endpoint.RoutePattern.GetParameter(value) is not null;

    public static bool Takes(RouteEndpoint endpoint, string method) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method) != false;

    public static string Address(RouteEndpoint endpoint, Func<string, string> value) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(
        segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => Uri.EscapeDataString(value(parameter.Name)),
            _ => throw new InvalidOperationException(part.ToString()),
        }))));

    private static List<string> PoliciesOf(RouteEndpoint endpoint) => [.. endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>()];
}
