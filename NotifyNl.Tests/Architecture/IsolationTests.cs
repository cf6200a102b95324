using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Security;

namespace NotifyNl.Tests.Architecture;

/// <summary>Every address of the program, found by reflection: who may open it, and that an id of another service opens nothing. A new page without a rule fails here.</summary>
public sealed partial class IsolationTests(PortalInProcess portal) : IClassFixture<PortalInProcess>
{
    // They check the token of their form themselves and answer with a page or a redirect.
    private static readonly string[] OwnAntiforgery = ["/services/{ServiceId:guid}/templates/{TemplateId:guid}/lists", "/services/{ServiceId:guid}/opt-outs/import"];

    private IEnumerable<RouteEndpoint> Pages => portal.Endpoints.Where(e => !Rules.IsFile(e));

    private IEnumerable<RouteEndpoint> Closed => Pages.Where(e => !Rules.IsOpen(e) && !Rules.IsOfTheApi(e));

    [Fact]
    public void WhatIsOpenWithoutSigningIn_IsNamed()
    {
        var open = Pages.Where(e => Rules.IsOpen(e) && !Rules.IsOfTheApi(e)).Select(Rules.Path).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(Rules.Open.Order(StringComparer.Ordinal), open);
    }

    [Fact]
    public void S1_EveryAddress_HasARule()
    {
        var missing = from endpoint in Closed let wrong = Rules.Missing(endpoint) where wrong is not null select $"{Rules.Path(endpoint)}: {wrong}";
        Assert.Empty(missing.Distinct());
        Assert.True(Closed.Count() > 20, "The program has more addresses than that: the sweep looks in the wrong place.");
    }

