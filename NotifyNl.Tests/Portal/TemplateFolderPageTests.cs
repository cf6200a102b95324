using System.Net;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>Who may not see a folder: every address that names a template in it says that there is no such page, and no list shows it.</summary>
public sealed class TemplateFolderPageTests(PortalInProcess portal) : IClassFixture<PortalInProcess>
{
    [Fact]
    public async Task ATemplateInAHiddenFolder_IsOnNoPage_AndTheOthersSeeIt()
    {
        var people = await People.AsyncIn(portal);
        var (service, values) = (people.Mine.Id, people.Mine.Values);
        await portal.Postgres.ExecuteAsync("update templates set folder_id = $2 where id = $1", Guid.Parse(values["TemplateId"]), Guid.Parse(values["FolderId"]));
        await portal.Postgres.ExecuteAsync("update members set hidden_folders = array[$3] where service_id = $1 and user_id = $2", service, people.All["all"]!.Id, Guid.Parse(values["FolderId"]));
        using var blind = await portal.BrowserAsync(people.All["all"]);
        using var seeing = await portal.BrowserAsync(people.All["second"]);
        var addresses = portal.Endpoints
            .Where(e => !Rules.IsFile(e) && Rules.Names(e, "ServiceId") && new[] { "TemplateId", "FolderId", "UploadId" }.Any(name => Rules.Names(e, name)))
            .Select(e => Rules.Address(e, value => values[value])).Distinct().ToList();
        Assert.InRange(addresses.Count, 10, 100);
        foreach (var address in addresses)
        {
            using var hidden = await blind.GetAsync(address);
            Assert.True(hidden.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{address}: {hidden.StatusCode}");
            using var posted = await blind.PostAsync(address, new FormUrlEncodedContent([]));
            Assert.True(posted.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"POST {address}: {posted.StatusCode}");
        }

        foreach (var page in new[] { "/templates", "/lists", "/received/rules" })
        {
            var shown = await blind.GetStringAsync($"/services/{service}{page}");
            Assert.DoesNotContain(values["TemplateId"], shown, StringComparison.Ordinal);
            Assert.DoesNotContain(values["UploadId"], shown, StringComparison.Ordinal);
            Assert.DoesNotContain(values["FolderId"], shown, StringComparison.Ordinal);
        }

        // The same for a colleague, so that a page that is broken for everybody cannot pass for a secret.
        Assert.Contains(values["FolderId"], await seeing.GetStringAsync($"/services/{service}/templates"), StringComparison.Ordinal);
        Assert.Contains(values["TemplateId"], await seeing.GetStringAsync($"/services/{service}/templates/folders/{values["FolderId"]}"), StringComparison.Ordinal);
        Assert.Contains(values["UploadId"], await seeing.GetStringAsync($"/services/{service}/lists"), StringComparison.Ordinal);
        using var own = await seeing.GetAsync($"/services/{service}/templates/{values["TemplateId"]}/send");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }
}
