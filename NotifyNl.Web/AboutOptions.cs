using NotifyNl.Accounts;

namespace NotifyNl.Web;

/// <summary>Who answers for this installation: named on the pages about privacy and accessibility. Configuration section <c>About</c>.</summary>
public sealed class AboutOptions
{
    /// <summary>The body that runs the installation and is responsible for the accounts on it, for example <c>Gemeente Voorbeeld</c>.</summary>
    public string? Organisation { get; init; }

    /// <summary>An e-mail address, or a page of https.</summary>
    public string? Contact { get; init; }

    /// <summary>Of the data protection officer (<em>functionaris gegevensbescherming</em>): an e-mail address, or a page of https.</summary>
    public string? DataProtectionOfficer { get; init; }

    /// <summary>The entry in the register of accessibility statements (toegankelijkheidsverklaring.nl).</summary>
    public string? AccessibilityStatement { get; init; }

    internal static bool IsReachable(string? contact) => string.IsNullOrWhiteSpace(contact) || IsPage(contact) || Invitations.Address(contact) is not null;

    internal static bool IsPage(string contact) => Uri.TryCreate(contact, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;
}

public static class AboutRegistration
{
    public static IServiceCollection AddAbout(this IServiceCollection services)
    {
        services.AddOptions<AboutOptions>()
            .BindConfiguration("About")
            .Validate(o => AboutOptions.IsReachable(o.Contact), "About:Contact must be an e-mail address or begin with https://, for example beheer@gemeente.nl.")
            .Validate(o => AboutOptions.IsReachable(o.DataProtectionOfficer), "About:DataProtectionOfficer must be an e-mail address or begin with https://, for example fg@gemeente.nl.")
            .Validate(
                o => string.IsNullOrWhiteSpace(o.AccessibilityStatement) || AboutOptions.IsPage(o.AccessibilityStatement),
                "About:AccessibilityStatement must begin with https://: the address of the statement in the register of toegankelijkheidsverklaring.nl.")
            .Validate(o => string.IsNullOrWhiteSpace(o.Organisation) == string.IsNullOrWhiteSpace(o.Contact), "About:Organisation and About:Contact belong together: who answers for the installation, and how people reach them.")
            .ValidateOnStart();
        return services;
    }
}
