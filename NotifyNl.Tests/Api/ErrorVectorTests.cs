using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotifyNl.ApiKeys;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Api;

/// <summary>
/// Requests with their exact errors, from the model's own tests. Cases of channels that are not built run up to the permission error; those that lie behind it
/// are counted and named in the test's output.
/// </summary>
public sealed partial class ErrorVectorTests(ApiHost host, ITestOutputHelper output) : IClassFixture<ApiHost>
{
    private const string File = "api_errors.json";

    [Fact]
    public async Task EveryCase_GetsItsErrors_ToTheLetter()
    {
        var (wrong, skipped, judged) = (new List<string>(), new List<string>(), 0);
        foreach (var one in Vectors.Read(File)["cases"]!.AsArray().Select(node => node!))
        {
            var id = (string)one["id"]!;
            var complaint = await JudgeAsync(one);
            judged++;
            if (complaint == Absent)
                skipped.Add(id);
            else if (complaint is not null)
                wrong.Add($"{id}: {complaint}");
        }

        output.WriteLine($"{judged - skipped.Count} of {judged} cases judged; {skipped.Count} lie behind the permission of a channel that is not built:\n{string.Join('\n', skipped)}");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {judged} cases differ:\n{string.Join('\n', wrong)}");
        Assert.InRange(judged - skipped.Count, 60, judged);
    }

    private const string Absent = "(absent)";

    private async Task<string?> JudgeAsync(JsonNode one)
    {
        var (request, expect, setup) = (one["request"]!, one["expect"]!, (string?)one["setup"] ?? "");
        var path = (string)request["path"]!;
        if (path.Contains("{letter_notification_id}", StringComparison.Ordinal))
            return Absent;

        var given = await GivenAsync(setup);
        var type = setup.Contains("team key", StringComparison.Ordinal) ? ApiKeyType.Team : setup.Contains("test key", StringComparison.Ordinal) ? ApiKeyType.Test : ApiKeyType.Live;
        var names = new Dictionary<string, string>
        {
            ["valid_phone"] = ApiGiven.Number,
            ["template_id"] = $"{given.TemplateId}",
            ["random_uuid"] = $"{Guid.NewGuid()}",
            ["service_id"] = $"{given.ServiceId}",
            ["sender_id"] = $"{Guid.NewGuid()}",
            ["reply_id"] = $"{Guid.NewGuid()}",
            ["key_secret"] = given.Keys.Count > 0 ? given.Keys[type].Secret : $"{Guid.NewGuid()}",
            ["admin_url"] = "https://notify.example.nl",
        };
        await PrepareAsync(given, setup, type);

        var query = (string?)request["query"] is { } text ? "?" + text : "";
        var body = request["raw_body"] is { } raw ? Fill((string)raw!, names) : request["json"] is { } json ? Fill(Dutch(one, json).ToJsonString(), names) : null;
        var reply = await given.SendAsync(
            new HttpMethod((string)request["method"]!), Fill(path, names) + query, body is null ? null : System.Text.Encoding.UTF8.GetBytes(body), Authorization(request["auth"]!, given, type, names));
        return Compare(reply, expect, names);
    }

    private static string? Compare(Reply reply, JsonNode expect, Dictionary<string, string> names)
    {
        var status = (int)expect["status"]!;
        if ((string)expect["envelope"]! == "plain")
        {
            return reply.Status == status && (string)reply.Body!["result"]! == "error" && ((string)reply.Body["message"]!).Contains((string)expect["message"]!, StringComparison.Ordinal)
                ? null
                : $"{reply.Status} {reply.Body}";
        }

        if (reply.Body?["errors"] is not JsonArray { Count: > 0 } errors)
            return $"no errors: {reply.Status} {reply.Body}";
        var wanted = expect["errors"]!.AsArray().Select(e => ((string)e!["error"]!, Fill((string)e["message"]!, names))).ToList();
        var got = errors.Select(e => ((string)e!["error"]!, (string)e["message"]!)).ToList();
        var exact = (string)expect["match"]! == "exact";
        var equal = reply.Status == status && (int)reply.Body["status_code"]! == status && got.Count == wanted.Count
            && got.Zip(wanted).All(pair => pair.First.Item1 == pair.Second.Item1
                && (exact ? pair.First.Item2 == Ours(pair.Second.Item2) : pair.First.Item2.Contains(Ours(pair.Second.Item2), StringComparison.Ordinal)));
        if (equal)
            return null;
        return got is [("BadRequestError", "Service is not allowed to send emails" or "Service is not allowed to send letters")]
            ? Absent
            : $"{reply.Status} {string.Join(" | ", got)}\n      wanted {status} {string.Join(" | ", wanted)}";
    }

    // The one address in the messages that is ours.
    private static string Ours(string message) => message.Replace("https://www.notifications.service.gov.uk/trial-mode", "https://notify.example.nl/proefstand", StringComparison.Ordinal);

