using System.Globalization;
using NotifyNl.Templates;

namespace NotifyNl.Cli;

/// <summary>One argument and options. A telephone number may begin with a plus and a text with anything; after "--" nothing is an option.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> options = [];
    private string? subject;

    public string Subject => subject ?? throw new UsageException("Er ontbreekt een argument");

    public bool Json { get; private set; }

    /// <param name="known">The options that take a value.</param>
    public static Arguments Parse(string[] args, params string[] known)
    {
        var parsed = new Arguments();
        var literal = false;
        for (var i = 0; i < args.Length; i++)
        {
            if (!literal && args[i] == "--")
                literal = true;
            else if (!literal && args[i] == "--json")
                parsed.Json = true;
            else if (!literal && known.Contains(args[i]))
                parsed.options[args[i]] = ++i < args.Length ? args[i] : throw new UsageException($"Na {args[^1]} ontbreekt een waarde");
            else if (!literal && args[i].StartsWith("--", StringComparison.Ordinal))
                throw new UsageException($"Onbekende optie {args[i]}");
            else if (parsed.subject is not null)
                throw new UsageException("Er is één argument te veel; zet een tekst met spaties tussen aanhalingstekens");
            else
                parsed.subject = args[i];
        }

        return parsed;
    }

    public string? this[string option] => options.GetValueOrDefault(option);

    public AccentMode Mode => this["--mode"] switch
    {
        null or "behoud" => AccentMode.Keep,
        "goedkoop" => AccentMode.Plain,
        var other => throw new UsageException($"--mode is behoud of goedkoop, niet {other}"),
    };

    /// <summary>How many rows to list.</summary>
    public int Rows => this["--rows"] switch
    {
        null => 10,
        "all" => int.MaxValue,
        var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : throw new UsageException($"--rows is een getal of all, niet {text}"),
    };
}
