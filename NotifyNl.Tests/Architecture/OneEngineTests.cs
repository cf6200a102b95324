using System.Reflection;
using NotifyNl.Recipients;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Architecture;

/// <summary>Lists have one engine with one door, <see cref="RecipientListCheck"/>: the portal, the API and ./notify check judge alike because there is no other.</summary>
public sealed class OneEngineTests
{
    private const string Door = "RecipientListCheck.cs";

    [Fact]
    public void Engine_HasOneDoor()
    {
        var inside = typeof(RecipientListCheck).Assembly.GetTypes().Where(type => type.Namespace is { } name
            && (name.StartsWith("NotifyNl.Recipients.Reading", StringComparison.Ordinal) || name.StartsWith("NotifyNl.Recipients.Checking", StringComparison.Ordinal)));

        Assert.DoesNotContain(inside, type => type.IsPublic);
        Assert.Equal([typeof(RecipientListCheck)], typeof(RecipientListCheck).Assembly.GetExportedTypes().Where(TakesAFile));
    }

    [Theory]
    [InlineData("ListFile.Open(")]
    [InlineData("new RowChecker(")]
    [InlineData("new ListTally(")]
    public void Inside_IsUsedThroughTheDoorOnly(string use) =>
        Assert.Equal([Door], Sources("NotifyNl.Core", "NotifyNl.Web", "NotifyNl.Cli").Where(file => File.ReadAllText(file).Contains(use, StringComparison.Ordinal)).Select(Path.GetFileName));

    [Fact]
    public void NobodyElse_ReadsSpreadsheets()
    {
        string[] readers = ["using ExcelDataReader", "ExcelReaderFactory", "new CsvReader(", "new CsvParser(", "new XLWorkbook(file", "new XLWorkbook(stream"];
        var found = Sources("NotifyNl.Core", "NotifyNl.Web", "NotifyNl.Cli").Where(file =>
            !file.Contains(Path.Combine("Recipients", "Reading"), StringComparison.Ordinal) && readers.Any(reader => File.ReadAllText(file).Contains(reader, StringComparison.Ordinal)));

        // The door names one exception of the library that reads xls.
        Assert.DoesNotContain(found, file => Path.GetFileName(file) != Door);
    }

    [Theory]
    [InlineData("NotifyNl.Core/Sending/UploadStore.cs")]
    [InlineData("NotifyNl.Cli/CheckCommand.cs")]
    [InlineData("NotifyNl.Core/Recipients/OptOuts/OptOutList.cs")]
    public void WhoChecksAList_ComesInByTheDoor(string file) =>
        Assert.Contains("new RecipientListCheck(", File.ReadAllText(Path.Combine(RunningPortal.Root, file)), StringComparison.Ordinal);

    /// <summary>Public, of the recipients, and with a method from a stream to a report.</summary>
    private static bool TakesAFile(Type type) => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        .Any(method => method.ReturnType == typeof(ListCheckReport) && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Stream)));

    private static IEnumerable<string> Sources(params string[] projects) => projects.SelectMany(project =>
        Directory.EnumerateFiles(Path.Combine(RunningPortal.Root, project), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)));
}
