using NotifyNl.Templates;

namespace NotifyNl.Recipients;

public sealed record ListCheckOptions
{
    public const int DefaultMaxRows = 100_000;
    public const long DefaultMaxBytes = 25 << 20;

    public required TemplateText Template { get; init; }

    /// <summary>The name before the message, or null when the service does not show one.</summary>
    public string? Prefix { get; init; }

    public AccentMode Accents { get; init; }

    /// <summary>The country in which a number without a country code lives.</summary>
    public string HomeRegion { get; init; } = "NL";

    /// <summary>Whom recipients see as sender; a name is not shown in every country.</summary>
    public string? Sender { get; init; }

    public bool AbroadAllowed { get; init; } = true;
    public int MaxRows { get; init; } = DefaultMaxRows;
    public long MaxBytes { get; init; } = DefaultMaxBytes;

    /// <summary>True for an E.164 number that asked for no more messages.</summary>
    public Func<string, bool>? OptedOut { get; init; }
}
