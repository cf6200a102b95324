using System.Globalization;

namespace NotifyNl.Cli;

/// <summary>The commands for people who prepare lists by script. Exit 0: fine; 1: it can not be sent; 2: wrong usage or no such file.</summary>
internal static class CommandLine
{
    public const int Fine = 0;
    public const int Blocked = 1;
    public const int WrongUsage = 2;

    private const string Usage = """
        Gebruik:
          notify check BESTAND --content TEKST [--prefix NAAM] [--mode behoud|goedkoop] [--rows N|all] [--json]
          notify parts TEKST [--mode behoud|goedkoop] [--json]
          notify number TEKST [--json]
          notify code SLEUTEL
          notify sbom MAP --out BESTAND
        """;

    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("nl-NL");
        try
        {
            return args switch
            {
                ["check", .. var rest] => CheckCommand.Run(Arguments.Parse(rest, "--content", "--prefix", "--mode", "--rows"), output, errors),
                ["parts", .. var rest] => PartsCommand.Run(Arguments.Parse(rest, "--mode"), output),
                ["code", var key] => CodeCommand.Run(key, TimeProvider.System, output),
                ["sbom", .. var rest] => SbomCommand.Run(Arguments.Parse(rest, "--out"), output),
                ["number", .. var rest] => NumberCommand.Run(Arguments.Parse(rest), output),
                _ => throw new UsageException("Onbekende opdracht"),
            };
        }
        catch (UsageException e)
        {
            errors.WriteLine(e.Message);
            errors.WriteLine(Usage);
            return WrongUsage;
        }
    }
}

/// <summary>The command was typed wrongly; the message says in what.</summary>
internal sealed class UsageException(string message) : Exception(message);