    /// <summary>A number that is British where home is Britain says so here.</summary>
    private static JsonNode Dutch(JsonNode one, JsonNode json)
    {
        var copy = json.DeepClone();
        if (((string?)one["nl"])?.Contains("region NL", StringComparison.Ordinal) == true || ((string?)one["nl"])?.StartsWith("as sms-phone-invalid", StringComparison.Ordinal) == true)
            copy["phone_number"] = "+44" + ((string)copy["phone_number"]!)[1..];
        return copy;
    }

    private async Task<ApiGiven> GivenAsync(string setup)
    {
        var content = Content().Match(setup) is { Success: true } match ? match.Groups[1].Value : "Uw paspoort ligt klaar.";
        return await ApiGiven.AsyncIn(
            host,
            service =>
            {
                service.SendsAbroad = !setup.Contains("without international_sms", StringComparison.Ordinal);
                if (setup.Contains("trial", StringComparison.Ordinal))
                    service.LiveSince = null;
                if (setup.Contains("service archived", StringComparison.Ordinal) || setup.Contains("service is archived", StringComparison.Ordinal) || setup.Contains("inactive", StringComparison.Ordinal))
                    service.ArchivedAt = DateTimeOffset.UtcNow;
                service.SendsSms = !Regex.IsMatch(setup, "(lacks|without) (the )?sms permission");
                if (Regex.Match(setup, @"rate_limit=(\d+)") is { Success: true } rate)
                    service.CallsPerMinute = int.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture);
                if (Regex.Match(setup, @"sms daily limit (\d+)") is { Success: true } day)
                    service.SmsPerDay = int.Parse(day.Groups[1].Value, CultureInfo.InvariantCulture);
            },
            keys: setup != "service has no API keys",
            content: content);
    }

    private async Task PrepareAsync(ApiGiven given, string setup, ApiKeyType type)
    {
        if (setup.Contains("revoked", StringComparison.Ordinal))
        {
            var since = setup.Contains("more than 7 days", StringComparison.Ordinal) ? TimeSpan.FromDays(8) : TimeSpan.FromDays(1);
            await host.Postgres.ExecuteAsync("update api_keys set revoked_at = now() - $2 where id = $1", given.Keys[type].Id, since);
        }

        if (setup.Contains("bucket empty", StringComparison.Ordinal))
            await host.Postgres.ExecuteAsync("insert into call_allowances (service_id, key_type, tokens, at) values ($1, $2, 0, now() + interval '1 hour')", given.ServiceId, (short)type);
        if (setup.Contains("sms daily limit", StringComparison.Ordinal))
            await host.Postgres.ExecuteAsync("insert into day_allowances (service_id, day, kind, taken) values ($1, (now() at time zone 'Europe/Amsterdam')::date, 0, 1000000)", given.ServiceId);
        if (Regex.IsMatch(setup, "template (is |was )?(archived|deleted)"))
            await host.Postgres.ExecuteAsync("update templates set archived_at = now() where id = $1", given.TemplateId);
    }

    private static string? Authorization(JsonNode auth, ApiGiven given, ApiKeyType type, Dictionary<string, string> names)
    {
        if (auth is JsonObject parts)
        {
            if (parts["header"] is { } header)
                return Fill((string)header!, names);
            var jwt = parts["jwt"]!;
            var claims = new JsonObject();
            foreach (var (name, value) in jwt["claims"]!.AsObject())
                claims[name] = value is JsonValue v && v.TryGetValue<string>(out var text) ? Moment(text) ?? JsonValue.Create(Fill(text, names)) : value?.DeepClone();
            var secret = Fill((string?)jwt["sign_with"] ?? "default", names);
            return $"Bearer {ApiGiven.Sign(claims, secret == "default" ? given.Keys[type].Secret : secret, jwt["header"]?.DeepClone() ?? jwt["headers"]?.DeepClone())}";
        }

        if ((string)auth! == "none")
            return null;
        return "Bearer " + (given.Keys.Count > 0 ? given.Token(type) : ApiGiven.Sign(new { iss = given.ServiceId, iat = DateTimeOffset.UtcNow.ToUnixTimeSeconds() }, "none"));
    }

    private static JsonValue? Moment(string text) => Now().Match(text) is { Success: true } match
        ? JsonValue.Create(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + (match.Groups[1].Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0))
        : null;

    private static string Fill(string text, Dictionary<string, string> names)
    {
        foreach (var (name, value) in names)
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        text = Regex.Replace(text, @"\{now([+-]\d+)h\}", m => DateTimeOffset.UtcNow.AddHours(int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        return Regex.Replace(text, @"\{'(.)' repeated (\d+)\}", m => new string(m.Groups[1].Value[0], int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex(@"^now([+-]\d+)?$")]
    private static partial Regex Now();

    [GeneratedRegex(@"(?:template(?: body)? '|template contains )(.*?)(?:'|$)")]
    private static partial Regex Content();
}
