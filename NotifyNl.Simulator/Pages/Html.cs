using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace NotifyNl.Simulator.Pages;

/// <summary>Markup. What is filled into it by <see cref="Of"/> is escaped, unless it is markup itself.</summary>
internal sealed class Html(string markup)
{
    public static readonly Html Empty = new("");

    public static Html Of(HtmlHandler markup) => new(markup.Finish());

    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces));

    public override string ToString() => markup;
}

[InterpolatedStringHandler]
internal readonly ref struct HtmlHandler(int literalLength, int holes)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder markup = new(literalLength + (holes * 16));

    public void AppendLiteral(string literal) => markup.Append(literal);

    public void AppendFormatted(Html html) => markup.Append(html);

    public void AppendFormatted(string? text) => markup.Append(Encoder.Encode(text ?? ""));

    public void AppendFormatted(long number) => markup.Append(number);

    public string Finish() => markup.ToString();
}
