namespace NotifyNl.Services;

/// <summary>Names of services and organisations stand in mails of ours to strangers: an address in one would be somebody else's link in our mail.</summary>
internal static class PlainName
{
    public static bool HasAddress(string name) => name.Contains("://", StringComparison.Ordinal) || name.Contains("www.", StringComparison.OrdinalIgnoreCase);
}
