using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace NotifyNl.Data;

/// <summary>
/// The one converter of personal data: numbers and values are sealed before they reach the database and opened by the key that their first byte names.
/// A sealed value is [key id 1][nonce 12][tag 16][cipher] and is bound to its service: moved to another's row it does not open.
/// </summary>
public sealed class PersonalDataSeal(IOptions<PersonalDataOptions> options)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    // AesGcm is not safe for many threads at once and costly to make.
    [ThreadStatic]
    private static Dictionary<byte[], AesGcm>? ciphers;

    private readonly byte current = options.Value.CurrentKey;
    private readonly Dictionary<byte, byte[]> keys = options.Value.Keys.ToDictionary(pair => byte.Parse(pair.Key, System.Globalization.CultureInfo.InvariantCulture), pair => Convert.FromBase64String(pair.Value));
    private readonly byte[] hashKey = Convert.FromBase64String(options.Value.HashKey);
    private readonly byte[][] oldHashKeys = [.. options.Value.OldHashKeys.OrderByDescending(pair => pair.Key, StringComparer.Ordinal).Select(pair => Convert.FromBase64String(pair.Value))];

    public byte[] Seal(Guid serviceId, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        return Seal(serviceId, plain);
    }

    public byte[] Seal(Guid serviceId, ReadOnlySpan<byte> plain)
    {
        var blob = new byte[Overhead + plain.Length];
        blob[0] = current;
        var nonce = blob.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> boundTo = stackalloc byte[16];
        serviceId.TryWriteBytes(boundTo);
        Cipher(keys[current]).Encrypt(nonce, plain, blob.AsSpan(Overhead), blob.AsSpan(1 + NonceSize, TagSize), boundTo);
        return blob;
    }

    /// <exception cref="CryptographicException">The key is not configured any more, or the value is another service's or was changed.</exception>
    public byte[] OpenBytes(Guid serviceId, ReadOnlySpan<byte> blob)
    {
        if (blob.Length < Overhead || !keys.TryGetValue(blob[0], out var key))
            throw new CryptographicException("A sealed value names a key that is not configured.");
        var plain = new byte[blob.Length - Overhead];
        Span<byte> boundTo = stackalloc byte[16];
        serviceId.TryWriteBytes(boundTo);
        Cipher(key).Decrypt(blob.Slice(1, NonceSize), blob[Overhead..], blob.Slice(1 + NonceSize, TagSize), plain, boundTo);
        return plain;
    }

    /// <inheritdoc cref="OpenBytes"/>
    public string Open(Guid serviceId, ReadOnlySpan<byte> blob) => Encoding.UTF8.GetString(OpenBytes(serviceId, blob));

    /// <summary>Whether a value was sealed with the key of today; what lives for years is sealed anew when it was not.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> blob) => blob.Length > 0 && blob[0] == current;

    /// <summary>A keyed hash of a number, for search by whole number: 128 bits of HMAC-SHA256.</summary>
    public Guid Key(string e164) => Key(hashKey, e164);

    /// <summary>Every hash under which a number may still be stored: of the current key, then of earlier ones.</summary>
    public IReadOnlyList<Guid> Keys(string e164) => [Key(e164), .. EarlierKeys(e164)];

    /// <summary>The hashes of earlier keys only; none where none are configured.</summary>
    public IReadOnlyList<Guid> EarlierKeys(string e164) => oldHashKeys.Length == 0 ? [] : Array.ConvertAll(oldHashKeys, key => Key(key, e164));

    private static Guid Key(byte[] hashKey, string e164)
    {
        Span<byte> number = stackalloc byte[32];
        var length = Encoding.ASCII.GetBytes(e164.AsSpan(0, Math.Min(e164.Length, number.Length)), number);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(hashKey, number[..length], hash);
        return new Guid(hash[..16]);
    }

    /// <summary>A keyed hash of any text, bound to its service: equal texts of two services have nothing in common.</summary>
    public Guid Key(Guid serviceId, ReadOnlySpan<byte> text)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, hashKey);
        Span<byte> boundTo = stackalloc byte[16];
        serviceId.TryWriteBytes(boundTo);
        hash.AppendData(boundTo);
        hash.AppendData(text);
        Span<byte> result = stackalloc byte[32];
        hash.GetHashAndReset(result);
        return new Guid(result[..16]);
    }

    private static AesGcm Cipher(byte[] key)
    {
        ciphers ??= [];
        if (!ciphers.TryGetValue(key, out var cipher))
            ciphers[key] = cipher = new AesGcm(key, TagSize);
        return cipher;
    }
}
