using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using NotifyNl.Accounts;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Security;

namespace NotifyNl.Tests.Security;

/// <summary>
/// What strangers typed, on every page and in every file that the program has, found by reflection. One text stands in every name, file name, heading, cell,
/// value, receipt and text of a citizen.
/// </summary>
public sealed class StrangersTextTests(PostgresServer server) : IAsyncLifetime
{
    private const string Script = "\"'><img src=x onerror=ran=1>";
    private const string Formula = "=cmd|' /C calc'!A0";

    private readonly PortalInProcess portal = new(server);
    private People people = null!;

    public async ValueTask InitializeAsync()
    {
        await portal.InitializeAsync();
        people = await People.AsyncIn(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task S10_AScriptInWhatStrangersTyped_RunsOnNoPage()
    {
        await Poison.PutAsync(portal.Postgres, people.Mine, Script);
        var page = await Chromium.OpenAsync();
        await page.RouteAsync("**/*", route => route.AbortAsync());

        // These eyes do see one: the policy, which would stop it, does not come along with the text of a page.
        await page.SetContentAsync($"<h1>{Script}</h1>");
        Assert.NotEqual("", await page.EvaluateAsync<string>(Ran));
        await page.EvaluateAsync("() => { delete globalThis.ran; }");

        var (shown, wrong) = (0, new List<string>());
        foreach (var (path, type, body) in await AnswersAsync())
        {
            if (type != "text/html")
                continue;
            var html = Encoding.UTF8.GetString(body);
            await page.SetContentAsync(html);
            if (await page.EvaluateAsync<string>(Ran) is { Length: > 0 } what)
                wrong.Add($"{path}: {what}");
            shown += (await page.ContentAsync()).Contains("onerror=ran=1", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(shown, 15, 200);
    }

    [Fact]
    public async Task S11_NoFile_HoldsACellThatASpreadsheetRuns()
    {
        await Poison.PutAsync(portal.Postgres, people.Mine, Formula);
        // Twice: what the first downloads wrote in the logboek is in the second.
        await AnswersAsync();
        var (files, neutralised, numbers) = (0, 0, 0);
        foreach (var (path, type, body) in await AnswersAsync())
        {
            if (type == "text/csv")
            {
                files++;
                foreach (var cell in Cells(Encoding.UTF8.GetString(body).TrimStart('\uFEFF')))
                {
                    var isNumber = cell.StartsWith("+31", StringComparison.Ordinal) && cell.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
                    Assert.False(cell is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\0', ..] && !isNumber, $"{path}: {cell}");
                    neutralised += cell == "'" + Formula ? 1 : 0;
                    numbers += isNumber ? 1 : 0;
                }
            }
            else if (type.EndsWith("spreadsheetml.sheet", StringComparison.Ordinal))
            {
                files++;
                using var book = new ZipArchive(new MemoryStream(body));
                foreach (var part in book.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)))
                {
                    using var reader = new StreamReader(part.Open());
                    var sheet = await reader.ReadToEndAsync();
                    Assert.DoesNotContain("<f>", sheet, StringComparison.Ordinal);
                    Assert.DoesNotContain("<v>=", sheet, StringComparison.Ordinal);
                }
            }
        }

        Assert.InRange(files, 8, 50);
        Assert.True(neutralised > 5, $"Only {neutralised} cells held what was put there: the files are looked at in the wrong place.");
        Assert.True(numbers >= 0);
    }

    private const string Ran = """
        () => [...document.querySelectorAll('img[src="x"], [onerror]')].map(e => e.outerHTML)
          .concat([...document.querySelectorAll('a[href], form[action]')].filter(e => /^\s*javascript:/i.test(e.getAttribute('href') ?? e.getAttribute('action'))).map(e => e.outerHTML))
          .concat(globalThis.ran ? ['a script ran'] : []).join('\n')
        """;

    /// <summary>Every address that can be asked for, by who may.</summary>
    private async Task<List<(string Path, string Type, byte[] Body)>> AnswersAsync()
    {
        var answers = new List<(string, string, byte[])>();
        foreach (var person in new[] { "all", "organisation", "platform" })
        {
            using var browser = await portal.BrowserAsync(people.All[person]);
            foreach (var endpoint in portal.Endpoints.Where(e => Rules.Takes(e, "GET") && !Rules.IsFile(e) && !Rules.IsOfTheApi(e) && !Rules.IsOpen(e) && !Rules.Path(e).StartsWith("/_", StringComparison.Ordinal) && !Rules.Path(e).Contains("**", StringComparison.Ordinal) && Rules.Expected(e, person) == Answer.Opens))
            {
                if (person != "all" && Rules.Expected(endpoint, "all") == Answer.Opens)
                    continue;
                var address = Rules.Address(endpoint, value => people.Mine.Values[value]);
                using var response = await browser.GetAsync(address);
                if (response.StatusCode == HttpStatusCode.OK)
                    answers.Add((address, response.Content.Headers.ContentType?.MediaType ?? "", await response.Content.ReadAsByteArrayAsync()));
            }
        }

        Assert.True(answers.Count > 40, $"Only {answers.Count} addresses answered.");
        return answers;
    }

    private static IEnumerable<string> Cells(string csv)
    {
        var (cell, quoted) = (new StringBuilder(), false);
        for (var i = 0; i < csv.Length; i++)
        {
            var c = csv[i];
            if (c == '"' && quoted && i + 1 < csv.Length && csv[i + 1] == '"')
                cell.Append(csv[++i]);
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && c is ';' or '\n' && !quoted)
            {
                yield return cell.ToString().TrimEnd('\r');
                cell.Clear();
            }
            else
                cell.Append(c);
        }
    }
}