    [Fact]
    public async Task S1_S3_S8_EveryAddress_ForEveryKindOfPerson()
    {
        var people = await People.AsyncIn(portal);
        var before = await SnapshotAsync(people.Mine.Id);
        var wrong = new ConcurrentBag<string>();
        var asked = 0;
        foreach (var (name, user) in people.All)
        {
            using var browser = await portal.BrowserAsync(user);
            await Parallel.ForEachAsync(Visits(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (visit, cancel) =>
            {
                var (endpoint, method) = visit;
                var address = Rules.Address(endpoint, value => Example(people.Mine, endpoint, value));
                using var request = new HttpRequestMessage(method, address);
                if (method == HttpMethod.Post)
                    request.Content = new FormUrlEncodedContent([]);
                using var response = await browser.SendAsync(request, cancel);
                Interlocked.Increment(ref asked);
                if (Judge(endpoint, method, Rules.Expected(endpoint, name), response) is { } complaint)
                    wrong.Add($"{name} {method} {Rules.Path(endpoint)}: {complaint}");
            });
        }

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
        Assert.True(asked > 300, $"Only {asked} visits.");
        // S8: no form was sent with its token, and so none did anything, the uploads and those that answer with a page included.
        Assert.Equal(before, await SnapshotAsync(people.Mine.Id));
    }

    [Fact]
    public async Task S1_AnIdOfAnotherService_OpensAndChangesNothing()
    {
        var people = await People.AsyncIn(portal);
        using var browser = await portal.BrowserAsync(people.All["all"]);
        var before = await SnapshotAsync(people.Theirs.Id);
        var (wrong, forms, asked) = (new List<string>(), new List<(string Own, Dictionary<string, string> Body)>(), 0);
        foreach (var endpoint in Closed.Where(e => Rules.Names(e, ServiceMembership.RouteKey)))
        {
            var own = Rules.Address(endpoint, value => Example(people.Mine, endpoint, value));
            foreach (var foreign in endpoint.RoutePattern.Parameters.Where(p => !p.Name.Equals(ServiceMembership.RouteKey, StringComparison.OrdinalIgnoreCase)))
            {
                var address = Rules.Address(endpoint, value => Example(value.Equals(foreign.Name, StringComparison.OrdinalIgnoreCase) ? people.Theirs : people.Mine, endpoint, value));
                if (address == own)
                    continue;
                foreach (var method in Methods(endpoint))
                {
                    // The forms as the rightful page shows them, with a good token, sent to the other address.
                    var bodies = method == HttpMethod.Get ? [null] : Methods(endpoint).Contains(HttpMethod.Get) ? await FormsAsync(browser, own) : [[]];
                    foreach (var body in bodies)
                    {
                        if (body is not null)
                            forms.Add((Methods(endpoint).Contains(HttpMethod.Get) ? own : "", body));
                        using var response = await browser.SendAsync(new HttpRequestMessage(method, address) { Content = body is null ? null : new FormUrlEncodedContent(body) });
                        asked++;
                        // 400: the page of what is not there has no such form.
                        if (response.StatusCode is not HttpStatusCode.NotFound && !(body is not null && response.StatusCode == HttpStatusCode.BadRequest))
                            wrong.Add($"{method} {Rules.Path(endpoint)} with another's {foreign.Name}: {(int)response.StatusCode}");
                    }
                }

                // The same by the rightful member, so that a sweep of errors cannot pass for safety.
                if (Methods(endpoint).Contains(HttpMethod.Get))
                {
                    using var rightful = await browser.GetAsync(own);
                    if (rightful.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Found))
                        wrong.Add($"GET {Rules.Path(endpoint)} by the rightful member: {(int)rightful.StatusCode}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 10, $"Only {asked} visits.");
        Assert.Equal(before, await SnapshotAsync(people.Theirs.Id));

        // And the very same forms at the member's own address: taken, or no more there (an earlier one archived the template).
        var taken = 0;
        foreach (var (own, body) in forms.Where(f => f.Own.Length > 0))
        {
            using var response = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, own) { Content = new FormUrlEncodedContent(body) });
            taken += response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Found ? 1 : 0;
        }

        Assert.True(taken >= 4, $"Of {forms.Count} forms {taken} were taken from the rightful member.");
    }

    [Fact]
    public async Task S3_AFormThatWasShownToSomebodyElse_ChangesNothing()
    {
        var people = await People.AsyncIn(portal);
        using var mighty = await portal.BrowserAsync(people.All["all"]);
        var forms = new List<(string Address, Dictionary<string, string> Body)>();
        foreach (var address in Closed.Where(e => Rules.Names(e, ServiceMembership.RouteKey) && Methods(e).Contains(HttpMethod.Get)).Select(e => Rules.Address(e, value => Example(people.Mine, e, value))))
            forms.AddRange((await FormsAsync(mighty, address)).OfType<Dictionary<string, string>>().Select(body => (address, body)));
        Assert.True(forms.Count > 20, $"Only {forms.Count} forms.");

        var before = await SnapshotAsync(people.Mine.Id);
        foreach (var (name, user) in people.All.Where(p => p.Key is "member" or "viewer"))
        {
            using var browser = await portal.BrowserAsync(user);
            // A good token, of their own: what is refused is the act.
            var token = WebUtility.HtmlDecode(Token().Match(await browser.GetStringAsync("/account")).Groups[1].Value);
            foreach (var (address, body) in forms)
            {
                using var response = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(new Dictionary<string, string>(body) { ["__RequestVerificationToken"] = token }) });
                Assert.True((int)response.StatusCode < 500, $"{name} {address} {body["_handler"]}: {response.StatusCode}");
            }

            Assert.Equal(before, await SnapshotAsync(people.Mine.Id));
        }
    }

    [Fact]
    public async Task S3_WhoIsRemovedWhileSignedIn_IsOutAtTheNextClick()
    {
        var people = await People.AsyncIn(portal);
        var viewer = people.All["viewer"]!;
        using var browser = await portal.BrowserAsync(viewer);
        using (var before = await browser.GetAsync($"/services/{people.Mine.Id}"))
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await portal.Postgres.ExecuteAsync("delete from members where service_id = $1 and user_id = $2", people.Mine.Id, viewer.Id);
        using var after = await browser.GetAsync($"/services/{people.Mine.Id}");
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
    }

