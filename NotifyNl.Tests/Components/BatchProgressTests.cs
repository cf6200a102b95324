using System.Globalization;
using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NotifyNl.Services;
using NotifyNl.Teams;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Components.Islands;
using NotifyNl.Web.Security;

namespace NotifyNl.Tests.Components;

/// <summary>The island that follows a batch, on real counters.</summary>
public sealed class BatchProgressTests : BunitContext, IClassFixture<PostgresFixture>
{
    private readonly PostgresFixture postgres;
    private readonly FakeTimeProvider clock = new();
    private Given given = null!;

    public BatchProgressTests(PostgresFixture postgres)
    {
        this.postgres = postgres;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("nl-NL");
        Services.AddLocalization();
        Services.AddSingleton<TimeProvider>(clock);
        Services.AddScoped<CurrentService>().AddOptions();
        Services.AddScoped(_ => postgres.OpenWeb(given.ServiceId));
        Services.AddSingleton<AuthenticationStateProvider>(_ => new SignedIn(given.UserId));
    }

    [Fact]
    public async Task Static_ShowsWhereTheMessagesStand()
    {
        var progress = await ProgressAsync(rows: 3, interactive: false);
        progress.WaitForAssertion(() => Assert.Equal("3totaal", progress.Find(".nn-tile--total").TextContent));
        Assert.Equal(("3", "0"), (progress.Find("progress").GetAttribute("max"), progress.Find("progress").GetAttribute("value")));
        Assert.Equal("", progress.Find("[role=status]").TextContent.Trim());
        Assert.Contains("Toon hoe ver de verzending nu is", progress.Markup, StringComparison.Ordinal); // for who has no JavaScript
    }

    [Fact]
    public async Task Connected_MovesByItself_AndSpeaksAtTheEndOnly()
    {
        var progress = await ProgressAsync(rows: 3, interactive: true);
        progress.WaitForAssertion(() => Assert.Equal("3in de wachtrij", progress.Find(".nn-tile--queued").TextContent));

        await postgres.ExecuteAsync("update message_counts set status = 20 where service_id = $1", given.ServiceId);
        progress.WaitForAssertion(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(2));
                Assert.Contains("De verzending is klaar.", progress.Find("[role=status]").TextContent, StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(10));
        Assert.Equal("3bezorgd", progress.Find(".nn-tile--delivered").TextContent);
        Assert.Empty(progress.FindAll("progress"));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 0)]
    public async Task Over_BeforeItWasConnected_ThePageAroundItIsDrawnAnew(int doneOnPage, int times)
    {
        var navigation = Services.GetRequiredService<BunitNavigationManager>();
        var progress = await ProgressAsync(rows: 3, interactive: true, over: true, doneOnPage: doneOnPage);
        progress.WaitForAssertion(() => Assert.Contains("De verzending is klaar.", progress.Find("[role=status]").TextContent, StringComparison.Ordinal));

        if (times > 0)
            progress.WaitForAssertion(() => Assert.Equal(times, navigation.History.Count));
        Assert.Equal(times, navigation.History.Count);
    }

    [Fact]
    public async Task WhoIsNotInTheTeam_SeesNoFigures()
    {
        var progress = await ProgressAsync(rows: 3, interactive: false, member: false);
        progress.WaitForAssertion(() => Assert.Empty(progress.FindAll(".nn-tile")));
    }

    [Fact]
    public async Task S1_ABatchOfAnotherService_ShowsNoFigures()
    {
        await ProgressAsync(rows: 3, interactive: false);
        var theirs = await (await Given.AsyncIn(postgres)).QueuedBatchAsync(5);
        var progress = Render<BatchProgress>(p => p.Add(b => b.ServiceId, given.ServiceId).Add(b => b.BatchId, theirs).Add(b => b.Expected, 5).Add(b => b.Href, "b/1"));
        progress.WaitForAssertion(() => Assert.Equal("0in de wachtrij", progress.Find(".nn-tile--queued").TextContent));
    }

    [Theory]
    [InlineData("update members set permissions = 0 where service_id = $1")]
    [InlineData("delete from members where service_id = $1")]
    public async Task S6_WhoMayNotLookAnyMore_IsSentToThePage_AndABrowserThatStaysIsCutOff(string sql)
    {
        var progress = await ProgressAsync(rows: 3, interactive: true);
        progress.WaitForAssertion(() => Assert.Equal("3in de wachtrij", progress.Find(".nn-tile--queued").TextContent));
        var sent = Services.GetRequiredService<BunitNavigationManager>();
        var check = new AccountOptions().CircuitCheck;
        Assert.InRange(check, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        clock.Advance(check);
        await Task.Delay(300);
        Assert.Empty(sent.History);

        await postgres.ExecuteAsync(sql, given.ServiceId);
        clock.Advance(check);
        for (var tries = 0; tries < 100 && sent.History.Count == 0; tries++)
            await Task.Delay(100);
        Assert.True(Assert.Single(sent.History).Options.ForceLoad);
        Assert.False(Renderer.UnhandledException.IsCompleted);
        clock.Advance(check);
        Assert.IsType<InvalidOperationException>(await Renderer.UnhandledException.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private async Task<IRenderedComponent<BatchProgress>> ProgressAsync(int rows, bool interactive, bool member = true, bool over = false, int doneOnPage = 0)
    {
        given = await Given.AsyncIn(postgres);
        if (member)
        {
            await using var db = postgres.Open();
            db.Add(new Member { ServiceId = given.ServiceId, UserId = given.UserId, Permissions = Permissions.View });
            await db.SaveChangesAsync();
        }

        var batch = await given.QueuedBatchAsync(rows);
        if (over)
            await postgres.ExecuteAsync("update message_counts set status = 20 where service_id = $1", given.ServiceId);
        SetRendererInfo(interactive ? new RendererInfo("Server", true) : new RendererInfo("Static", false));
        return Render<BatchProgress>(p => p.Add(b => b.ServiceId, given.ServiceId).Add(b => b.BatchId, batch).Add(b => b.Expected, rows).Add(b => b.Href, "b/1").Add(b => b.DoneOnPage, doneOnPage));
    }

    private sealed class SignedIn(Guid user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user.ToString())], "test"))));
    }
}
