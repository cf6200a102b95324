using System.Text.Json;

namespace NotifyNl.Accounts;

/// <summary>
/// What a password must be, after NIST SP 800-63B and BIO2: long, and not one that everybody thinks of. No rules of composition: they make passwords predictable.
/// </summary>
public sealed class PasswordRules(Stream list)
{
    public const int MinLength = 12;

    /// <summary>Enough for any sentence, and a bound to what hashing may cost.</summary>
    public const int MaxLength = 128;

    private readonly HashSet<string> common = new(JsonSerializer.Deserialize<string[]>(list)!, StringComparer.OrdinalIgnoreCase);

    public int CommonCount => common.Count;

    /// <param name="own">What others know of the person: name, address.</param>
    public Problem? Check(string? password, params string?[] own)
    {
        if (string.IsNullOrEmpty(password))
            return new Problem("password-missing", "Password");
        if (password.Length < MinLength)
            return new Problem("password-too-short", "Password") { Args = [MinLength] };
        if (password.Length > MaxLength)
            return new Problem("password-too-long", "Password") { Args = [MaxLength] };
        if (own.Append("notify nl").Append("notifynl").Any(word => Holds(password, word)))
            return new Problem("password-personal", "Password");
        return IsCommon(password) ? new Problem("password-common", "Password") : null;
    }

    /// <summary>Also with a year or an exclamation mark behind it, and twice after one another: what people do to a short one to make it long.</summary>
    private bool IsCommon(string password)
    {
        var core = password.TrimEnd([.. "0123456789!?.#@$*-_ "]);
        return common.Contains(password) || common.Contains(core) || password.Distinct().Count() < 4
            || (password.Length % 2 == 0 && password[..(password.Length / 2)] is var half && password.EndsWith(half, StringComparison.OrdinalIgnoreCase) && common.Contains(half));
    }

    private static bool Holds(string password, string? word)
    {
        word = word?.Split('@')[0].Trim();
        // Most of the password is that word; a long sentence may well hold a first name.
        return word is { Length: >= 4 } && password.Contains(word, StringComparison.OrdinalIgnoreCase) && password.Length - word.Length < 8;
    }
}
