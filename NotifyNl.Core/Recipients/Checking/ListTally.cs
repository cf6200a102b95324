using NotifyNl.Templates;

namespace NotifyNl.Recipients.Checking;

/// <summary>Counts what passes, and says at the end what a person must know.</summary>
internal sealed class ListTally(ListLayout layout, ListCheckOptions options)
{
    private readonly BsnWatch bsn = new(layout.Columns);
    private readonly Dictionary<string, (Country Country, int Rows)> abroad = [];
    private readonly Dictionary<string, (int Rows, int FirstRow)> causes = [];
    private int sendable;
    private int withErrors;
    private int repaired;
    private int duplicates;
    private int optedOut;
    private int machines;
    private int minParts;
    private int maxParts;
    private long totalParts;
    private int ucs2Rows;

    public int Rows { get; private set; }

    public void Add(CheckedRow row)
    {
        Rows++;
        withErrors += row.Errors.Count > 0 ? 1 : 0;
        duplicates += row.Duplicate ? 1 : 0;
        optedOut += row.OptedOut ? 1 : 0;
        if (row.Number is { Valid: true } number)
            AddNumber(number);
        if (row is { Sendable: true, Message: { } message })
            AddMessage(message, row.Row);
        for (var column = 0; column < row.Cells.Count; column++)
            bsn.Look(column, row.Cells[column]);
    }

    /// <param name="fatal">What ended the reading before the end, or null.</param>
    public ListCheckReport Report(FileFacts facts, Problem? fatal) => new()
    {
        File = facts,
        Columns = layout.Columns,
        Counts = new ListCounts
        {
            Rows = Rows,
            Sendable = sendable,
            WithErrors = withErrors,
            Repaired = repaired,
            Duplicates = duplicates,
            Abroad = abroad.Values.Sum(country => country.Rows),
            OptedOut = optedOut,
        },
        Parts = new PartCounts { Min = minParts, Max = maxParts, Total = totalParts, Ucs2Rows = ucs2Rows },
        Problems = [.. Problems(fatal)],
        Warnings = [.. Warnings()],
        Abroad = [.. abroad.Values.OrderByDescending(a => a.Rows).Select(a => new AbroadCount(a.Country, a.Rows))],
        Causes = [.. causes.OrderByDescending(cause => cause.Value.Rows).Select(cause => new LetterCount(cause.Key, cause.Value.Rows, cause.Value.FirstRow))],
    };

    private void AddNumber(PhoneNumberCheck number)
    {
        repaired += number.Repaired ? 1 : 0;
        machines += number.Kind == NumberKind.Machine097 ? 1 : 0;
        if (number is { Abroad: true, Country: { } country })
            abroad[country.Prefix] = (country, abroad.GetValueOrDefault(country.Prefix).Rows + 1);
    }

    private void AddMessage(SmsText message, int row)
    {
        minParts = sendable++ == 0 ? message.Parts : Math.Min(minParts, message.Parts);
        maxParts = Math.Max(maxParts, message.Parts);
        totalParts += message.Parts;
        ucs2Rows += message.Encoding == SmsEncoding.Ucs2 ? 1 : 0;
        foreach (var letter in message.Causes)
            causes[letter] = causes.TryGetValue(letter, out var cause) ? cause with { Rows = cause.Rows + 1 } : (1, row);
    }

    private IEnumerable<Problem> Problems(Problem? fatal)
    {
        if (fatal is not null)
            yield return fatal;
        foreach (var problem in layout.Problems)
            yield return problem;
        if (fatal is not null)
            yield break;
        if (Rows == 0)
            yield return Problem.Of("no-rows");
    }

    private IEnumerable<ListWarning> Warnings()
    {
        if (duplicates > 0)
            yield return new ListWarning(Problem.Of("duplicates", duplicates), duplicates);
        if (repaired > 0)
            yield return new ListWarning(Problem.Of("repaired", repaired), repaired);
        if (machines > 0)
            yield return new ListWarning(Problem.Of("machine-numbers", machines), machines);
        foreach (var warning in bsn.Warnings())
            yield return warning;
        foreach (var (country, rows) in abroad.Values.OrderByDescending(a => a.Rows))
            yield return new ListWarning(Abroad(country, rows), rows);
        if (optedOut > 0)
            yield return new ListWarning(Problem.Of("opted-out", optedOut), optedOut);
    }

    /// <summary>What they will see as the sender: a name is replaced by a number in some countries, and stopped in others until it is registered.</summary>
    private Problem Abroad(Country country, int rows)
    {
        var sender = options.Sender;
        if (sender is null || sender.All(c => char.IsAsciiDigit(c) || c == '+'))
            return Problem.Of("abroad", rows, country.DutchName, "", country.Name);
        return country.AlphanumericSender switch
        {
            SenderRule.Yes => Problem.Of("abroad-sender-shown", rows, country.DutchName, sender, country.Name),
            SenderRule.Registration => Problem.Of("abroad-sender-registered", rows, country.DutchName, sender, country.Name),
            SenderRule.No => Problem.Of("abroad-sender-replaced", rows, country.DutchName, sender, country.Name),
            _ => Problem.Of("abroad-sender-unsure", rows, country.DutchName, sender, country.Name),
        };
    }
}
