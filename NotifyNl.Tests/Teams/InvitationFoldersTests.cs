using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Accounts;
using NotifyNl.Templates;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Teams;

/// <summary>An invitation says which template folders the new member sees, from the first moment.</summary>
public sealed partial class InvitationFoldersTests(PostgresServer server)
{
    [Fact]
    public async Task WhoIsInvited_SeesTheFoldersThatWereTicked_AndNoOthers()
    {
        await using var portal = new PortalInProcess(server);
        await portal.StartAsync();
        var people = await People.AsyncIn(portal);
        var (service, shown, hidden) = (people.Mine.Id, Guid.Parse(people.Mine.Values["FolderId"]), Guid.CreateVersion7());
        await using var db = portal.Postgres.Open();
        db.Add(new TemplateFolder { Id = hidden, ServiceId = service, Name = "Handhaving", CreatedAt = DateTimeOffset.UtcNow });
        await db.SaveChangesAsync();
        using var manager = await portal.BrowserAsync(people.All["manager"]);
        var page = $"/services/{service}/team/invite";
        Assert.Equal(2, Checked().Count(await manager.GetStringAsync(page))); // all, unless somebody says otherwise

        // An address with a mistake: the choice is still there.
        var again = await SubmitAsync(manager, page, ("To.Email", "geen adres"), ("folder", $"{shown}"));
        Assert.Contains($"value=\"{shown}\" checked", again, StringComparison.Ordinal);
        Assert.Contains($"value=\"{hidden}\"", again, StringComparison.Ordinal);
        Assert.DoesNotContain($"value=\"{hidden}\" checked", again, StringComparison.Ordinal);

        await SubmitAsync(manager, page, ("To.Email", "nieuw@gemeente.example"), ("folder", $"{shown}"));
        var invitation = await db.Invitations.AsNoTracking().SingleAsync(i => i.ServiceId == service);
        Assert.Equal([hidden], invitation.HiddenFolders);
        Assert.Contains("Handhaving", await portal.Postgres.ReadAsync<string>("select changes::text from audit_entries where action = 'member-invited' and subject_id = $1", invitation.Id), StringComparison.Ordinal);

        await using var scope = portal.Services.CreateAsyncScope();
        Assert.True((await scope.ServiceProvider.GetRequiredService<Joining>().AcceptAsync(invitation.Id, people.All["outsider"]!.Id, null, null, default)).Succeeded);
        Assert.Equal([hidden], (await db.Members.AsNoTracking().SingleAsync(m => m.ServiceId == service && m.UserId == people.All["outsider"]!.Id)).HiddenFolders);
    }

    private static async Task<string> SubmitAsync(HttpClient browser, string page, params (string, string)[] fields)
    {
        var html = await browser.GetStringAsync(page);
        using var answer = await browser.PostAsync(page, new FormUrlEncodedContent(
            [new("_handler", "invite-member"), new("__RequestVerificationToken", WebUtility.HtmlDecode(Token().Match(html).Groups[1].Value)), .. fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))]));
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Found, $"{answer.StatusCode}");
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("name=\"folder\" value=\"[0-9a-f-]{36}\" checked", RegexOptions.CultureInvariant)]
    private static partial Regex Checked();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
