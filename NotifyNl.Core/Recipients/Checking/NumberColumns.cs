using System.Collections.Frozen;
using NotifyNl.Templates;

namespace NotifyNl.Recipients.Checking;

/// <summary>The names by which a column of telephone numbers is known, in Dutch and in English.</summary>
internal static class NumberColumns
{
    private static readonly FrozenSet<string> Keys = new[]
    {
        "telefoonnummer", "telefoonnr", "telefoon", "tel", "telnr", "tel.", "tel.nr", "tel.nr.", "telefoonnr.",
        "mobiel", "mobiel nummer", "mobielnr", "mobiele nummer", "mobiele telefoon", "mobiel telefoonnummer", "mobiele telefoonnummer",
        "gsm", "gsm nummer", "06", "06-nummer", "06nr", "nummer", "sms", "sms nummer",
        "phone number", "phone", "telephone", "telephone number", "mobile", "mobile number", "mobile phone", "mobile phone number", "cell phone", "number",
    }.Select(TemplateText.Key).ToFrozenSet(StringComparer.Ordinal);

    public static bool IsNumber(string key) => Keys.Contains(key);
}
