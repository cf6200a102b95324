namespace NotifyNl.Simulator.Gateways;

internal sealed record Answer(int Status, string ContentType, byte[] Body)
{
    public const string Json = "application/json; charset=utf-8";
    public const string Text = "text/plain; charset=utf-8";
}

/// <summary>What a protocol made of a request: messages with a verdict each, or an answer that refuses them all.</summary>
internal sealed record Submission(IReadOnlyList<JudgedMessage> Messages, Answer? Refusal = null)
{
    public static Submission Refused(Answer answer) => new([], answer);
}
