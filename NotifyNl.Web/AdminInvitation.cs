using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Web;

/// <summary>
/// <c>admin invite E-MAIL</c>: the first platform admin of an installation. Whoever may run it may do anything already, so it prints the link instead of mailing it;
/// once there is an admin it refuses, for those invite each other in the portal. <c>--recover</c> is for when all of them are lost, and stands in the logboek.
/// </summary>
internal static class AdminInvitation
{
    public static async Task<int> RunAsync(string email, bool recover, IConfiguration configuration, Database database, TextWriter output)
    {
        await using var db = NotifyDbOptions.Open(database.Owner);
        if (!recover && await db.Users.AnyAsync(u => u.IsPlatformAdmin))
        {
            await output.WriteLineAsync("Er is al een platformbeheerder: die nodigt de volgende uit in het portaal. Is geen van hen nog te bereiken? Gebruik dan --recover; dat komt in het logboek.");
            return 1;
        }

        var made = new Invitations(db, TimeProvider.System).Add(InvitationKind.Platform, email, invitedById: null);
        if (made.Problem is { } problem)
        {
            await output.WriteLineAsync(problem.Sentence() + ".");
            return 2;
        }

        var (invitation, token) = made.Value;
        new AuditLog(db, TimeProvider.System).AddForPlatform(null, recover ? "platform-admin-recovered" : "platform-admin-invited", invitation.Id);
        await db.SaveChangesAsync();
        await output.WriteLineAsync("Open deze link binnen 24 uur; hij werkt één keer en is zoveel waard als een wachtwoord:");
        await output.WriteLineAsync($"{await Commands.PortalAddressAsync(configuration)}/invitations/{token}");
        return 0;
    }
}
