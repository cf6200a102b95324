using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Tests.Portal;

namespace NotifyNl.Tests.Browser;

/// <summary>Follows every link of the portal, and looks at one page of each kind: what is added later is looked at by itself.</summary>
[Collection(LookedAtPortal.Name)]
public sealed partial class EveryPageTests(RunningPortal portal)
{
    private const string Administrator = "beheerder@voorbeeld.nl";

    [Fact]
    public async Task EveryPageThatALinkLeadsTo_IsAccessibleAndFits() => Assert.InRange(await WalkAsync(Administrator, [.. await PrepareAsync(), ("/", null)], _ => true), 20, 200);

    [Fact]
    public async Task EveryPageOfThePlatform_IsAccessibleAndFits()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "platform@voorbeeld.nl");
        await visitor.GetAsync("platform");
        await visitor.SubmitAsync("invite-admin", new() { ["To.Email"] = $"{Guid.NewGuid():N}@rijk.nl" });
        await visitor.SubmitAsync("new-organisation", new() { ["Input.Name"] = $"Hoogheemraadschap {Guid.NewGuid():N}" });
        await visitor.SubmitAsync("new-service", new() { ["NewService.Name"] = "Waterstanden", ["NewService.Email"] = "platform@voorbeeld.nl" });
        var organisation = visitor.Location.AbsolutePath;
        await portal.Postgres.ExecuteAsync(
            "update services set go_live_requested_at = now(), go_live_requested_by_id = u.id, go_live_messages_per_year = 25000 from users u where u.email = $2 and organisation_id = $1", Guid.Parse(organisation[^36..]), Administrator);
        await visitor.GetAsync(organisation[1..]);
        var service = visitor.Link("services/[0-9a-f-]{36}/settings");
        var pages = await WalkAsync("platform@voorbeeld.nl", [(organisation, "platform-organisatie"), ($"/{service}/go-live", "live-aanvragen"), ("/platform", null)],
            path => path.StartsWith("/platform", StringComparison.Ordinal) || path.StartsWith("/organisations", StringComparison.Ordinal));
        Assert.InRange(pages, 6, 50);
    }

    /// <param name="follow">Whether a link to this path is gone after.</param>
    /// <returns>How many kinds of pages were met.</returns>
    private async Task<int> WalkAsync(string account, IEnumerable<(string Path, string? Name)> starts, Func<string, bool> follow)
    {
        var page = await Chromium.OpenAsync();
        await page.SignInAsync(portal, account);
        var (known, toVisit) = (new HashSet<string>(), new Queue<(string Path, string? Name)>(starts));
        var complaints = new List<string>();
        while (toVisit.TryDequeue(out var next))
        {
            var answer = await page.GotoAsync(portal.Address + next.Path);
            if (answer is null || !(answer.Headers.GetValueOrDefault("content-type") ?? "").StartsWith("text/html", StringComparison.Ordinal))
                continue;
            complaints.AddRange(await LookAsync(page, next.Name ?? NameOf(next.Path)));
            foreach (var link in await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('main a[href]:not([download], [data-file]), nav a[href]:not([download]), footer a[href]')].map(a => a.href)"))
            {
                // Pages differ by what they show, not by the thing that they show it of.
                if (new Uri(link) is var target && target.GetLeftPart(UriPartial.Authority) == portal.Address && !target.AbsolutePath.StartsWith("/taal/", StringComparison.Ordinal) && follow(target.AbsolutePath)
                    && known.Add(Ids().Replace(target.AbsolutePath, "-")))
                    toVisit.Enqueue((target.PathAndQuery, null));
            }
        }

        Assert.True(complaints.Count == 0, string.Join(Environment.NewLine, complaints));
        return known.Count;
    }

    /// <summary>A batch that is delivered, a planned one, a list that waits, one with faulty rows; and pages that no link leads to.</summary>
    private async Task<List<(string Path, string? Name)>> PrepareAsync()
    {
        using var visitor = await Visitor.SignedInAsync(portal, Administrator);
        var template = await visitor.OpenDemoTemplateAsync();
        var service = "/" + template[..template.IndexOf("/templates/", StringComparison.Ordinal)];
        await visitor.GetAsync(service[1..] + "/templates");
        await visitor.SubmitAsync("new-folder", new() { ["Made.Name"] = $"Map {Guid.NewGuid():N}"[..12] });
        await visitor.GetAsync(service[1..] + "/team/invite");
        await visitor.SubmitAsync("invite-member", new() { ["To.Email"] = $"nieuw-{Guid.NewGuid():N}"[..18] + "@gemeente.nl", ["Input.View"] = "true" });
        const string heads = "telefoonnummer;aanhef;naam;bedrag;datum\r\n";
        var batch = await UploadAsync("0612345678;mevrouw;De Boer;€ 1;1 mei\r\n0699000002;de heer;Çelik;€ 2;1 mei\r\n");
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "now" });
        await UploadAsync("0612345678;mevrouw;De Boer;€ 1;1 mei\r\n");
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "later", ["Send.Date"] = DateTime.Now.AddDays(2).ToString("d-M-yyyy", null), ["Send.Time"] = "9:30" });
        var planned = visitor.Location.AbsolutePath;
        var waiting = await UploadAsync("0612345678;mevrouw;De Boer;€ 1;1 mei\r\n0612345679;de heer;Çelik;€ 2;1 mei\r\n0612345670;de heer;Vos;€ 2;1 mei\r\n");
        var faulty = await UploadAsync("0612345678;mevrouw;De Boer;€ 1;1 mei\r\n061234;de heer;;€ 2;1 mei\r\n");
        for (var tries = 0; tries < 100; tries++, await Task.Delay(200))
        {
            await visitor.GetAsync(batch[1..]);
            if (visitor.Page.Contains("De verzending is klaar", StringComparison.Ordinal))
                break;
        }

        return
        [
            (planned, "verzending-gepland"), (waiting, "lijst-klaar"), (faulty, "lijst-fouten"), (faulty + "?goede=1", "lijst-alleen-goede"),
            (batch.Replace("/lists/", "/batches/", StringComparison.Ordinal), "verzending-met-mislukte"),
            ("/bestaat-niet", null), ("/refused/403", null), ("/refused/400", null), ("/refused/500", null),
        ];

        async Task<string> UploadAsync(string rows)
        {
            await visitor.GetAsync(template + "/send");
            await visitor.UploadAsync(template + "/lists", "lijst.csv", Encoding.UTF8.GetBytes(heads + rows));
            Assert.Contains("/lists/", visitor.Location.AbsolutePath, StringComparison.Ordinal);
            return visitor.Location.AbsolutePath;
        }
    }

    private static async Task<List<string>> LookAsync(IPage page, string name)
    {
        var complaints = new List<string>();
        try
        {
            await page.LookAsync(name);
        }
        catch (Xunit.Sdk.XunitException e)
        {
            complaints.Add(e.Message);
        }

        if (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync() != 1)
            complaints.Add($"{name} has not one heading of level 1.");
        if (!(await page.TitleAsync()).EndsWith("Notify NL", StringComparison.Ordinal))
            complaints.Add($"{name} has the title '{await page.TitleAsync()}'.");
        return complaints;
    }

    private static string NameOf(string path)
    {
        var name = Ids().Replace(path.Replace("/services/", "/", StringComparison.Ordinal), "een").Replace("/een/", "/", StringComparison.Ordinal);
        return Others().Replace(name, "-").Trim('-') is { Length: > 0 } rest ? "pagina-" + rest : "pagina-diensten";
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Ids();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Others();
}
