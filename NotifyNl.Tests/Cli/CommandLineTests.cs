using System.Text.Json.Nodes;
using NotifyNl.Cli;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Cli;

/// <summary>./notify check, parts and number: the names and codes that scripts rely on.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public void Check_SaysEverythingUnderItsName()
    {
        var (exit, json, errors) = Run("check", RunningPortal.Sample("wat-er-misgaat.xlsx"), "--content", "Hallo ((naam))", "--rows", "all", "--json");

        Assert.Equal((1, ""), (exit, errors));
        Assert.Equal(["file", "columns", "counts", "parts", "problems", "warnings", "rows"], Names(json));
        Assert.Equal(["name", "format", "encoding", "delimiter", "sheet"], Names(json["file"]!));
        Assert.Equal(["name", "field", "used"], Names(json["columns"]![0]!));
        Assert.Equal(["rows", "sendable", "withErrors", "repaired", "duplicates", "abroad"], Names(json["counts"]!));
        Assert.Equal(["min", "max", "total", "ucs2Rows"], Names(json["parts"]!));
        Assert.Equal(["code", "message"], Names(json["problems"]![0]!));
        Assert.Equal(["code", "message", "rows"], Names(json["warnings"]![0]!));
        Assert.Equal(["row", "to", "repairedFrom", "country", "text", "encoding", "parts", "errors"], Names(json["rows"]![0]!));
        Assert.Equal(["column", "code", "message"], Names(json["rows"]!.AsArray().First(row => row!["errors"]!.AsArray().Count > 0)!["errors"]![0]!));
        Assert.Equal("""{"rows":24,"sendable":10,"withErrors":14,"repaired":3,"duplicates":2,"abroad":1}""", json["counts"]!.ToJsonString());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3, "--rows", "3")]
    [InlineData(24, "--rows", "all")]
    public void Check_ListsSoManyRows_WithErrorsToo(int rows, params string[] options) =>
        Assert.Equal(rows, Run(["check", RunningPortal.Sample("wat-er-misgaat.xlsx"), "--content", "Hallo ((naam))", "--json", .. options]).Json["rows"]!.AsArray().Count);

    [Theory]
    [InlineData(0, "kinderbijslag-excel-nl.csv", "Hallo")]
    [InlineData(0, "levensbewijs-buitenland.csv", "Hallo")]
    [InlineData(1, "zonder-nummerkolom.csv", "Hallo")]
    [InlineData(1, "kinderbijslag-excel-nl.csv", "Hallo ((onbekend))")]
    public void Check_ExitSaysWhetherItCanBeSent(int exit, string file, string content) =>
        Assert.Equal(exit, Run("check", RunningPortal.Sample(file), "--content", content, "--json").Exit);

    [Theory]
    [InlineData("check", "bestaat-niet.csv", "--content", "x", "--json")]
    [InlineData("check", "x.csv")]
    [InlineData("check", "x.csv", "--content")]
    [InlineData("check", "x.csv", "--content", "x", "--rows", "veel")]
    [InlineData("parts", "x", "--mode", "duur")]
    [InlineData("parts")]
    [InlineData("number", "06", "07")]
    [InlineData("number", "--onbekend", "06")]
    [InlineData("iets")]
    public void WrongUsage_IsTwo_AndNothingOnStandardOutput(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(2, CommandLine.Run(arguments, output, errors));
        Assert.Equal("", output.ToString());
        Assert.NotEqual("", errors.ToString());
    }

    [Fact]
    public void Check_UnreadableFile_IsAProblemAndNoUsage()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.xlsx");
        try
        {
            File.WriteAllBytes(path, []);
            var (exit, json, _) = Run("check", path, "--content", "x", "--json");
            Assert.Equal((1, "file-empty"), (exit, (string?)json["problems"]![0]!["code"]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("Zoë", "behoud", """{"text":"Zoë","encoding":"UCS-2","characters":3,"parts":1,"causes":["ë"]}""")]
    [InlineData("Zoë", "goedkoop", """{"text":"Zoe","encoding":"GSM-7","characters":3,"parts":1,"causes":[]}""")]
    [InlineData("", "behoud", """{"text":"","encoding":"GSM-7","characters":0,"parts":1,"causes":[]}""")]
    [InlineData("foto’s – 10…", "behoud", """{"text":"foto's - 10...","encoding":"GSM-7","characters":14,"parts":1,"causes":[]}""")]
    public void Parts_SaysWhatATextCosts(string text, string mode, string json)
    {
        var ran = Run("parts", text, "--mode", mode, "--json");
        Assert.Equal((0, json), (ran.Exit, ran.Json.ToJsonString(Readable)));
    }

    [Theory]
    [InlineData("612345678", 0, """{"valid":true,"e164":"+31612345678","kind":"mobile","country":"Nederland","repaired":true,"code":null,"message":null}""")]
    [InlineData("+32 470 12 34 56", 0, """{"valid":true,"e164":"+32470123456","kind":"mobile","country":"België","repaired":false,"code":null,"message":null}""")]
    [InlineData("", 1, """{"valid":false,"e164":null,"kind":"unknown","country":null,"repaired":false,"code":"number-missing","message":"Vul een mobiel nummer in"}""")]
    [InlineData("020 1234567", 1, """{"valid":false,"e164":null,"kind":"landline","country":null,"repaired":false,"code":"number-landline","message":"Dit is een vast nummer. Vul een mobiel nummer in"}""")]
    public void Number_SaysWhatATextIs(string text, int exit, string json)
    {
        var ran = Run("number", text, "--json");
        Assert.Equal((exit, json), (ran.Exit, ran.Json.ToJsonString(Readable)));
    }

    /// <summary>Of the processor, and the best of some: the machine has other work as well.</summary>
    [Fact]
    public async Task Start_TakesLessThanHalfASecondOfTheProcessor()
    {
        var best = TimeSpan.MaxValue;
        for (var tries = 0; tries < 10 && best > TimeSpan.FromSeconds(0.5); tries++)
        {
            var ran = await NotifyCli.RunAsync("number", "0612345678", "--json");
            Assert.Equal((0, "", "+31612345678"), (ran.Exit, ran.Errors, (string?)ran.Json["e164"]));
            best = ran.Time < best ? ran.Time : best;
        }

        Assert.True(best < TimeSpan.FromSeconds(0.5), $"{best.TotalSeconds:0.00} s");
    }

    private static System.Text.Json.JsonSerializerOptions Readable { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<string> Names(JsonNode node) => node.AsObject().Select(pair => pair.Key);

    private static (int Exit, JsonNode Json, string Errors) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = CommandLine.Run(arguments, output, errors);
        return (exit, JsonNode.Parse(output.ToString())!, errors.ToString());
    }
}
