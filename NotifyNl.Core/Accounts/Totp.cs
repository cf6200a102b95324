using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace NotifyNl.Accounts;

/// <summary>The codes of authenticator apps: RFC 6238 with the values that every app supports (HMAC-SHA-1, 30 seconds, 6 digits).</summary>
public static class Totp
{
    public const int Digits = 6;
    public const int KeySize = 20;

    /// <summary>Steps before and after the present one that also count: a clock may be off by half a minute.</summary>
    public const int Tolerance = 1;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeySize);

    public static long StepOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    public static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // RFC 6238 as the apps speak it; HMAC does not rest on SHA-1's resistance to collisions.
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <returns>The step whose code this is, within the tolerance, or null.</returns>
    public static long? Find(byte[] key, string code, DateTimeOffset now)
    {
        long? found = null;
        // Always all of them: the time it takes tells nothing.
        for (var step = StepOf(now) - Tolerance; step <= StepOf(now) + Tolerance; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(Code(key, step)), System.Text.Encoding.UTF8.GetBytes(code)))
                found = step;
        }

        return found;
    }

    /// <summary>The code of an app whose clock is far off: what the person typed would have been right within an hour from now or before.</summary>
    public static bool IsOfAnotherHour(byte[] key, string code, DateTimeOffset now)
    {
        var present = StepOf(now);
        return Enumerable.Range(-130, 261).Any(offset => Code(key, present + offset) == code);
    }

    /// <summary>Base32 of RFC 4648, as apps take a key by hand.</summary>
    public static string Text(byte[] key)
    {
        var text = new System.Text.StringBuilder();
        for (var bit = 0; bit < key.Length * 8; bit += 5)
        {
            var window = (key[bit / 8] << 8) | (bit / 8 + 1 < key.Length ? key[bit / 8 + 1] : 0);
            text.Append(Alphabet[(window >> (11 - bit % 8)) & 31]);
        }

        return text.ToString();
    }

    /// <exception cref="FormatException">The text holds something else than base32.</exception>
    public static byte[] Key(string text)
    {
        var bytes = new List<byte>();
        var (buffer, bits) = (0, 0);
        foreach (var c in text.Where(c => c != ' '))
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0)
                throw new FormatException("The key is not base32.");
            (buffer, bits) = ((buffer << 5 | value) & 0xFFFF, bits + 5);
            if (bits >= 8)
                bytes.Add((byte)(buffer >> (bits -= 8)));
        }

        return [.. bytes];
    }

    /// <summary>What the QR code holds.</summary>
    public static string Address(byte[] key, string account) =>
        $"otpauth://totp/Notify%20NL:{Uri.EscapeDataString(account)}?secret={Text(key)}&issuer=Notify%20NL&digits={Digits}&period={Step.TotalSeconds}";
}
