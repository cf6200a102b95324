using System.Buffers;
using System.Collections.Frozen;
using System.Net;
using System.Text;

namespace NotifyNl.Templates;

/// <summary>Decodes <c>&amp;name;</c> and <c>&amp;#40;</c>. What has no closing semicolon or is unknown stays as it is.</summary>
internal static class HtmlEntities
{
    /// <summary>Longer than any name in the HTML standard that one would type in a text message.</summary>
    private const int MaxLength = 32;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("#0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Names of HTML 5 for what is on a keyboard. The older names are the framework's.</summary>
    private static readonly FrozenDictionary<string, string> Keyboard = new Dictionary<string, string>
    {
        ["lpar"] = "(",
        ["rpar"] = ")",
        ["lsqb"] = "[",
        ["lbrack"] = "[",
        ["rsqb"] = "]",
        ["rbrack"] = "]",
        ["lcub"] = "{",
        ["lbrace"] = "{",
        ["rcub"] = "}",
        ["rbrace"] = "}",
        ["excl"] = "!",
        ["quest"] = "?",
        ["num"] = "#",
        ["dollar"] = "$",
        ["percnt"] = "%",
        ["AMP"] = "&",
        ["ast"] = "*",
        ["midast"] = "*",
        ["plus"] = "+",
        ["equals"] = "=",
        ["comma"] = ",",
        ["period"] = ".",
        ["colon"] = ":",
        ["semi"] = ";",
        ["sol"] = "/",
        ["bsol"] = "\\",
        ["commat"] = "@",
        ["lowbar"] = "_",
        ["Hat"] = "^",
        ["grave"] = "`",
        ["verbar"] = "|",
        ["vert"] = "|",
        ["LT"] = "<",
        ["GT"] = ">",
        ["QUOT"] = "\"",
        ["apos"] = "'",
        ["hyphen"] = "\u2010",
        ["dash"] = "\u2010",
        ["nldr"] = "\u2025",
        ["mldr"] = "\u2026",
        ["Tab"] = "\t",
        ["NewLine"] = "\n",
    }.ToFrozenDictionary();

    public static string Decode(string text)
    {
        var ampersand = text.IndexOf('&');
        if (ampersand < 0)
            return text;

        var decoded = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (ampersand >= 0)
        {
            decoded.Append(rest[..ampersand]);
            rest = rest[ampersand..];
            var entity = Entity(rest);
            if (entity.Length == 0)
            {
                decoded.Append('&');
                rest = rest[1..];
            }
            else
            {
                decoded.Append(Keyboard.GetValueOrDefault(new string(entity[1..^1])) ?? WebUtility.HtmlDecode(new string(entity)));
                rest = rest[entity.Length..];
            }

            ampersand = rest.IndexOf('&');
        }

        return decoded.Append(rest).ToString();
    }

    private static ReadOnlySpan<char> Entity(ReadOnlySpan<char> text)
    {
        var window = text[..Math.Min(text.Length, MaxLength)];
        var end = window[1..].IndexOfAnyExcept(NameCharacters) + 1;
        return end > 1 && window[end] == ';' ? window[..(end + 1)] : [];
    }
}
