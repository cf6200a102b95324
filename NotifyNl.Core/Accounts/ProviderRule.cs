using NotifyNl.Teams;

namespace NotifyNl.Accounts;

/// <summary>What a rule of single sign-on gives.</summary>
public enum ProviderRole
{
    /// <summary>An account and no place anywhere; a team can invite it.</summary>
    Access,

    /// <summary>A place in the team of one service of an organisation, or of each.</summary>
    Member,

    /// <summary>Organisatiebeheerder.</summary>
    OrganisationAdmin,

    /// <summary>Platformbeheerder.</summary>
    PlatformAdmin,
}

/// <summary>Who bears this value of this claim has this role. Configuration: <c>SingleSignOn:Providers:N:Rules:M</c>.</summary>
/// <param name="Organisation">Its name or id; empty for <see cref="ProviderRole.Access"/> and <see cref="ProviderRole.PlatformAdmin"/>.</param>
/// <param name="Service">Name or id of one service of the organisation; null for all of them.</param>
public sealed record ProviderRule(string Claim, string Value, ProviderRole Role, string? Organisation = null, string? Service = null, Permissions Permissions = Permissions.None);
