using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using NotifyNl.Accounts;
using NotifyNl.Data;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web;

namespace NotifyNl.Tests.Accounts;

/// <summary><c>admin invite</c>: the first platform admin, and nobody after without saying so.</summary>
public sealed class AdminInvitationTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task TheFirst_IsInvitedByALinkThatOpens_AndALaterOneOnlyAsARecovery()
    {
        Assert.Equal((2, ""), await InviteAsync("geen adres"));
        var (code, link) = await InviteAsync("eerste@gemeente.example");
        Assert.Equal(0, code);
        Assert.StartsWith("https://notify.gemeente.example/invitations/", link, StringComparison.Ordinal);
        await using var db = postgres.Open();
        var (invitation, state) = await new Invitations(db, TimeProvider.System).FindAsync(link.Split('/')[^1], default);
        Assert.Equal((LinkState.Valid, InvitationKind.Platform, "eerste@gemeente.example"), (state, invitation!.Kind, invitation.Email));
        // Nowhere but in that line: the database keeps its hash.
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from invitations i where i::text like '%' || $1 || '%'", link.Split('/')[^1]));

        var id = Guid.CreateVersion7();
        db.Add(new User { Id = id, Name = "Pim", UserName = $"{id}", NormalizedUserName = $"{id}", IsPlatformAdmin = true, CreatedAt = DateTimeOffset.UtcNow });
        await db.SaveChangesAsync();
        Assert.Equal((1, ""), await InviteAsync("tweede@gemeente.example"));
        (code, link) = await InviteAsync("tweede@gemeente.example", "--recover");
        Assert.Equal(0, code);
        Assert.NotEmpty(link);
        Assert.Equal(["platform-admin-invited", "platform-admin-recovered"], await postgres.ReadAsync<string[]>("select array_agg(action::text order by at) from audit_entries where action like 'platform-admin%'"));
    }

    private async Task<(int Code, string Link)> InviteAsync(params string[] arguments)
    {
        var settings = new ConfigurationManager
        {
            ["ConnectionStrings:NotifyNl"] = postgres.Web,
            ["ConnectionStrings:NotifyNlOwner"] = postgres.Owner,
            ["ConnectionStrings:NotifyNlWorker"] = postgres.Worker,
            ["PublicUrl"] = "https://notify.gemeente.example/",
        };
        await using var database = await Database.PrepareAsync(settings, new HostingEnvironment { EnvironmentName = "Production" }, default);
        await using var output = new StringWriter();
        var code = await Commands.RunAsync(["admin", "invite", .. arguments], settings, database, output);
        return (code, output.ToString().Split('\n').Where(line => line.StartsWith("http", StringComparison.Ordinal)).SingleOrDefault(""));
    }
}
