using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NotifyNl.ApiKeys;

/// <summary>What a signature that fits is worth.</summary>
public enum TokenVerdict
{
    /// <summary>Not this key's signature, or a claim that makes the model look no further: the next key is tried.</summary>
    NotThisKey,
    ClockIsOff,

    /// <summary>A claim that we do not take.</summary>
    ClaimRefused,
    Good,
}

/// <summary>
/// The JSON Web Token of one call, checked by hand: client libraries sign with the text of a uuid and write their times in ways that JWT libraries refuse
/// (the .NET one sends <c>1795468833.0</c>). The order of the checks is the contract's (api-v2, §1.2).
/// </summary>
public sealed class ApiToken
{
    /// <summary>How far a caller's clock may be off, either way; both ends count.</summary>
    public const int LeewaySeconds = 30;

    private readonly string signed;
    private readonly byte[] signature;
    private readonly JsonElement claims;

    private ApiToken(string signed, byte[] signature, string? algorithm, JsonElement claims) =>
        (this.signed, this.signature, Algorithm, this.claims) = (signed, signature, algorithm, claims);

    /// <summary>As the header says, which nobody has signed for yet.</summary>
    public string? Algorithm { get; }

    /// <summary>Whether there is an <c>iss</c>, whatever it holds.</summary>
    public bool HasIssuer => claims.TryGetProperty("iss", out _);

    /// <summary>The service that says it calls; null where that is no uuid.</summary>
    public Guid? Issuer => claims.TryGetProperty("iss", out var issuer) && issuer.ValueKind == JsonValueKind.String ? WireUuid.Read(issuer.GetString()) : null;

    /// <returns>Null where it is no token at all.</returns>
    public static ApiToken? Read(string text)
    {
        var (first, last) = (text.IndexOf('.', StringComparison.Ordinal), text.LastIndexOf('.'));
        if (first < 0 || first == last || text.AsSpan(first + 1, last - first - 1).Contains('.'))
            return null;
        try
        {
            if (Json(text.AsSpan(0, first)) is not { } header || Json(text.AsSpan(first + 1, last - first - 1)) is not { } claims)
                return null;
            if (header.TryGetProperty("kid", out var kid) && kid.ValueKind != JsonValueKind.String)
                return null;
            var algorithm = header.TryGetProperty("alg", out var alg) && alg.ValueKind == JsonValueKind.String ? alg.GetString() : null;
            return new ApiToken(text[..last], Base64Url.DecodeFromChars(text.AsSpan(last + 1).TrimEnd('=')), algorithm, claims);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <param name="secret">The text of the key's uuid, in UTF-8.</param>
    public TokenVerdict Check(ReadOnlySpan<byte> secret, DateTimeOffset now)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed), expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, signature))
            return TokenVerdict.NotThisKey;

        var seconds = now.ToUnixTimeMilliseconds() / 1000.0;
        var issuedAt = Claim("iat");
        if (issuedAt is { Exists: true } && (issuedAt.Value is not { } issued || issued > seconds + LeewaySeconds))
            return TokenVerdict.ClockIsOff;
        var notBefore = Claim("nbf");
        if (notBefore.Exists && notBefore.Value is null)
            return TokenVerdict.NotThisKey;
        if (notBefore.Value > seconds + LeewaySeconds)
            return TokenVerdict.ClockIsOff;
        var expires = Claim("exp");
        if (expires.Exists && expires.Value is null)
            return TokenVerdict.NotThisKey;
        if (expires.Value <= seconds - LeewaySeconds || HasAudience() || IsNoText("sub") || IsNoText("jti"))
            return TokenVerdict.ClaimRefused;
        if (!issuedAt.Exists)
            return TokenVerdict.NotThisKey;
        return Math.Floor(seconds) > issuedAt.Value + LeewaySeconds ? TokenVerdict.ClockIsOff : TokenVerdict.Good;
    }

    private static JsonElement? Json(ReadOnlySpan<char> segment)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(segment.TrimEnd('=')), new JsonDocumentOptions { MaxDepth = 8 });
        return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
    }

    /// <summary>A moment in whole seconds: a number, which is cut off, or a text that holds a whole number.</summary>
    private (bool Exists, double? Value) Claim(string name)
    {
        if (!claims.TryGetProperty(name, out var claim))
            return (false, null);
        return (true, claim.ValueKind switch
        {
            JsonValueKind.Number when claim.TryGetDouble(out var number) && double.IsFinite(number) => Math.Truncate(number),
            JsonValueKind.String when long.TryParse(claim.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
                => number,
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => null,
        });
    }

    private bool HasAudience() => claims.TryGetProperty("aud", out var audience) && audience.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => audience.GetString() != "",
        JsonValueKind.Array => audience.GetArrayLength() > 0,
        _ => true,
    };

    private bool IsNoText(string name) => claims.TryGetProperty(name, out var claim) && claim.ValueKind != JsonValueKind.String;
}
