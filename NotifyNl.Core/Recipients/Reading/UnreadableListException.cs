namespace NotifyNl.Recipients.Reading;

/// <summary>Ends the reading of a file from whatever depth; <see cref="RecipientListCheck"/> turns it into a problem of the list.</summary>
internal sealed class UnreadableListException(Problem problem) : Exception(problem.Code)
{
    public Problem Problem { get; } = problem;

    public static UnreadableListException Because(string code, params object[] args) => new(Problem.Of(code, args));

    public static UnreadableListException Damaged() => Because("file-damaged");
}
