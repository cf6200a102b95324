using System.Net;
using NotifyNl.Delivery;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>Who governs sees who, what and how much, and never what was written or to whom.</summary>
public sealed class OrganisationPageTests(PortalInProcess portal) : IClassFixture<PortalInProcess>
{
    [Fact]
    public async Task AnOrganisationAdmin_SeesServicesMembersAndUsage_OfTheirOwnOrganisationOnly()
    {
        var people = await People.AsyncIn(portal);
        await portal.Postgres.ExecuteAsync(
            "insert into message_counts (service_id, batch_id, day, status, slot, messages, parts) values ($1, $2, current_date, $3, 0, 1234, 2468)", people.Mine.Id, Guid.NewGuid(), (short)NotificationStatus.Delivered);
        using var admin = await portal.BrowserAsync(people.All["organisation"]);
        var page = WebUtility.HtmlDecode(await admin.GetStringAsync($"/organisations/{people.Mine.OrganisationId}"));
        foreach (var shown in new[] { "Burgerzaken", "Persoon manager", "Persoon viewer", "Persoon organisation", "1.234", "2.468" })
            Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.DoesNotContain(people.Theirs.OrganisationId.ToString(), await admin.GetStringAsync("/"), StringComparison.Ordinal);
        using var foreign = await admin.GetAsync($"/organisations/{people.Theirs.OrganisationId}");
        using var service = await admin.GetAsync($"/services/{people.Mine.Id}/settings");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign.StatusCode, service.StatusCode));
    }

    [Fact]
    public async Task APlatformAdmin_ReadsNoMessageNoNumberAndNoTemplate_OnAnyPageOfAService()
    {
        var people = await People.AsyncIn(portal);
        var number = Given.Seal.Open(people.Mine.Id, await portal.Postgres.ReadAsync<byte[]>("select recipient from notifications where id = $1", Guid.Parse(people.Mine.Values["MessageId"])));
        using var platform = await portal.BrowserAsync(people.All["platform"]);
        using var member = await portal.BrowserAsync(people.All["all"]);
        var (opened, shown) = (0, 0);
        foreach (var endpoint in portal.Endpoints.Where(e => !Rules.IsFile(e) && Rules.Names(e, "ServiceId") && Rules.Takes(e, "GET")))
        {
            var address = Rules.Address(endpoint, value => people.Mine.Values[value]);
            shown += Tells(await (await member.GetAsync(address)).Content.ReadAsStringAsync(), number) ? 1 : 0;
            using var answer = await platform.GetAsync(address);
            if (answer.StatusCode != HttpStatusCode.OK)
                continue;
            opened++;
            Assert.False(Tells(await answer.Content.ReadAsStringAsync(), number), $"{address} shows a platform admin what is none of their business.");
        }

        Assert.True(opened >= 6, $"Only {opened} pages opened.");
        Assert.True(shown >= 3, $"Only {shown} pages show a member of the team anything: the test looks in the wrong place.");
    }

    private static bool Tells(string page, string number) =>
        page.Contains("paspoort ligt klaar", StringComparison.Ordinal) || page.Contains(number[3..], StringComparison.Ordinal);
}
