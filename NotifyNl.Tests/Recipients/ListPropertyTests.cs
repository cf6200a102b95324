using CsCheck;

namespace NotifyNl.Tests.Recipients;

/// <summary>One list, in every format: it must be read and judged alike.</summary>
public sealed class ListPropertyTests
{
    private const string Content = "((naam)): ((extra??met)) ((plaats.naam))";

    // No characters that XML cannot hold, and none that make a text file something else.
    private static readonly Gen<char> CellCharacter = AnyText.Character.Select(c => c is < ' ' and not '\n' or '\u007F' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(c) ? 'ë' : c);

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int[0, 9_999].Select(n => $"061234{n:0000}"), Gen.Int[0, 9_999].Select(n => $"61234{n:0000}"), Gen.Int[0, 99].Select(n => $"+324701234{n:00}"),
        Gen.OneOf("", "020 1234567", "6,12E+08", "06 1234KPN8", " 06-12345678 ", "0612345678;0687654321"));

    private static readonly Gen<string?> Cell = Gen.OneOf(Gen.String[CellCharacter, 0, 12].Select(text => (string?)text), Gen.Const((string?)null), Gen.OneOf<string?>("ja", "nee", "Zoë", "1.452,06", "00123"));

    private static readonly Gen<string?[][]> Rows = Gen.Select(Number, Cell, Cell, Cell, (number, a, b, c) => new[] { number, a, b, c }).Array[0, 8];

    [Fact]
    public void AList_ChecksTheSame_AsXlsxOdsAndCsv() => Rows.Sample(
        rows =>
        {
            string?[][] list = [["telefoonnummer", "naam", "extra", "plaats.naam"], .. rows];
            var xlsx = Outcome(Checked.File(Books.Xlsx(list), "lijst.xlsx", Content));

            Assert.Equal(xlsx, Outcome(Checked.File(Books.Ods(list), "lijst.ods", Content)));
            Assert.Equal(xlsx, Outcome(Checked.File(Books.Csv(list), "lijst.csv", Content)));
            Assert.Equal(xlsx, Outcome(Checked.File(Books.Csv(list, '\t'), "lijst.tsv", Content)));
        },
        iter: AnyText.Cases);

    [Fact]
    public void AnyBytes_AreAReportAndNoException() => Gen.Select(Gen.Byte.Array[0, 300], Gen.OneOf("a.csv", "a.xlsx", "a.xls", "a.ods", "a.txt", "a")).Sample(
        (bytes, name) => Assert.All(Checked.File(bytes, name).Report.Problems, problem => Assert.NotEmpty(problem.Sentence())), iter: AnyText.Cases);

    /// <summary>A sound workbook with some bytes changed: wherever the damage is, it is a problem or it makes no difference.</summary>
    [Fact]
    public void DamagedWorkbooks_AreAReportAndNoException()
    {
        byte[][] sound = [Books.Xlsx([["telefoonnummer", "naam"], ["0612345678", "Zoë"]]), Books.Ods([["telefoonnummer", "naam"], ["0612345678", "Zoë"]])];
        Gen.Select(Gen.Int[0, 1], Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[1, 8]).Sample(
            (which, changes) =>
            {
                var file = sound[which].ToArray();
                foreach (var (place, value) in changes)
                    file[(int)(place * (file.Length - 1))] = value;
                Assert.NotNull(Checked.File(file, which == 0 ? "lijst.xlsx" : "lijst.ods").Report);
            },
            iter: AnyText.Cases);
    }

    private static string Outcome(Checked list) => string.Join('\n', list.Rows.Select(row =>
            $"{row.Row}|{row.Number?.E164}|{row.Message?.Text}|{row.Message?.Parts}|{string.Join(',', row.Errors.Select(error => error.Column + error.Problem.Code))}|{row.Duplicate}"))
        + $"\n{list.Report.Counts}|{list.Report.Parts}|{string.Join(',', list.Problems)}|{string.Join(',', list.Warnings)}";
}