    [Fact]
    public async Task TheApi_OpensNothingWithoutAKey()
    {
        using var browser = await portal.BrowserAsync((await People.AsyncIn(portal)).All["all"]);
        foreach (var endpoint in Pages.Where(Rules.IsOfTheApi))
        {
            foreach (var method in Methods(endpoint))
            {
                using var response = await browser.SendAsync(new HttpRequestMessage(method, Rules.Address(endpoint, _ => $"{Guid.NewGuid()}")));
                Assert.True(response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, $"{method} {Rules.Path(endpoint)}: {(int)response.StatusCode}");
            }
        }
    }

    private IEnumerable<(RouteEndpoint, HttpMethod)> Visits() =>
        from endpoint in Closed where !Rules.Path(endpoint).StartsWith("/_", StringComparison.Ordinal) && Rules.Path(endpoint) != "/{**path:file}" from method in Methods(endpoint) select (endpoint, method);

    private static List<HttpMethod> Methods(RouteEndpoint endpoint) =>
        [.. (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Where(m => m is not "HEAD").Select(m => new HttpMethod(m))];

    private static string Example(SweptService service, RouteEndpoint endpoint, string value) => service.Values.TryGetValue(value, out var example)
        ? example
        : throw new InvalidOperationException($"{Rules.Path(endpoint)} names {value}: give SweptService an example of it.");

    private static string? Judge(RouteEndpoint endpoint, HttpMethod method, Answer expected, HttpResponseMessage response)
    {
        var toSignIn = response.StatusCode == HttpStatusCode.Found && response.Headers.Location!.OriginalString.Contains("/sign-in", StringComparison.Ordinal);
        var good = expected switch
        {
            Answer.SignIn => toSignIn,
            Answer.NotFound => response.StatusCode == HttpStatusCode.NotFound,
            Answer.Forbidden => response.StatusCode == HttpStatusCode.Forbidden,
            _ when method == HttpMethod.Get => response.StatusCode == HttpStatusCode.OK || response.StatusCode is HttpStatusCode.Found && !toSignIn,
            // A form without its token: the door opened, the form was refused.
            _ => response.StatusCode == HttpStatusCode.BadRequest || OwnAntiforgery.Contains(Rules.Path(endpoint)) && response.StatusCode == HttpStatusCode.OK,
        };
        return good ? null : $"{(int)response.StatusCode}, expected {expected}";
    }

    /// <summary>The forms of a page that Blazor handles, as they would be sent.</summary>
    private static async Task<List<Dictionary<string, string>?>> FormsAsync(HttpClient browser, string page)
    {
        using var response = await browser.GetAsync(page);
        var html = await response.Content.ReadAsStringAsync();
        var forms = new List<Dictionary<string, string>?>();
        foreach (Match form in Form().Matches(html))
        {
            var fields = new Dictionary<string, string>();
            foreach (Match field in Field().Matches(form.Value))
            {
                var name = WebUtility.HtmlDecode(Attribute(field.Value, "name"));
                if (name.Length > 0)
                    fields[name] = WebUtility.HtmlDecode(Attribute(field.Value, "value"));
            }

            if (fields.ContainsKey("_handler"))
                forms.Add(fields);
        }

        return forms;
    }

    private static string Attribute(string tag, string name) => Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"", RegexOptions.CultureInvariant).Groups[1].Value;

    /// <summary>All rows of a service, in every table that names one.</summary>
    private async Task<string> SnapshotAsync(Guid service)
    {
        await using var db = portal.Postgres.Open();
        var tables = await db.Database.SqlQueryRaw<string>(
            "select relname::text as \"Value\" from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'service_id' where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and relname not in ('audit_entries') order by 1").ToListAsync();
        var rows = new List<string>();
        foreach (var table in tables)
            rows.Add(table + await portal.Postgres.ReadAsync<string>($"select coalesce(md5(string_agg(t::text, '' order by t::text)), '') from {table} t where service_id = $1", service));
        return string.Join('\n', rows);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex("<(input|textarea|select|button)\\b[^>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
