using System.Globalization;
using System.Text.Json;
using NotifyNl.Recipients;

namespace NotifyNl.Cli;

/// <summary>What a text is as a telephone number.</summary>
internal static class NumberCommand
{
    public static int Run(Arguments arguments, TextWriter output)
    {
        var number = new PhoneNumberReader().Check(arguments.Subject);
        var country = number.Country?.NameIn(CultureInfo.CurrentUICulture);
        if (arguments.Json)
            output.WriteLine(JsonSerializer.Serialize(
                new NumberJson(number.Valid, number.E164, Name(number.Kind), country, number.Repaired, number.Problem?.Code, number.Problem?.Sentence()),
                JsonOutput.Readable.NumberJson));
        else
            output.WriteLine(number.Problem?.Sentence() ?? $"{PhoneNumberReader.Display(number.E164!)} ({country}){(number.Repaired ? ", hersteld" : "")}");
        return number.Valid ? CommandLine.Fine : CommandLine.Blocked;
    }

    private static string Name(NumberKind kind) => kind.ToString().ToLowerInvariant();
}
