using System.Net;
using System.Text.RegularExpressions;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>A team as its admins work with it, from invitation to goodbye; without JavaScript, with the mail that really arrives.</summary>
[Collection(SharedPortal.Name)]
public sealed partial class TeamPageTests(RunningPortal portal)
{
    private const string Password = "vier woorden op een rij";

    [Fact]
    public async Task AColleague_IsInvited_Joins_ChangesAndLeaves()
    {
        using var admin = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        await admin.GetAsync("");
        var team = admin.Link("services/[0-9a-f-]{36}", "Uw uitkering") + "/team";
        await admin.GetAsync(team + "/invite");
        await admin.SubmitAsync("invite-member", new() { ["To.Email"] = "", ["Input.View"] = "true" });
        Assert.Contains("Vul het e-mailadres in van de persoon", admin.Page, StringComparison.Ordinal);
        await admin.SubmitAsync("invite-member", new() { ["To.Email"] = "kijker@voorbeeld.nl" });
        Assert.Contains("Deze persoon zit al in het team", admin.Page, StringComparison.Ordinal);
        var email = $"eva-{Guid.NewGuid():N}@gemeente.nl";
        await admin.SubmitAsync("invite-member", new() { ["To.Email"] = email, ["Input.View"] = "true", ["Input.Send"] = "true" });
        Assert.Contains("De uitnodiging is verstuurd", admin.Page, StringComparison.Ordinal);
        Assert.Contains(email, admin.Page, StringComparison.Ordinal);
        var first = await LinkAsync(email, 1);

        // Sent again: the first link ends, the second opens.
        var row = RowOf(admin.Page, email);
        await admin.SubmitAsync("invitations", new() { ["Act.Again"] = Again().Match(row).Groups[1].Value });
        Assert.Contains("De uitnodiging is verstuurd", admin.Page, StringComparison.Ordinal);
        using var colleague = new Visitor(portal.Address);
        await colleague.GetAsync(first);
        Assert.Contains("Deze link klopt niet", colleague.Page, StringComparison.Ordinal);
        await colleague.GetAsync(await LinkAsync(email, 2));
        Assert.Contains("Bea Beheerder", colleague.Page, StringComparison.Ordinal);
        await colleague.SubmitAsync("accept", new() { ["Input.Name"] = "Eva de Boer", ["Input.Password"] = Password });
        Assert.Equal(3L, await portal.Postgres.ReadAsync<long>("select permissions::bigint from members m join users u on u.id = m.user_id where u.email = $1", email));

        // Rights, and out.
        await admin.GetAsync(team);
        Assert.DoesNotContain("Act.Again", RowOf(admin.Page, email), StringComparison.Ordinal);
        await admin.GetAsync(Edit().Match(RowOf(admin.Page, email)).Groups[1].Value);
        await admin.SubmitAsync("change-member", new() { ["Input.View"] = "true", ["Input.Templates"] = "true" });
        Assert.Contains("Sjablonen beheren", RowOf(admin.Page, email), StringComparison.Ordinal);
        await admin.GetAsync(Edit().Match(RowOf(admin.Page, email)).Groups[1].Value);
        await admin.SubmitAsync("remove-member", []);
        Assert.Contains("Vink aan dat u dit zeker weet", admin.Page, StringComparison.Ordinal);
        await admin.SubmitAsync("remove-member", new() { ["Removal.Sure"] = "true" });
        Assert.DoesNotContain(email, admin.Page, StringComparison.Ordinal);

        await admin.GetAsync(team.Replace("/team", "/audit", StringComparison.Ordinal));
        foreach (var line in new[] { "nodigde iemand uit voor het team", "stuurde een uitnodiging opnieuw", "nam de uitnodiging voor het team aan", "veranderde de rechten van een teamlid", "verwijderde een teamlid" })
            Assert.Contains(line, admin.Page, StringComparison.Ordinal);
        Assert.DoesNotContain(email, admin.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnInvitationThatIsWithdrawn_OpensNothing_AndSomebodyWithAnAccountSignsInForIt()
    {
        using var admin = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        await admin.GetAsync("");
        var team = admin.Link("services/[0-9a-f-]{36}", "Uw uitkering") + "/team";
        var email = $"gaat-niet-door-{Guid.NewGuid():N}@gemeente.nl";
        await admin.GetAsync(team + "/invite");
        await admin.SubmitAsync("invite-member", new() { ["To.Email"] = email });
        await admin.SubmitAsync("invitations", new() { ["Act.Withdraw"] = Withdraw().Match(RowOf(admin.Page, email)).Groups[1].Value });
        Assert.Contains("De uitnodiging is ingetrokken", admin.Page, StringComparison.Ordinal);
        Assert.DoesNotContain(email, admin.Page, StringComparison.Ordinal);
        using var colleague = new Visitor(portal.Address);
        await colleague.GetAsync(await LinkAsync(email, 1));
        Assert.Contains("ingetrokken", colleague.Page, StringComparison.Ordinal);

        // The platform admin has an account and no place in this team.
        await admin.GetAsync(team + "/invite");
        await admin.SubmitAsync("invite-member", new() { ["To.Email"] = "platform@voorbeeld.nl", ["Input.View"] = "true" });
        var link = await LinkAsync("platform@voorbeeld.nl", 1);
        await colleague.GetAsync(link);
        Assert.Contains("sign-in?terug=", colleague.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("Account maken", colleague.Page, StringComparison.Ordinal);
        await admin.GetAsync(team);
        await admin.SubmitAsync("invitations", new() { ["Act.Withdraw"] = Withdraw().Match(RowOf(admin.Page, "platform@voorbeeld.nl")).Groups[1].Value });

        using var viewer = await Visitor.SignedInAsync(portal, "kijker@voorbeeld.nl");
        await viewer.GetAsync(team + "/invite");
        Assert.Equal(HttpStatusCode.Forbidden, viewer.Status);
        await viewer.GetAsync(team);
        Assert.DoesNotContain("Open uitnodigingen", viewer.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoGovernsAnOrganisation_InvitesTheNextOne_AndTheLastOneStays()
    {
        using var platform = await Visitor.SignedInAsync(portal, "platform@voorbeeld.nl");
        await platform.GetAsync("platform");
        await platform.SubmitAsync("remove-admin", new() { ["ToRemove.UserId"] = $"{await portal.Postgres.ReadAsync<Guid>("select id from users where email = 'platform@voorbeeld.nl'")}" });
        Assert.Contains("er moet minstens één andere beheerder overblijven", platform.Page, StringComparison.Ordinal);
        await platform.SubmitAsync("new-organisation", new() { ["Input.Name"] = $"Waterschap {Guid.NewGuid():N}" });
        var organisation = "organisations/" + platform.Location.AbsolutePath[^36..];
        await platform.GetAsync(organisation);
        var email = $"dijkgraaf-{Guid.NewGuid():N}@waterschap.nl";
        await platform.SubmitAsync("invite-admin", new() { ["To.Email"] = email });
        Assert.Contains("De uitnodiging is verstuurd", platform.Page, StringComparison.Ordinal);
        using var colleague = new Visitor(portal.Address);
        await colleague.GetAsync(await LinkAsync(email, 1));
        await colleague.SubmitAsync("accept", new() { ["Input.Name"] = "Daan Dijkgraaf", ["Input.Password"] = Password });
        await platform.GetAsync(organisation);
        Assert.Contains("Daan Dijkgraaf", platform.Page, StringComparison.Ordinal);
        await platform.GetAsync(organisation + "/audit");
        Assert.Contains("nodigde een organisatiebeheerder uit", platform.Page, StringComparison.Ordinal);
        Assert.Contains("nam de uitnodiging als organisatiebeheerder aan", platform.Page, StringComparison.Ordinal);
    }

    private static string RowOf(string page, string text)
    {
        var rows = page.Split("<tr").Where(row => row.Contains(text, StringComparison.Ordinal)).ToList();
        return Assert.Single(rows);
    }

    /// <summary>The link in the so-manieth mail to an address.</summary>
    private async Task<string> LinkAsync(string email, int mails)
    {
        for (var tries = 0; tries < 100; tries++, await Task.Delay(100))
        {
            var found = portal.Gateway.Mail.All().Where(m => m.To.Contains(email)).ToList();
            if (found.Count >= mails)
                return Invitation().Match(found[0].Text).Value;
        }

        Assert.Fail($"There are no {mails} mails after ten seconds.");
        return "";
    }

    [GeneratedRegex("invitations/[A-Za-z0-9_-]{40,}")]
    private static partial Regex Invitation();

    [GeneratedRegex("name=\"Act.Again\" value=\"([0-9a-f-]{36})\"")]
    private static partial Regex Again();

    [GeneratedRegex("name=\"Act.Withdraw\" value=\"([0-9a-f-]{36})\"")]
    private static partial Regex Withdraw();

    [GeneratedRegex("href=\"(services/[0-9a-f-]{36}/team/[0-9a-f-]{36})\"")]
    private static partial Regex Edit();
}
