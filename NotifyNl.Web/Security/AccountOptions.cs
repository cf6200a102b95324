using System.ComponentModel.DataAnnotations;

namespace NotifyNl.Web.Security;

/// <summary>Who may have an account of our own. Configuration section <c>Accounts</c>; whether there are such accounts at all is <see cref="WaysIn"/>.</summary>
public sealed class AccountOptions
{
    /// <summary>Domains of public bodies whose people may register themselves, for example <c>gemeente.nl</c>; <c>*.gemeente.nl</c> also takes what lies under it. Others must be invited.</summary>
    public List<string> SelfRegistrationDomains { get; init; } = [];

    /// <summary>How often an open circuit looks whether its session goes on and whether its visitor may still be on the page.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ErrorMessage = "Accounts:CircuitCheck must lie between 00:00:01 and 00:01:00: who is removed from a team must not look on for longer.")]
    public TimeSpan CircuitCheck { get; init; } = TimeSpan.FromSeconds(30);

    public bool MayRegister(string email)
    {
        var domain = email[(email.LastIndexOf('@') + 1)..];
        return SelfRegistrationDomains.Any(allowed => allowed.StartsWith("*.", StringComparison.Ordinal)
            ? domain.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase) || domain.Equals(allowed[2..], StringComparison.OrdinalIgnoreCase)
            : domain.Equals(allowed, StringComparison.OrdinalIgnoreCase));
    }
}
