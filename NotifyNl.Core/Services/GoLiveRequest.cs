namespace NotifyNl.Services;

/// <summary>A service on trial that asks to send to everybody. Kept with the service: a new request takes the place of the old; the logboek keeps them all.</summary>
public sealed class GoLiveRequest
{
    public const int MaxRefusalLength = 1000;
    public const int MaxPerYear = 100_000_000;

    public required DateTimeOffset RequestedAt { get; init; }
    public required Guid RequestedById { get; init; }

    /// <summary>How many messages the service thinks it will send in a year.</summary>
    public required int MessagesPerYear { get; init; }

    public DateTimeOffset? DecidedAt { get; set; }
    public Guid? DecidedById { get; set; }

    /// <summary>Why it was refused, in the words of who decided; null while open and when approved.</summary>
    public string? Refusal { get; set; }

    public bool IsOpen => DecidedAt is null;
}
