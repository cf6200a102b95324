using System.Buffers.Text;
using System.Security.Cryptography;

namespace NotifyNl.Accounts;

/// <summary>The secret in a link that was mailed or printed: 256 random bits. The database keeps only its hash.</summary>
public static class LinkToken
{
    private const int Size = 32;

    public static (string Token, byte[] Hash) Make()
    {
        var secret = RandomNumberGenerator.GetBytes(Size);
        return (Base64Url.EncodeToString(secret), SHA256.HashData(secret));
    }

    /// <returns>Null for what is no token of ours, for example cut off by a mail program.</returns>
    public static byte[]? Hash(string? token)
    {
        Span<byte> secret = stackalloc byte[Size + 2];
        return token is { Length: < 60 } && Base64Url.IsValid(token) && Base64Url.TryDecodeFromChars(token, secret, out var length) && length == Size
            ? SHA256.HashData(secret[..Size])
            : null;
    }
}

/// <summary>What became of a link. Each has a page of its own that says what to do.</summary>
public enum LinkState
{
    Valid,

    /// <summary>No such link: mistyped, cut off, or tampered with.</summary>
    Unknown,
    Used,
    Expired,
    Withdrawn,
}
