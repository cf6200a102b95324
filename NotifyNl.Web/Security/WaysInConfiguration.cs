using System.Text.RegularExpressions;
using NotifyNl.Accounts;
using NotifyNl.Teams;

namespace NotifyNl.Web.Security;

/// <summary>Reads the settings <c>Accounts:LocalAccounts</c> and <c>SingleSignOn</c>. Whatever is wrong stops the program with a sentence that names the key.</summary>
internal static partial class WaysInConfiguration
{
    private const string Section = "SingleSignOn:Providers";

    // What a session has room for, and a path can bear.
    private const int MaxKeyLength = 40;

    private static readonly string[] Known =
        ["Key", "Name", "Authority", "ClientId", "ClientSecret", "Scopes", "AcrValues", "UserInfo", "SignOut", "EmailDomains", "SecondFactorAmr", "SecondFactorAcr", "Rules"];

    /// <exception cref="InvalidOperationException">A setting is missing or wrong.</exception>
    public static WaysIn WaysIn(this IConfiguration configuration, IHostEnvironment environment)
    {
        var local = Flag(configuration, "Accounts:LocalAccounts", true);
        var providers = configuration.GetSection(Section).GetChildren().Select(section => Provider(section, environment)).ToList();
        if (!local && providers.Count == 0)
            throw new InvalidOperationException($"Accounts:LocalAccounts is false and {Section} names no provider: nobody could sign in. Set one up, or leave local accounts on.");
        if (providers.GroupBy(p => p.Key).FirstOrDefault(g => g.Count() > 1) is { } key)
            throw new InvalidOperationException($"{Section} has two providers with the key '{key.Key}'; give each a Key of its own.");
        if (providers.GroupBy(p => p.Authority).FirstOrDefault(g => g.Count() > 1) is { } authority)
            throw new InvalidOperationException($"{Section} has two providers with the Authority {authority.Key}; what one gives, the other would take away. Use one, with more Rules.");
        return new WaysIn(local, providers);
    }

    private static Provider Provider(IConfigurationSection section, IHostEnvironment environment)
    {
        if (section.GetChildren().FirstOrDefault(c => !Known.Contains(c.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new InvalidOperationException($"{unknown.Path} is no setting; known are {string.Join(", ", Known)}.");
        var name = Required(section, "Name", "what the button on the sign-in page says, for example Gemeente Voorbeeld");
        var key = section["Key"] is { Length: > 0 } given ? given : NotAKey.Replace(name.ToLowerInvariant(), "-").Trim('-');
        if (key.Length is 0 or > MaxKeyLength || NotAKey.IsMatch(key))
            throw new InvalidOperationException($"{section.Path}:Key is '{key}'; it must be at most {MaxKeyLength} lower-case letters, digits and hyphens, for example gemeente. It is part of the callback address.");
        var domains = List(section, "EmailDomains");
        if (domains.FirstOrDefault(d => !d.Contains('.', StringComparison.Ordinal) || d.Contains('@', StringComparison.Ordinal) || d.Contains('*', StringComparison.Ordinal)) is { } domain)
            throw new InvalidOperationException($"{section.Path}:EmailDomains has '{domain}'; write a whole domain, for example gemeente.nl.");
        return new Provider(
            key,
            name,
            Authority(section, environment),
            Required(section, "ClientId", "what the provider calls this portal"),
            section["ClientSecret"] is { Length: > 0 } secret ? secret : null,
            List(section, "Scopes"),
            section["AcrValues"] is { Length: > 0 } acr ? acr : null,
            Flag(section, "UserInfo", false),
            Flag(section, "SignOut", true),
            domains,
            List(section, "SecondFactorAmr"),
            List(section, "SecondFactorAcr"),
            [.. section.GetSection("Rules").GetChildren().Select(Rule)]);
    }

    private static Uri Authority(IConfigurationSection section, IHostEnvironment environment)
    {
        var text = Required(section, "Authority", "the address of the provider, for example https://login.gemeente.nl/realms/medewerkers");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length + url.Fragment.Length + url.UserInfo.Length > 0)
            throw new InvalidOperationException($"{section.Path}:Authority is '{text}', which is no address; leave out /.well-known/openid-configuration.");
        if (url.Scheme == Uri.UriSchemeHttp && !(environment.IsDevelopment() && url.IsLoopback))
            throw new InvalidOperationException($"{section.Path}:Authority is '{text}'; it must begin with https://. Only in Development, on this machine, may it be http.");
        return url;
    }

    private static ProviderRule Rule(IConfigurationSection section)
    {
        var value = Required(section, "Value", "the value of the claim, for example the name or id of a group");
        var role = Enum.TryParse<ProviderRole>(section["Role"], ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)
            ? parsed
            : throw new InvalidOperationException($"{section.Path}:Role is '{section["Role"]}'; it must be one of {string.Join(", ", Enum.GetNames<ProviderRole>())}.");
        var organisation = section["Organisation"] is { Length: > 0 } name ? name : null;
        if (organisation is null && role is ProviderRole.Member or ProviderRole.OrganisationAdmin)
            throw new InvalidOperationException($"{section.Path}:Organisation is not set: the name or id of the organisation in which the role {role} is given.");
        if (role != ProviderRole.Member && (section["Service"] ?? section["Permissions"]) is not null)
            throw new InvalidOperationException($"{section.Path} has a Service or Permissions, which only the role {ProviderRole.Member} knows.");
        var permissions = Permissions.None;
        if (role == ProviderRole.Member && !(Enum.TryParse(Required(section, "Permissions", "for example View, Send"), ignoreCase: true, out permissions) && (permissions & ~Permissions.All) == 0))
            throw new InvalidOperationException($"{section.Path}:Permissions is '{section["Permissions"]}'; it must be one or more of {string.Join(", ", Enum.GetNames<Permissions>())}.");
        return new ProviderRule(section["Claim"] is { Length: > 0 } claim ? claim : "groups", value, role, organisation, section["Service"] is { Length: > 0 } service ? service : null, permissions);
    }

    private static string Required(IConfigurationSection section, string key, string meaning) => section[key] is { Length: > 0 } text && !string.IsNullOrWhiteSpace(text)
        ? text
        : throw new InvalidOperationException($"{section.Path}:{key} is not set: {meaning}.");

    /// <summary>In one text with commas, or as a list.</summary>
    private static List<string> List(IConfigurationSection section, string key) =>
        [.. section.GetSection(key).GetChildren().Select(c => c.Value ?? "").Concat((section[key] ?? "").Split(',')).Select(v => v.Trim()).Where(v => v.Length > 0)];

    private static bool Flag(IConfiguration configuration, string key, bool otherwise)
    {
        var text = configuration[key];
        return string.IsNullOrEmpty(text) ? otherwise
            : bool.TryParse(text, out var flag) ? flag
            : throw new InvalidOperationException($"{(configuration as IConfigurationSection)?.Path}{(configuration is IConfigurationSection ? ":" : "")}{key} is '{text}'; it must be true or false.");
    }

    [GeneratedRegex("[^a-z0-9-]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotAKey { get; }
}
