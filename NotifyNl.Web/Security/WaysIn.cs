using NotifyNl.Accounts;

namespace NotifyNl.Web.Security;

/// <summary>A provider of single sign-on, as configured. What each setting means stands in docs/operations.md.</summary>
/// <param name="Key">In our addresses and in a session; the callback that the provider knows has it in its path.</param>
/// <param name="EmailDomains">Domains whose confirmed addresses this provider is trusted with: such an address links to the account that has it.</param>
/// <param name="SecondFactorAmr">Any of these in <c>amr</c> counts as a second factor; as does any of <paramref name="SecondFactorAcr"/> in <c>acr</c>.</param>
public sealed record Provider(
    string Key,
    string Name,
    Uri Authority,
    string ClientId,
    string? ClientSecret,
    IReadOnlyList<string> Scopes,
    string? AcrValues,
    bool UserInfo,
    bool SignsOut,
    IReadOnlyList<string> EmailDomains,
    IReadOnlyList<string> SecondFactorAmr,
    IReadOnlyList<string> SecondFactorAcr,
    IReadOnlyList<ProviderRule> Rules)
{
    public string Scheme => $"sso-{Key}";

    /// <summary>To be registered at the provider, behind <c>PublicUrl</c>.</summary>
    public string Callback => $"/sign-in/sso/{Key}/callback";

    /// <summary>The provider can do more than a password, and says so.</summary>
    public bool KnowsSecondFactors => SecondFactorAmr.Count + SecondFactorAcr.Count > 0;

    public bool ShowedSecondFactor(ILookup<string, string> claims) =>
        claims["amr"].Intersect(SecondFactorAmr, StringComparer.Ordinal).Any() || claims["acr"].Intersect(SecondFactorAcr, StringComparer.Ordinal).Any();

    public bool IsTrustedWith(string email) => EmailDomains.Contains(email[(email.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase);
}

/// <summary>How people get in: accounts of our own, providers of single sign-on, or both.</summary>
public sealed record WaysIn(bool LocalAccounts, IReadOnlyList<Provider> Providers)
{
    public Provider? Find(string? key) => Providers.SingleOrDefault(p => p.Key == key);

    /// <summary>Whether a session that began this way may go on: a way that is shut ends its sessions.</summary>
    /// <param name="provider">Null for an account of our own.</param>
    public bool IsOpen(string? provider) => provider is null ? LocalAccounts : Find(provider) is not null;
}
