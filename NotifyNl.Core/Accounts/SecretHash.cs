using System.Security.Cryptography;
using System.Text;
using NotifyNl.Data;

namespace NotifyNl.Accounts;

/// <summary>Short secrets (codes) at rest: hashed, so that nobody reads them, and sealed, so that a copy of the database cannot try them all.</summary>
internal static class SecretHash
{
    private const int SaltSize = 16;
    private const int Iterations = 100_000;

    public static byte[] SealHash(this PersonalDataSeal seal, Guid userId, string secret) => seal.Seal(userId, SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool IsHashOf(this PersonalDataSeal seal, Guid userId, byte[] stored, string secret) =>
        CryptographicOperations.FixedTimeEquals(seal.OpenBytes(userId, stored), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>For secrets that stay: dear to try also for who has the key. Source: OWASP ASVS 5.0, 6.5.2.</summary>
    /// <param name="salt">One for all secrets that are made together: each of them is compared with what is tried.</param>
    public static byte[] SealSlowHash(this PersonalDataSeal seal, Guid userId, string secret, byte[] salt) => seal.Seal(userId, [.. salt, .. SlowHash(secret, salt)]);

    /// <returns>What of the stored ones is a hash of the secret.</returns>
    public static Guid? FindSlowHash(this PersonalDataSeal seal, Guid userId, IEnumerable<(Guid Id, byte[] Stored)> stored, string secret)
    {
        var hashes = new Dictionary<string, byte[]>();
        foreach (var (id, bytes) in stored)
        {
            var opened = seal.OpenBytes(userId, bytes);
            var salt = opened[..SaltSize];
            var key = Convert.ToHexString(salt);
            if (!hashes.TryGetValue(key, out var hash))
                hashes[key] = hash = SlowHash(secret, salt);
            if (CryptographicOperations.FixedTimeEquals(opened.AsSpan(SaltSize), hash))
                return id;
        }

        return null;
    }

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltSize);

    private static byte[] SlowHash(string secret, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(secret, salt, Iterations, HashAlgorithmName.SHA512, 32);
}
