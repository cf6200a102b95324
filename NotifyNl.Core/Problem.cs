using System.Globalization;
using System.Resources;
using System.Text.Json;

namespace NotifyNl;

/// <summary>An expected refusal. One problem feeds a page's error summary, the API's <c>errors</c> and a row's reason.</summary>
/// <param name="Code">Stable, kebab-case; also the key of its sentence in the resources.</param>
/// <param name="Field">The name of the form field or column it concerns, or empty.</param>
public sealed record Problem(string Code, string Field = "")
{
    private static readonly ResourceManager[] Sentences =
    [
        .. new[]
            {
                "NotifyNl.Teams.TeamProblems",
                "NotifyNl.Templates.TemplateProblems",
                "NotifyNl.Recipients.NumberProblems",
                "NotifyNl.Recipients.ListProblems",
                "NotifyNl.Delivery.DeliveryProblems",
                "NotifyNl.ApiKeys.ApiKeyProblems",
                "NotifyNl.Callbacks.CallbackProblems",
                "NotifyNl.Accounts.AccountProblems",
                "NotifyNl.Problems",
            }
            .Select(name => new ResourceManager(name, typeof(Problem).Assembly)),
    ];

    /// <summary>What fills <c>{0}</c>, <c>{1}</c>… in the sentence. Never personal data that may reach a log.</summary>
    public IReadOnlyList<object> Args { get; init => field = [.. value.Select(Plain)]; } = [];

    public static Problem Of(string code, params object[] args) => new(code) { Args = args };

    /// <summary>The sentence for people: what is wrong and what to do. Dutch unless the culture is English.</summary>
    /// <exception cref="InvalidOperationException">No resource holds a sentence for the code.</exception>
    public string Sentence(CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentUICulture;
        if (Find(Code, culture) is { } sentence)
            return Args.Count == 0 ? sentence : string.Format(culture, sentence, [.. Args]);
        throw new InvalidOperationException($"The resources hold no sentence for problem '{Code}'.");
    }

    /// <summary>A problem may have been kept as JSON in between; a number in a sentence is still a number then.</summary>
    private static object Plain(object arg) => arg is JsonElement json
        ? json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) ? number : json.ToString()
        : arg;

    /// <summary>The sentence of a code, or null where it has none.</summary>
    public static string? Find(string code, CultureInfo culture)
    {
        foreach (var resource in Sentences)
        {
            try
            {
                if (resource.GetString(code, culture) is { } sentence)
                    return sentence;
            }
            catch (MissingManifestResourceException)
            {
                // A folder without sentences of its own.
            }
        }

        return null;
    }
}
