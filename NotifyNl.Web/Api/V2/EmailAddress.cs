using System.Globalization;
using System.Text.RegularExpressions;

namespace NotifyNl.Web.Api.V2;

/// <summary>Whether a text is an e-mail address in the model's eyes (api-v2, §2.2).</summary>
internal static partial class EmailAddress
{
    private static readonly IdnMapping Idn = new();

    public static bool IsValid(string text)
    {
        var address = string.Concat(text.Where(c => c is not ('\u200b' or '\u200c' or '\u200d' or '\u2060' or '\ufeff' or '\u180e'))).Trim();
        if (address.Length > 320 || address.Contains("..", StringComparison.Ordinal) || Whole().Match(address) is not { Success: true } match)
            return false;
        string host;
        try
        {
            host = Idn.GetAscii(match.Groups[1].Value.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return false;
        }

        var labels = host.Split('.');
        return host.Length <= 253 && labels.Length >= 2 && labels.All(label => label.Length is > 0 and <= 63 && Label().IsMatch(label)) && Top().IsMatch(labels[^1]);
    }

    [GeneratedRegex(@"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~\-]+@([^.@][^@\s]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(xn|[a-z0-9]+)(-?-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(@"^([a-z]{2,63}|xn--([a-z0-9]+-)*[a-z0-9]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Top();
}
