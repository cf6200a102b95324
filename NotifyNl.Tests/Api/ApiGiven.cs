using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyNl.Accounts;
using NotifyNl.ApiKeys;
using NotifyNl.Organisations;
using NotifyNl.Services;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Api;

/// <summary>A service with a key of each type, a sender and a template, and calls signed by hand.</summary>
internal sealed class ApiGiven
{
    public const string Number = "0612345678";

    private readonly ApiHost host;

    private ApiGiven(ApiHost host) => this.host = host;

    public Guid ServiceId { get; private init; } = Guid.CreateVersion7();

    public Guid UserId { get; private init; } = Guid.CreateVersion7();

    public Guid SenderId { get; } = Guid.CreateVersion7();

    public Guid TemplateId { get; private set; }

    public Dictionary<ApiKeyType, (Guid Id, string Secret)> Keys { get; } = [];

    public static async Task<ApiGiven> AsyncIn(ApiHost host, Action<Service>? change = null, bool keys = true, string content = "Uw paspoort ligt klaar.", Lane lane = Lane.Normal)
    {
        var given = new ApiGiven(host);
        var now = DateTimeOffset.UtcNow;
        await using var db = host.Postgres.Open();
        var organisation = new Organisation { Id = Guid.CreateVersion7(), Name = $"Gemeente {given.ServiceId:N}" };
        var service = new Service { Id = given.ServiceId, OrganisationId = organisation.Id, Name = "Burgerzaken", PrefixesName = false, CreatedAt = now, LiveSince = now };
        change?.Invoke(service);
        db.AddRange(
            organisation, service,
            new User { Id = given.UserId, Name = "Sanne de Vries", UserName = $"{given.UserId:N}@voorbeeld.nl", Email = $"{given.UserId:N}@voorbeeld.nl", CreatedAt = now },
            new SmsSender { Id = given.SenderId, ServiceId = given.ServiceId, Name = "Gemeente", IsDefault = true });
        await db.SaveChangesAsync();
        if (keys)
            await given.AddKeysAsync();
        given.TemplateId = await given.TemplateAsync(content, lane);
        return given;
    }

    /// <summary>Keys of a service that is there already.</summary>
    public static async Task<ApiGiven> OfAsync(ApiHost host, Guid serviceId, Guid userId)
    {
        var given = new ApiGiven(host) { ServiceId = serviceId, UserId = userId };
        await given.AddKeysAsync();
        return given;
    }

    private async Task AddKeysAsync()
    {
        await using var db = host.Postgres.Open();
        foreach (var type in Enum.GetValues<ApiKeyType>())
        {
            var (id, secret) = (Guid.CreateVersion7(), RunLogs.Secret(Guid.NewGuid().ToString()));
            db.Add(new ApiKey { Id = id, ServiceId = ServiceId, Name = $"{type}", Type = type, Secret = Given.Seal.Seal(ServiceId, secret), CreatedById = UserId, CreatedAt = DateTimeOffset.UtcNow });
            Keys[type] = (id, secret);
        }

        await db.SaveChangesAsync();
    }

    public async Task<Guid> TemplateAsync(string content, Lane lane = Lane.Normal)
    {
        var (id, now) = (Guid.CreateVersion7(), DateTimeOffset.UtcNow);
        await using var db = host.Postgres.Open();
        db.Add(new Template { Id = id, ServiceId = ServiceId, Name = $"Sjabloon {id}", Content = content, Lane = lane, CreatedAt = now, UpdatedAt = now });
        await db.SaveChangesAsync();
        db.Add(new TemplateVersion { TemplateId = id, Version = 1, ServiceId = ServiceId, Name = $"Sjabloon {id}", Content = content, Lane = lane, CreatedById = UserId, CreatedAt = now });
        await db.SaveChangesAsync();
        return id;
    }

    public string Token(ApiKeyType type = ApiKeyType.Live) =>
        Sign(new { iss = ServiceId, iat = DateTimeOffset.UtcNow.ToUnixTimeSeconds() }, Keys[type].Secret);

    public static string Sign(object claims, string secret, object? header = null)
    {
        var text = $"{Encode(header ?? new { typ = "JWT", alg = "HS256" })}.{Encode(claims)}";
        return $"{text}.{System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text)))}";
    }

    public Task<Reply> PostAsync(string path, object body, ApiKeyType type = ApiKeyType.Live, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body as byte[] ?? Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body)), $"Bearer {Token(type)}", headers);

    public Task<Reply> GetAsync(string path, ApiKeyType type = ApiKeyType.Live) => SendAsync(HttpMethod.Get, path, null, $"Bearer {Token(type)}");

    public Task<Reply> SmsAsync(object? more = null, ApiKeyType type = ApiKeyType.Live, string number = Number, params (string Name, string Value)[] headers)
    {
        var body = JsonSerializer.SerializeToNode(new { phone_number = number, template_id = TemplateId })!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject().ToList())
            body[name] = value?.DeepClone();
        return PostAsync("/v2/notifications/sms", body.ToJsonString(), type, headers);
    }

    /// <summary>By another node.</summary>
    public Task<Reply> SmsThroughAsync(HttpClient http) => SendAsync(
        http, HttpMethod.Post, "/v2/notifications/sms", JsonSerializer.SerializeToUtf8Bytes(new { phone_number = Number, template_id = TemplateId }), $"Bearer {Token()}");

    /// <summary>By another node.</summary>
    public Task<Reply> PostThroughAsync(HttpClient http, string path, object body) => SendAsync(http, HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body), $"Bearer {Token()}");

    public Task<Reply> SendAsync(HttpMethod method, string path, byte[]? body, string? authorization, params (string Name, string Value)[] headers) =>
        SendAsync(host.Http, method, path, body, authorization, headers);

    private static async Task<Reply> SendAsync(HttpClient http, HttpMethod method, string path, byte[]? body, string? authorization, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new ByteArrayContent(body);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Reply((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response.Headers, response.Content.Headers.ContentType);
    }

    private static string Encode(object part) => System.Buffers.Text.Base64Url.EncodeToString(part as byte[] ?? JsonSerializer.SerializeToUtf8Bytes(part));
}

internal sealed record Reply(int Status, JsonNode? Body, HttpResponseHeaders Headers, MediaTypeHeaderValue? ContentType)
{
    public Guid Id => (Guid)Body!["id"]!;

    /// <summary>"Class: message", one a line.</summary>
    public string Errors => string.Join('\n', Body!["errors"]!.AsArray().Select(e => $"{(string)e!["error"]!}: {(string)e["message"]!}"));

    /// <summary>In this envelope, with this status in it.</summary>
    public void AssertError(int status, string errors)
    {
        Assert.Equal((status, errors), (Status, Errors));
        Assert.Equal(status, (int)Body!["status_code"]!);
        Assert.Equal("application/json", ContentType!.MediaType);
    }
}
