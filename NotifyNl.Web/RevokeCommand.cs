using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Organisations;

namespace NotifyNl.Web;

/// <summary>
/// <c>admin revoke sessions [--organisation ID]</c> and <c>admin revoke keys --organisation ID | --service ID</c>: the same as on the page of the platform, for when that
/// page cannot be reached or trusted. It stands in the logboek as an act at the server.
/// </summary>
internal static class RevokeCommand
{
    public static async Task<int> RunAsync(string what, string[] args, Database database, TextWriter output)
    {
        var (organisation, service) = (Id(args, "--organisation"), Id(args, "--service"));
        await using var db = NotifyDbOptions.Open(database.Owner);
        var revocation = new MassRevocation(db, new AuditLog(db, TimeProvider.System), TimeProvider.System);
        if (what == "sessions" && args.Length == (organisation is null ? 0 : 2))
        {
            if (organisation is { } known && !await db.Organisations.AnyAsync(o => o.Id == known))
                return await RefuseAsync(output, "Er is geen organisatie met dit id.");
            await output.WriteLineAsync($"{await revocation.EndSessionsAsync(organisation, null, CancellationToken.None)} sessies beëindigd.");
            return 0;
        }

        if (what != "keys" || args.Length != 2 || (organisation ?? service) is null)
            return await RefuseAsync(output, "Schrijf: admin revoke sessions [--organisation ID], of admin revoke keys --organisation ID of --service ID. Een id staat in het adres van de pagina.");

        var services = await db.Services.Where(s => s.OrganisationId == organisation || s.Id == service).Select(s => s.Id).ToListAsync();
        if (services.Count == 0)
            return await RefuseAsync(output, "Er is geen dienst met dit id, of de organisatie heeft er geen.");
        var revoked = 0;
        foreach (var id in services)
            revoked += await revocation.RevokeKeysAsync(id, User.SystemId, CancellationToken.None);
        await output.WriteLineAsync($"{revoked} sleutels ingetrokken.");
        return 0;
    }

    private static async Task<int> RefuseAsync(TextWriter output, string sentence)
    {
        await output.WriteLineAsync(sentence);
        return 2;
    }

    private static Guid? Id(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length && Guid.TryParse(args[at + 1], out var id) ? id : null;
}
