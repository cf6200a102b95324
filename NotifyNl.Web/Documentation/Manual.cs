using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Markdig;

namespace NotifyNl.Web.Documentation;

/// <summary>The written part of the documentation: Markdown in both languages, with samples that are files of their own so that tests can run them.</summary>
internal static partial class Manual
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().DisableHtml().Build();
    private static readonly ConcurrentDictionary<(string, string), string> Rendered = new();

    public static readonly IReadOnlyList<string> Names = ["index", "voorbeelden", "callbacks", "wijzigingen"];

    /// <param name="baseAddress">What samples call.</param>
    public static string Html(string name, bool dutch, string baseAddress) => Rendered.GetOrAdd(
        ($"{(dutch ? "nl" : "en")}/{name}.md", baseAddress), key => Reachable(Markdown.ToHtml(WithSamples(Read(key.Item1), baseAddress), Pipeline), dutch ? "Tabel" : "Table"));

    public static string Read(string file)
    {
        using var stream = typeof(Manual).Assembly.GetManifestResourceStream("Documentation/" + file)
            ?? throw new InvalidOperationException($"There is no documentation file {file}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>What scrolls sideways is reached by keyboard, and bears a name of its own.</summary>
    private static string Reachable(string html, string tableName)
    {
        var number = 0;
        return Table().Replace(html, _ => $"<div class=\"nn-doc__table\" tabindex=\"0\" role=\"region\" aria-label=\"{tableName} {++number}\"><table>")
            .Replace("</table>", "</table></div>", StringComparison.Ordinal)
            .Replace("<pre>", "<pre tabindex=\"0\">", StringComparison.Ordinal)
            .Replace("<th>", "<th scope=\"col\">", StringComparison.Ordinal);
    }

    private static string WithSamples(string markdown, string baseAddress) => Sample().Replace(markdown, match =>
    {
        var file = match.Groups[1].Value;
        return $"```{Path.GetExtension(file)[1..]}\n{Read("samples/" + file).Replace("@@BASE@@", baseAddress, StringComparison.Ordinal).TrimEnd()}\n```";
    });

    [GeneratedRegex("<table>")]
    private static partial Regex Table();

    [GeneratedRegex("^@@([a-z.]+)@@$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Sample();
}
