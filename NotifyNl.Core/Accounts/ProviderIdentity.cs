namespace NotifyNl.Accounts;

/// <summary>Who somebody is according to a provider of single sign-on. Only issuer and subject together say who; an address of e-mail can pass to another.</summary>
/// <param name="Provider">Its key in the configuration.</param>
/// <param name="EmailIsTrusted">The provider confirmed the address, and its domain is one that the provider is trusted with.</param>
/// <param name="Claims">All of them, by name.</param>
public sealed record ProviderIdentity(string Issuer, string Subject, string Provider, string ProviderName, string? Email, bool EmailIsTrusted, string? Name, ILookup<string, string> Claims)
{
    public IReadOnlyList<ProviderRule> Matching(IEnumerable<ProviderRule> rules) => [.. rules.Where(rule => Claims[rule.Claim].Contains(rule.Value, StringComparer.Ordinal))];
}

/// <summary>Why somebody whom the provider knows does not get in. Each has a page of its own that says what to do.</summary>
public enum ProviderRefusal
{
    /// <summary>No rule gives anything, nobody invited them, and no place is left.</summary>
    NoAccess,

    /// <summary>There is an account with this address already, which nobody proved to be the same person's.</summary>
    AccountExists,

    /// <summary>An account needs an address, and the provider gives none.</summary>
    NoEmail,

    /// <summary>This identity belongs to another account.</summary>
    LinkedElsewhere,

    /// <summary>Was to confirm who works here, and somebody else came back; or without a fresh second factor.</summary>
    NotConfirmed,
}
