namespace NotifyNl.ApiKeys;

/// <summary>
/// Why the API did not do what was asked, in the words of the wire contract: clients compare them to the letter, so they are English and no resource.
/// </summary>
/// <param name="Status">Of HTTP; the envelope repeats it.</param>
/// <param name="Error">The class, for example <c>BadRequestError</c>.</param>
public sealed record Refusal(int Status, string Error, IReadOnlyList<string> Messages)
{
    public static Refusal BadRequest(string message) => new(400, "BadRequestError", [message]);

    public static Refusal Validation(params IReadOnlyList<string> messages) => new(400, "ValidationError", messages);

    public static Refusal NotFound { get; } = new(404, "NoResultFound", ["No result found"]);

    /// <summary>When to come again; null where that does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
