using System.Security.Cryptography;
using System.Text;
using NotifyNl.Data;

namespace NotifyNl.Accounts;

/// <summary>Short secrets (codes) at rest: hashed, so that nobody reads them, and sealed, so that a copy of the database cannot try them all.</summary>
internal static class SecretHash
{
    public static byte[] SealHash(this PersonalDataSeal seal, Guid userId, string secret) => seal.Seal(userId, SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool IsHashOf(this PersonalDataSeal seal, Guid userId, byte[] stored, string secret) =>
        CryptographicOperations.FixedTimeEquals(seal.OpenBytes(userId, stored), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
