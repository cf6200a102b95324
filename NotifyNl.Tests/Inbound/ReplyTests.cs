using System.Net;
using System.Text.RegularExpressions;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Inbound;

/// <summary>A number gets its service, and a person of the team answers who wrote to it.</summary>
public sealed partial class ReplyTests(PortalInProcess portal) : IClassFixture<PortalInProcess>
{
    [Fact]
    public async Task ANumber_BelongsToOneService_AndIsGivenByThePlatform()
    {
        var people = await People.AsyncIn(portal);
        using var platform = await portal.BrowserAsync(people.All["platform"]);
        var page = $"/platform/organisations/{people.Mine.OrganisationId}/numbers/{people.Mine.Id}";
        var word = $"W{Guid.NewGuid():N}"[..12].ToUpperInvariant();
        Assert.Contains("Vul een telefoonnummer in", await SubmitAsync(platform, page, "add-number", ("Input.Number", "nul zes")), StringComparison.Ordinal);
        Assert.Contains("meldt een burger af", await SubmitAsync(platform, page, "add-number", ("Input.Number", "0970 1020 3040"), ("Input.Keyword", "stop")), StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"alert\"", await SubmitAsync(platform, page, "add-number", ("Input.Number", "0970 1020 3040"), ("Input.Keyword", word.ToLowerInvariant())), StringComparison.Ordinal);
        Assert.Equal(people.Mine.Id, await portal.Postgres.ReadAsync<Guid>("select service_id from inbound_numbers where number = '3197010203040' and keyword = $1", word));
        var theirs = $"/platform/organisations/{people.Theirs.OrganisationId}/numbers/{people.Theirs.Id}";
        Assert.Contains("is al van een dienst", await SubmitAsync(platform, theirs, "add-number", ("Input.Number", "+31 970 1020 3040"), ("Input.Keyword", word)), StringComparison.Ordinal);
        // Of another service nothing is taken away.
        await SubmitAsync(platform, theirs, "remove-number", ("number", $"3197010203040 {word}"));
        Assert.Equal(1L, await portal.Postgres.ReadAsync<long>("select count(*) from inbound_numbers where keyword = $1", word));
        await SubmitAsync(platform, page, "remove-number", ("number", $"3197010203040 {word}"));
        Assert.Equal(0L, await portal.Postgres.ReadAsync<long>("select count(*) from inbound_numbers where keyword = $1", word));
        Assert.Equal(2L, await portal.Postgres.ReadAsync<long>("select count(*) from audit_entries where service_id = $1 and action in ('inbound-number-added', 'inbound-number-removed') and user_id = $2", people.Mine.Id, people.All["platform"]!.Id));
    }

    [Fact]
    public async Task AMember_AnswersACitizen_FromTheNumberThatTheyWroteTo()
    {
        var people = await People.AsyncIn(portal);
        var (conversation, template) = ($"/services/{people.Mine.Id}/received/{people.Mine.Values["Citizen"]}", people.Mine.Values["TemplateId"]);
        using var sender = await portal.BrowserAsync(people.All["sender"]);
        Assert.Contains($"received/{people.Mine.Values["Citizen"]}/reply", await sender.GetStringAsync(conversation), StringComparison.Ordinal);
        var page = $"{conversation}/reply?sjabloon={template}";
        Assert.Contains("Vul dit veld in: naam", await SubmitAsync(sender, page, "reply", ("value", " ")), StringComparison.Ordinal);
        Assert.Contains("proefstand", await SubmitAsync(sender, page, "reply", ("value", "Ans")), StringComparison.Ordinal);
        await portal.Postgres.ExecuteAsync("update services set live_since = now() where id = $1", people.Mine.Id);
        Assert.DoesNotContain("role=\"alert\"", await SubmitAsync(sender, page, "reply", ("value", "Ans")), StringComparison.Ordinal);
        Assert.Contains("Beste Ans, uw paspoort ligt klaar", await ReadAsync(sender, conversation), StringComparison.Ordinal);
        Assert.Equal(
            await portal.Postgres.ReadAsync<string>("select number from inbound_numbers where service_id = $1", people.Mine.Id),
            await portal.Postgres.ReadAsync<string>("select p.sender from notifications n join pinned_templates p on p.id = n.pinned_template_id join audit_entries e on e.subject_id = n.id where e.action = 'reply-sent' and n.service_id = $1 and n.lane = 0", people.Mine.Id));

        // Who looks only has no such button; without a number of ours nobody has.
        using var viewer = await portal.BrowserAsync(people.All["viewer"]);
        Assert.DoesNotContain("/reply", await viewer.GetStringAsync(conversation), StringComparison.Ordinal);
        await portal.Postgres.ExecuteAsync("delete from inbound_numbers where service_id = $1", people.Mine.Id);
        Assert.DoesNotContain("/reply", await sender.GetStringAsync(conversation), StringComparison.Ordinal);
        using var gone = await sender.GetAsync(page);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static async Task<string> ReadAsync(HttpClient browser, string page) => WebUtility.HtmlDecode(await browser.GetStringAsync(page));

    private static async Task<string> SubmitAsync(HttpClient browser, string page, string form, params (string, string)[] fields)
    {
        var token = Token().Match(await ReadAsync(browser, page)).Groups[1].Value;
        using var response = await browser.PostAsync(page, new FormUrlEncodedContent([new("_handler", form), new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))]));
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
