using System.Globalization;
using Microsoft.Extensions.Localization;
using NotifyNl.Sending;

namespace NotifyNl.Web.Components.Controls;

/// <summary>Moments and numbers as the reader is used to see them.</summary>
public static class ShownExtensions
{
    /// <summary>"dinsdag 24 november 2026 om 14:05", on the clock of the Netherlands.</summary>
    public static string Shown(this DateTimeOffset moment)
    {
        var dutch = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "nl";
        return DutchTime.Of(moment).ToString(dutch ? "dddd d MMMM yyyy 'om' HH:mm" : "dddd d MMMM yyyy 'at' HH:mm", CultureInfo.CurrentCulture);
    }

    /// <summary>"24-11-2026 14:05", for tables.</summary>
    public static string ShownShort(this DateTimeOffset moment) => DutchTime.Of(moment).ToString("dd-MM-yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"24-11-2026 14:05:33", where seconds count.</summary>
    public static string ShownExact(this DateTimeOffset moment) => DutchTime.Of(moment).ToString("dd-MM-yyyy HH:mm:ss", CultureInfo.InvariantCulture);
    /// <summary>A number out of an address, which anybody may have changed; null where it is none.</summary>
    public static int? AsNumber(this string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A sentence about a number of things; about one thing it is the sentence <c>key.One</c>.</summary>
    public static string Counted(this IStringLocalizer texts, string key, int number, params object[] more) =>
        texts[number == 1 ? key + ".One" : key, [number.Shown(), .. more]];

    /// <summary>"24-11-2026 14:05:09", where what follows within a minute counts.</summary>
    public static string ShownToTheSecond(this DateTimeOffset moment) => DutchTime.Of(moment).ToString("dd-MM-yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>1.204</summary>
    public static string Shown(this int number) => number.ToString("N0", CultureInfo.CurrentCulture);

    public static string Shown(this long number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
