using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NotifyNl.Callbacks;

/// <summary>The signature of Standard Webhooks: HMAC-SHA256 over id, time and body, so that none of the three can be another's.</summary>
/// <remarks>Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Signature scheme" (symmetric, v1).</remarks>
public static class CallbackSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Prefix = "whsec_";

    /// <summary>256 bits, written as receivers' libraries expect it.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <param name="secrets">All that are valid now; the header holds a signature by each.</param>
    public static string Sign(IEnumerable<string> secrets, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}."));
        byte[] content = [.. head, .. body];
        return string.Join(' ', secrets.Select(s => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(s[Prefix.Length..]), content))));
    }
}
