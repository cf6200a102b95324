namespace NotifyNl.Templates;

/// <summary>Letters, each once, in order of appearance. Most messages have none, so nothing is allocated before the first.</summary>
internal readonly struct DistinctLetters
{
    private readonly List<string>? list;

    // However many different characters a hostile text holds, it takes linear time.
    private readonly HashSet<string>? seen;

    private DistinctLetters(List<string> list, HashSet<string> seen) => (this.list, this.seen) = (list, seen);

    public static DistinctLetters None => default;

    public bool Any => list is not null;

    public IReadOnlyList<string> List => list ?? (IReadOnlyList<string>)[];

    public DistinctLetters With(ReadOnlySpan<char> letter)
    {
        var letters = list is null ? new DistinctLetters([], []) : this;
        if (!letters.seen!.GetAlternateLookup<ReadOnlySpan<char>>().Contains(letter))
        {
            var name = letter.ToString();
            letters.seen.Add(name);
            letters.list!.Add(name);
        }

        return letters;
    }
}
