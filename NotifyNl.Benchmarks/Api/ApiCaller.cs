using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NotifyNl.Accounts;
using NotifyNl.ApiKeys;
using NotifyNl.Benchmarks.Rig;
using NotifyNl.Data;
using NotifyNl.Organisations;
using NotifyNl.Services;
using NotifyNl.Templates;

namespace NotifyNl.Benchmarks.Api;

/// <summary>A service that calls the API with a live key, its limits lifted.</summary>
internal sealed class ApiCaller
{
    private readonly Stand stand;
    private readonly string secret = Guid.NewGuid().ToString();

    private ApiCaller(Stand stand) => this.stand = stand;

    public Guid ServiceId { get; } = Guid.CreateVersion7();

    public Guid TemplateId { get; } = Guid.CreateVersion7();

    private Guid UrgentTemplateId { get; } = Guid.CreateVersion7();

    public string Body => $$$"""{"phone_number":"0612345678","template_id":"{{{TemplateId}}}","personalisation":{"naam":"mevrouw Van der Berg","bedrag":"1.234,56","datum":"23 november 2026"}}""";

    public static async Task<ApiCaller> CreateAsync(Stand stand)
    {
        var made = new ApiCaller(stand);
        var now = DateTimeOffset.UtcNow;
        var seal = new PersonalDataSeal(Options.Create(new PersonalDataOptions
        {
            Keys = { ["1"] = stand.Keys["PersonalData:Keys:1"]! },
            CurrentKey = 1,
            HashKey = stand.Keys["PersonalData:HashKey"]!,
        }));
        await using var db = NotifyDbOptions.Open(stand.Owner);
        var organisation = new Organisation { Id = Guid.CreateVersion7(), Name = $"Gemeente {made.ServiceId:N}" };
        var user = new User { Id = Guid.CreateVersion7(), Name = "Vera Verzender", UserName = $"{made.ServiceId:N}@voorbeeld.nl", Email = $"{made.ServiceId:N}@voorbeeld.nl", CreatedAt = now };
        db.AddRange(
            organisation, user,
            new Service { Id = made.ServiceId, OrganisationId = organisation.Id, Name = "Uw uitkering", CreatedAt = now, LiveSince = now, CallsPerMinute = 1_000_000_000, SmsPerDay = 1_000_000_000 },
            new SmsSender { Id = Guid.CreateVersion7(), ServiceId = made.ServiceId, Name = "Voorbeeld", IsDefault = true });
        await db.SaveChangesAsync();
        const string content = "Beste ((naam)), uw AOW van ((bedrag)) staat op ((datum)) op uw rekening. Vragen? Bel 14 0123.";
        const string code = "Uw inlogcode is ((code)).";
        db.AddRange(
            new Template { Id = made.TemplateId, ServiceId = made.ServiceId, Name = "AOW-betaaldag", Content = content, CreatedAt = now, UpdatedAt = now },
            new Template { Id = made.UrgentTemplateId, ServiceId = made.ServiceId, Name = "Inlogcode", Content = code, Lane = Lane.Urgent, CreatedAt = now, UpdatedAt = now });
        await db.SaveChangesAsync();
        db.AddRange(
            new TemplateVersion { TemplateId = made.TemplateId, Version = 1, ServiceId = made.ServiceId, Name = "AOW-betaaldag", Content = content, Lane = Lane.Normal, CreatedById = user.Id, CreatedAt = now },
            new TemplateVersion { TemplateId = made.UrgentTemplateId, Version = 1, ServiceId = made.ServiceId, Name = "Inlogcode", Content = code, Lane = Lane.Urgent, CreatedById = user.Id, CreatedAt = now },
            new ApiKey { Id = Guid.CreateVersion7(), ServiceId = made.ServiceId, Name = "Meting", Type = ApiKeyType.Live, Secret = seal.Seal(made.ServiceId, made.secret), CreatedById = user.Id, CreatedAt = now });
        await db.SaveChangesAsync();
        return made;
    }

    public byte[] Post()
    {
        var body = Body;
        return Encoding.ASCII.GetBytes($"POST /v2/notifications/sms HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Token()}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    public byte[] Get(Guid id) => Encoding.ASCII.GetBytes($"GET /v2/notifications/{id} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Token()}\r\n\r\n");

    /// <summary>A message that may not wait, by a call as a source system makes it.</summary>
    public async Task PostUrgentAsync(HttpClient http, string number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/notifications/sms")
        {
            Content = JsonContent.Create(new { phone_number = number, template_id = UrgentTemplateId, personalisation = new { code = "123456" } }),
            Headers = { Authorization = new("Bearer", Token()) },
        };
        using var response = await http.SendAsync(request);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"An urgent message was refused: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>A message that is asked for once, however often it is asked.</summary>
    /// <returns>The answer, whatever it is; the caller disposes it.</returns>
    public async Task<HttpResponseMessage> PostAsync(HttpClient http, string idempotencyKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/notifications/sms")
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/json"),
            Headers = { Authorization = new("Bearer", Token()) },
        };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await http.SendAsync(request);
    }

    public Task<Guid> LastIdAsync() => stand.ReadAsync<Guid>("select id from notifications where service_id = $1 order by id desc limit 1", ServiceId);

    private string Token()
    {
        var text = $"{Encode(new { typ = "JWT", alg = "HS256" })}.{Encode(new { iss = ServiceId, iat = DateTimeOffset.UtcNow.ToUnixTimeSeconds() })}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.ASCII.GetBytes(text)))}";

        static string Encode<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
    }
}
