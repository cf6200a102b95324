using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NotifyNl.Recipients;
using NotifyNl.Templates;

namespace NotifyNl.Cli;

/// <summary>What the commands write with --json; the names are a promise to scripts.</summary>
internal sealed record CheckJson(
    FileFacts File,
    IEnumerable<ColumnJson> Columns,
    CountsJson Counts,
    PartsJson Parts,
    IEnumerable<ProblemJson> Problems,
    IEnumerable<WarningJson> Warnings,
    IEnumerable<RowJson> Rows);

internal sealed record ColumnJson(string Name, string? Field, bool Used);

internal sealed record CountsJson(int Rows, int Sendable, int WithErrors, int Repaired, int Duplicates, int Abroad);

internal sealed record PartsJson(int Min, int Max, long Total, int Ucs2Rows);

internal sealed record ProblemJson(string Code, string Message)
{
    public static ProblemJson Of(Problem problem) => new(problem.Code, problem.Sentence());
}

internal sealed record WarningJson(string Code, string Message, int Rows);

internal sealed record RowErrorJson(string Column, string Code, string Message);

internal sealed record RowJson(
    int Row, string? To, string? RepairedFrom, string? Country, string? Text, string? Encoding, int? Parts, IEnumerable<RowErrorJson> Errors);

internal sealed record MessageJson(string Text, string Encoding, int Characters, int Parts, IReadOnlyList<string> Causes);

internal sealed record NumberJson(bool Valid, string? E164, string Kind, string? Country, bool Repaired, string? Code, string? Message);

/// <summary>Written at build, so that the start does not pay for reflection.</summary>
[JsonSerializable(typeof(CheckJson))]
[JsonSerializable(typeof(MessageJson))]
[JsonSerializable(typeof(NumberJson))]
internal sealed partial class JsonOutput : JsonSerializerContext
{
    /// <summary>Letters as they are: the output is for people and scripts, not for a web page.</summary>
    public static JsonOutput Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Name(SmsEncoding encoding) => encoding == SmsEncoding.Gsm7 ? "GSM-7" : "UCS-2";
}
