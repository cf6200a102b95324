using System.Net;

namespace NotifyNl.Mail;

/// <summary>The same mail for readers of HTML.</summary>
internal static class EmailHtml
{
    public static string Of(Email mail)
    {
        var paragraphs = mail.Text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return $$"""
            <!DOCTYPE html>
            <html lang="nl">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{{WebUtility.HtmlEncode(mail.Subject)}}</title>
            <style>body { font: 16px/1.5 "Fira Sans", Calibri, sans-serif; color: #1f2933; max-width: 36em; margin: 1.5em; } a { color: #154273; }</style>
            </head>
            <body>
            {{string.Join('\n', paragraphs.Select(Paragraph))}}
            </body>
            </html>
            """;
    }

    private static string Paragraph(string text) => $"<p>{string.Join("<br>\n", text.Split('\n').Select(Line))}</p>";

    private static string Line(string line)
    {
        var shown = WebUtility.HtmlEncode(line.Trim());
        return IsAddress(line.Trim()) ? $"<a href=\"{shown}\">{shown}</a>" : shown;
    }

    private static bool IsAddress(string line) =>
        !line.Contains(' ', StringComparison.Ordinal) && Uri.TryCreate(line, UriKind.Absolute, out var address) && address.Scheme is ("https" or "http");
}
