using System.Text.RegularExpressions;

namespace NotifyNl.Accounts;

/// <summary>What may be a person's name. It stands in mails of ours to strangers, so it may not hold an address to lure them to.</summary>
public static partial class PersonName
{
    public static Problem? Check(string? name)
    {
        name = name?.Trim() ?? "";
        if (name.Length == 0)
            return new Problem("name-missing", "Name");
        if (name.Length > User.MaxNameLength)
            return new Problem("name-too-long", "Name") { Args = [User.MaxNameLength] };
        return name.Any(c => char.IsControl(c) || c is '<' or '>' or '@' or '/' or '\\') || Address.IsMatch(name) ? new Problem("name-with-address", "Name") : null;
    }

    // Two letters or more on both sides of a dot: initials pass, "voorbeeld.nl" does not.
    [GeneratedRegex(@"[\p{L}\d-]{2,}\.\p{L}{2,}|www\.|https?:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address { get; }
}
