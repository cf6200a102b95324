using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Security;

namespace NotifyNl.Tests.Browser;

/// <summary>S6 for a page that stands open on a live circuit: who signs out elsewhere, loses a right or leaves the team does not look on.</summary>
[Collection(SharedPortal.Name)]
public sealed class CircuitTests(RunningPortal portal)
{
    private const string Editor = "redacteur@voorbeeld.nl";

    // What is remembered of a session, the check itself, and a machine that has more to do.
    private static readonly TimeSpan Soon = SessionCache.Remembered + RunningPortal.CircuitCheck + TimeSpan.FromSeconds(10);

    [Fact]
    public async Task S6_ALiveCircuit_EndsWithTheSession_TheRight_AndThePlaceOfItsVisitor()
    {
        var elsewhere = await Chromium.OpenAsync();
        var cut = new TaskCompletionSource();
        elsewhere.WebSocket += (_, socket) => socket.Close += (_, _) => cut.TrySetResult();
        var address = await ComposeAsync(elsewhere);
        // Signed out by another browser: the connection is cut.
        await portal.Postgres.ExecuteAsync("delete from sessions where user_id = (select id from users where email = $1)", Editor);

        var page = await Chromium.OpenAsync();
        await ComposeAsync(page);
        // Before anything else changes: a right less would end that page as well, in another way.
        await cut.Task.WaitAsync(Soon);
        // And a new one is not let in.
        Assert.False(await elsewhere.EvaluateAsync<bool>("async () => (await fetch('/_blazor/negotiate?negotiateVersion=1', { method: 'POST', redirect: 'manual' })).ok"));

        var service = Guid.Parse(new Uri(address).AbsolutePath.Split('/')[2]);
        // A right less, then out of the team: the page is asked for anew, and refused.
        foreach (var (sql, refusal) in new[] { ("update members set permissions = 1 where service_id = $1 and user_id = (select id from users where email = $2)", 403), ("delete from members where service_id = $1 and user_id = (select id from users where email = $2)", 404) })
        {
            var refused = page.WaitForResponseAsync(answer => answer.Url == address && answer.Status == refusal, new() { Timeout = (float)Soon.TotalMilliseconds });
            await portal.Postgres.ExecuteAsync(sql, service, Editor);
            await refused;
            await Assertions.Expect(page.Locator("[data-live]")).ToHaveCountAsync(0);
            await portal.Postgres.ExecuteAsync("insert into members (service_id, user_id, permissions) select $1, id, 5 from users where email = $2 on conflict (service_id, user_id) do update set permissions = 5", service, Editor);
            await page.GotoAsync(address);
            await Assertions.Expect(page.Locator("[data-live=ja]")).ToBeVisibleAsync();
        }
    }

    /// <summary>Opens the page on which a template is written, and waits until it lives.</summary>
    private async Task<string> ComposeAsync(IPage page)
    {
        await page.SignInAsync(portal, Editor);
        await page.GetByRole(AriaRole.Link, new() { Name = "Uw uitkering" }).ClickAsync();
        await page.GotoAsync(page.Url.TrimEnd('/') + "/templates/new");
        await Assertions.Expect(page.Locator("[data-live=ja]")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        return page.Url;
    }
}
