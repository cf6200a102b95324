using Microsoft.Extensions.Options;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Web;

/// <summary>What the program does on the command line instead of serving: <c>migrate</c>, <c>admin invite</c>, <c>admin revoke</c>, <c>audit verify</c> and <c>data reseal</c>, also in the image; <c>seed v2-clients</c> in Development.</summary>
internal static class Commands
{
    public static bool Named(string[] args) => args.Length > 0 && args[0] is "admin" or "audit" or "data" or "migrate" or "seed";

    /// <returns>0 when all is well, 1 when the logboek is not as it was written, 2 for a command that is not known.</returns>
    public static async Task<int> RunAsync(string[] args, IConfiguration configuration, Database database, TextWriter output) => args switch
    {
        ["admin", "invite", var email, ..] => await AdminInvitation.RunAsync(email, args.Contains("--recover"), configuration, database, output),
        ["admin", "revoke", var what, ..] => await RevokeCommand.RunAsync(what, args[3..], database, output),
        ["audit", "verify", ..] => await VerifyAsync(LogFile(args), database, output),
        ["migrate", ..] => 0, // done: every start begins with it
        ["data", "reseal", ..] => await ResealAsync(configuration, database, output),
        ["seed", "v2-clients", ..] => await SeedAsync(configuration, database, output),
        _ => await UnknownAsync(output),
    };

    private static async Task<int> VerifyAsync(string? logFile, Database database, TextWriter output)
    {
        IReadOnlyList<AuditHead> logged = logFile is null ? [] : AuditAnchorJob.Read(File.ReadLines(logFile));
        if (logFile is not null && logged.Count == 0)
        {
            await output.WriteLineAsync($"In {logFile} staat geen enkele regel \"Audit chain …\"; neem een log van een worker van na 0.05 uur.");
            return 2;
        }

        var (lines, flaws) = await AuditChain.VerifyAsync(database.Owner, logged, CancellationToken.None);
        foreach (var flaw in flaws)
        {
            await output.WriteLineAsync($"Organisatie {flaw.OrganisationId}, regel {flaw.Place}{(flaw.EntryId is { } id ? $" ({id})" : "")}: " + flaw.Kind switch
            {
                "edited" => "de inhoud is gewijzigd of verwisseld.",
                "deleted" => "de regel is verwijderd.",
                "missing-link" => "de regel en haar schakel zijn verwijderd.",
                "unlinked" => "deze regel is niet door het programma geschreven.",
                "cut" => "vanaf hier is het einde van het logboek verwijderd.",
                _ => "de keten is herschreven: deze regel is anders dan in het log van toen.",
            });
        }

        var compared = logged.Count > 0 ? $", vergeleken met {logged.Count} standen uit het log" : "";
        await output.WriteLineAsync(flaws.Count == 0 ? $"Het logboek klopt: {lines} regels{compared}." : $"Het logboek klopt NIET: {flaws.Count} afwijkingen in {lines} regels{compared}.");
        return flaws.Count == 0 ? 0 : 1;
    }

    /// <summary>Where people reach the portal: the setting, or where <c>./notify run</c> said that it listens with these data.</summary>
    internal static async Task<string> PortalAddressAsync(IConfiguration configuration)
    {
        var listening = Path.Combine(configuration["DataFolder"] ?? ".data", "address");
        var address = configuration["PublicUrl"] is { Length: > 0 } url ? url : File.Exists(listening) ? (await File.ReadAllTextAsync(listening)).Trim() : "http://localhost:5080";
        return address.TrimEnd('/');
    }

    private static async Task<int> SeedAsync(IConfiguration configuration, Database database, TextWriter output)
    {
        if (configuration["ASPNETCORE_ENVIRONMENT"] != Environments.Development)
            throw new InvalidOperationException("seed v2-clients maakt sleutels en een proefdienst; dat kan alleen in Development.");
        await SeedClients.WriteAsync(database.Owner, new PersonalDataSeal(Options.Create(Keys(configuration))), await PortalAddressAsync(configuration), output, TimeProvider.System, CancellationToken.None);
        return 0;
    }

    private static PersonalDataOptions Keys(IConfiguration configuration)
    {
        var keys = configuration.GetSection("PersonalData").Get<PersonalDataOptions>() ?? new PersonalDataOptions();
        return keys.AreUsable() ? keys : throw new InvalidOperationException(PersonalDataOptions.Unusable);
    }

    private static async Task<int> ResealAsync(IConfiguration configuration, Database database, TextWriter output)
    {
        var keys = Keys(configuration);
        var outcome = await new Resealing(new PersonalDataSeal(Options.Create(keys))).RunAsync(database.Owner, CancellationToken.None);
        foreach (var column in outcome.Where(c => c.Resealed > 0))
            await output.WriteLineAsync($"{column.Table}.{column.Column}: {column.Resealed} waarden opnieuw versleuteld.");
        await output.WriteLineAsync($"Klaar: {outcome.Sum(c => c.Resealed)} waarden met sleutel {keys.CurrentKey}. Draai dit nog eens voordat u de oude sleutel weghaalt: wat intussen verstuurd werd, komt dan mee.");
        return 0;
    }

    private static string? LogFile(string[] args) => Array.IndexOf(args, "--log") is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static async Task<int> UnknownAsync(TextWriter output)
    {
        await output.WriteLineAsync("Mogelijk zijn: admin invite E-MAIL [--recover], admin revoke sessions [--organisation ID], admin revoke keys --organisation ID of --service ID, audit verify [--log BESTAND], data reseal en seed v2-clients.");
        return 2;
    }
}
