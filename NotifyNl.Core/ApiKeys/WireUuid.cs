using System.Globalization;

namespace NotifyNl.ApiKeys;

/// <summary>Reads a uuid as the model's language does: capitals, braces, <c>urn:uuid:</c> and missing hyphens pass; blanks around it do not.</summary>
public static class WireUuid
{
    public static Guid? Read(string? text)
    {
        if (text is null || text.Length > 100)
            return null;
        if (Guid.TryParseExact(text, "D", out var plain) && text.Length == 36)
            return plain;
        var hex = text.Replace("urn:", "", StringComparison.Ordinal).Replace("uuid:", "", StringComparison.Ordinal).Trim('{', '}').Replace("-", "", StringComparison.Ordinal);
        return hex.Length == 32 && UInt128.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _) ? Guid.ParseExact(hex, "N") : null;
    }
}
