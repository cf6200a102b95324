using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NotifyNl.Sending;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Security;

/// <summary>The attack list of the portal beside the sweep of its addresses: keys, scripts, formulas, headers, logs.</summary>
public sealed partial class TrustTests(TrustTests.TalkativePortal talkative) : IClassFixture<TrustTests.TalkativePortal>, IAsyncLifetime
{
    private readonly PortalInProcess portal = talkative.Portal;
    private readonly Ears ears = talkative.Ears;
    private People people = null!;

    public async ValueTask InitializeAsync() => people = await People.AsyncIn(portal);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task S17_NothingPersonal_IsInAnyLog_AlsoAtTrace()
    {
        var service = people.Mine.Values;
        var number = Given.Seal.Open(people.Mine.Id, await portal.Postgres.ReadAsync<byte[]>("select recipient from notifications where id = $1", Guid.Parse(service["MessageId"])));
        using var browser = await portal.BrowserAsync(people.All["all"]);
        foreach (var page in new[] { "", "/batches", $"/batches/{service["BatchId"]}", $"/batches/{service["BatchId"]}/messages/{service["MessageId"]}", $"/lists/{service["UploadId"]}", $"/templates/{service["TemplateId"]}", "/team", "/team.csv", "/audit", $"/batches/{service["BatchId"]}/report.csv" })
        {
            using var response = await browser.GetAsync($"/services/{people.Mine.Id}{page}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Contains(number[^4..], await SubmitAsync(browser, $"/services/{people.Mine.Id}/batches/{service["BatchId"]}/messages/{service["MessageId"]}", "show-number"), StringComparison.Ordinal);
        // A line that is forged by a name with line ends in it.
        using (await browser.GetAsync("/services/x%0d%0ainfo: forged")) { }

        string[] secrets = [number, number[3..], "uw paspoort ligt klaar", people.All["all"]!.Email!, people.All["all"]!.SecurityStamp!];
        Assert.True(ears.Lines.Count > 200, $"Only {ears.Lines.Count} lines: the logs are not at Trace.");
        Assert.Contains(ears.Lines, line => line.StartsWith("Executed DbCommand", StringComparison.Ordinal));
        Assert.Empty(ears.Lines.Where(line => secrets.Any(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase))).Select(line => line[..Math.Min(300, line.Length)]));
        Assert.DoesNotContain(ears.Lines, line => line.StartsWith("info: forged", StringComparison.Ordinal));

        // The same ears do hear a canary.
        var canary = $"{Guid.NewGuid()}";
        portal.Services.GetRequiredService<ILogger<TrustTests>>().LogTrace("A canary: {Canary}", canary);
        Assert.Contains(ears.Lines, line => line.Contains(canary, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("+31612345678", "+31612345678")]
    public void S11_AFormula_IsText_AndANumberStaysANumber(string cell, string expected) => Assert.Equal(expected, OfficeCsv.Harmless(cell));

    [Fact]
    public async Task S9_EveryAnswer_BearsItsHeaders()
    {
        using var browser = await portal.BrowserAsync(people.All["all"]);
        foreach (var page in new[] { "/", "/sign-in", $"/services/{people.Mine.Id}", $"/services/{people.Theirs.Id}", "/.well-known/security.txt" })
        {
            using var response = await browser.GetAsync(page);
            Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Single(response.Headers.GetValues("Referrer-Policy"));
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Theory]
    [InlineData("//kwaad.nl")]
    [InlineData("/\\kwaad.nl")]
    [InlineData("https://kwaad.nl")]
    [InlineData("/\tkwaad")]
    public async Task ARedirect_StaysHere(string back)
    {
        using var browser = await portal.BrowserAsync(null);
        using var response = await browser.GetAsync($"/taal/nl-NL?terug={Uri.EscapeDataString(back)}");
        Assert.Equal("/", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task SecurityTxt_SaysWhereToTell_AndHasNotExpired()
    {
        using var browser = await portal.BrowserAsync(null);
        var text = await browser.GetStringAsync("/.well-known/security.txt");
        Assert.Contains("Contact: https://", text, StringComparison.Ordinal);
        Assert.InRange(DateTimeOffset.Parse(Regex.Match(text, "Expires: (.*)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddDays(30), DateTimeOffset.UtcNow.AddYears(2));
    }

    [Fact]
    public async Task ANumber_IsMaskedUntilAsked_AndAskingIsWrittenDown()
    {
        var (batch, message) = (people.Mine.Values["BatchId"], people.Mine.Values["MessageId"]);
        using var browser = await portal.BrowserAsync(people.All["viewer"]);
        var address = $"/services/{people.Mine.Id}/batches/{batch}/messages/{message}";
        Assert.Contains("••••", WebUtility.HtmlDecode(await browser.GetStringAsync(address)), StringComparison.Ordinal);
        Assert.DoesNotContain("••••", await SubmitAsync(browser, address, "show-number"), StringComparison.Ordinal);
        Assert.Equal(1L, await portal.Postgres.ReadAsync<long>("select count(*) from audit_entries where action = 'number-shown' and subject_id = $1 and user_id = $2", Guid.Parse(message), people.All["viewer"]!.Id));
    }

    [Fact]
    public async Task ANumberOfAListThatIsChecked_IsMaskedUntilAsked_AndAskingIsWrittenDown()
    {
        var list = people.Mine.Values["UploadId"];
        using var browser = await portal.BrowserAsync(people.All["sender"]);
        var address = $"/services/{people.Mine.Id}/lists/{list}?rij=3";
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync(address));
        Assert.Contains("Rij 3, naar 06 •••• 0001", page, StringComparison.Ordinal);
        Assert.DoesNotContain("06 10000001", page, StringComparison.Ordinal);

        Assert.Contains("Rij 3, naar 06 10000001", await SubmitAsync(browser, address, "show-number"), StringComparison.Ordinal);
        Assert.Equal("lijst.xlsx, 3", await portal.Postgres.ReadAsync<string>(
            "select string_agg(subject, '|') from audit_entries where action = 'number-shown' and subject_id = $1 and user_id = $2", Guid.Parse(list), people.All["sender"]!.Id));
    }

    [Fact]
    public async Task AHiddenTemplate_ShowsNoTextOfWhatWasSent()
    {
        var service = people.Mine.Values;
        using var browser = await portal.BrowserAsync(people.All["all"]);
        await SubmitAsync(browser, $"/services/{people.Mine.Id}/templates/{service["TemplateId"]}/hide", "hide-template");
        await portal.Postgres.ExecuteAsync("update notifications set sent_at = now() where service_id = $1", people.Mine.Id);
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync($"/services/{people.Mine.Id}/batches/{service["BatchId"]}/messages/{service["MessageId"]}"));
        Assert.DoesNotContain("paspoort ligt klaar", page, StringComparison.Ordinal);
        Assert.Contains("verborgen", page, StringComparison.Ordinal);

        // Nor does the report, in either form: the number and what became of it, and not one cell more.
        await portal.Postgres.ExecuteAsync(
            "update upload_rows set cells = $2 where service_id = $1", people.Mine.Id, Given.Seal.Seal(people.Mine.Id, new SealedRow(["Kanarie"], [], false, false).ToJson()));
        var report = $"/services/{people.Mine.Id}/batches/{service["BatchId"]}/report";
        var lines = (await browser.GetStringAsync(report + ".csv")).Trim().Split("\r\n");
        Assert.Equal(3, lines.Length);
        Assert.Equal("telefoonnummer;rij;status;reden;overgedragen;afgerond;sms-delen", lines[0].Trim('\uFEFF'));
        Assert.All(lines[1..], line => Assert.Matches("^\\+316[0-9]{8};[0-9]+;Bezorgd;", line));
        using var file = new MemoryStream(await browser.GetByteArrayAsync(report + ".xlsx"));
        using var book = new ClosedXML.Excel.XLWorkbook(file);
        var cells = book.Worksheets.Single().CellsUsed().Select(cell => cell.GetString()).ToList();
        Assert.DoesNotContain(cells, cell => cell.Contains("Kanarie", StringComparison.Ordinal));
        Assert.Equal(2, cells.Count(cell => cell.StartsWith("+316", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AHiddenTemplate_ShowsNoTextInAConversation()
    {
        var citizen = Guid.Parse(people.Mine.Values["Citizen"]);
        await portal.Postgres.ExecuteAsync("update notifications set recipient_key = $2 where service_id = $1", people.Mine.Id, citizen);
        using var browser = await portal.BrowserAsync(people.All["all"]);
        var address = $"/services/{people.Mine.Id}/received/{citizen}";
        Assert.Contains("Beste Ans", WebUtility.HtmlDecode(await browser.GetStringAsync(address)), StringComparison.Ordinal);

        await portal.Postgres.ExecuteAsync("update templates set hides_after_sending = true where service_id = $1", people.Mine.Id);
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync(address));
        Assert.DoesNotContain("Beste Ans", page, StringComparison.Ordinal);
        Assert.Contains("Beste [verborgen], uw paspoort ligt klaar.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThePlatform_MakesAnOrganisationAndAService_AndTheLogSaysSo()
    {
        using var browser = await portal.BrowserAsync(people.All["platform"]);
        var name = $"Gemeente {Guid.NewGuid():N}";
        await SubmitAsync(browser, "/platform", "new-organisation", ("Input.Name", name));
        var id = await portal.Postgres.ReadAsync<Guid>("select id from organisations where name = $1", name);
        await SubmitAsync(browser, $"/platform/organisations/{id}", "new-service", ("NewService.Name", "Parkeren"), ("NewService.Email", people.All["viewer"]!.Email!));
        await SubmitAsync(browser, $"/platform/organisations/{id}", "new-admin", ("NewAdmin.Email", people.All["viewer"]!.Email!));
        using var admin = await portal.BrowserAsync(people.All["viewer"]);
        Assert.Contains("Parkeren", await admin.GetStringAsync($"/organisations/{id}"), StringComparison.Ordinal);
        var log = WebUtility.HtmlDecode(await admin.GetStringAsync($"/organisations/{id}/audit?wat=service-created"));
        Assert.Contains("maakte de dienst", log, StringComparison.Ordinal);
        Assert.Contains("Persoon platform", log, StringComparison.Ordinal);
        Assert.Contains("maakte de dienst", await admin.GetStringAsync($"/organisations/{id}/audit.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GoingLive_AsksForASecondFactorAgain_FromBothSides()
    {
        foreach (var (person, page) in new[] { ("manager", $"/services/{people.Mine.Id}/settings/go-live"), ("platform", $"/platform/organisations/{people.Mine.OrganisationId}/live/{people.Mine.Id}") })
        {
            using var browser = await portal.BrowserAsync(people.All[person]);
            using (var recent = await browser.GetAsync(page))
                Assert.Equal(HttpStatusCode.OK, recent.StatusCode);
            using var later = await portal.BrowserAsync(people.All[person]);
            await portal.Postgres.ExecuteAsync("update sessions set second_factor_at = now() - interval '1 hour' where user_id = $1", people.All[person]!.Id);
            using var asked = await later.GetAsync(page);
            Assert.StartsWith("/confirm?", asked.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }

    private static async Task<string> SubmitAsync(HttpClient browser, string page, string form, params (string, string)[] fields)
    {
        var html = await browser.GetStringAsync(page);
        var token = WebUtility.HtmlDecode(Token().Match(html).Groups[1].Value);
        using var response = await browser.PostAsync(page, new FormUrlEncodedContent(
            [new("_handler", form), new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))]));
        var answer = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        Assert.True((response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Found) && !answer.Contains("role=\"alert\"", StringComparison.Ordinal), $"{form}: {response.StatusCode}\n{Alert().Match(answer).Value}");
        return answer;
    }

    /// <summary>At Trace, and heard.</summary>
    public sealed class TalkativePortal(PostgresServer server) : IAsyncLifetime
    {
        internal PortalInProcess Portal { get; } = new(server);

        internal Ears Ears { get; } = new();

        public ValueTask InitializeAsync() => Portal.StartAsync(Ears, [.. RunLogs.Talkative.Select(name => ($"Logging:LogLevel:{name}", "Trace"))]);

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex("role=\"alert\".*?</ul>", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Alert();
}
