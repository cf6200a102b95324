using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;

namespace NotifyNl.Data;

/// <summary>The keys of personal data. Configuration section <c>PersonalData</c>; they stand outside the database, so that a dump of it reads nothing.</summary>
public sealed class PersonalDataOptions
{
    /// <summary>By their number (0–255): 32 bytes in base64. Old ones stay as long as the longest retention.</summary>
    [Required, MinLength(1)]
    public Dictionary<string, string> Keys { get; init; } = [];

    /// <summary>The number of the key that seals from now on.</summary>
    public byte CurrentKey { get; init; }

    /// <summary>32 bytes in base64; of the search by number.</summary>
    [Required]
    public string HashKey { get; init; } = "";

    /// <summary>Earlier hash keys: what was hashed with them is still found. They go when <c>./notify data reseal</c> has run, or the longest retention is over.</summary>
    public Dictionary<string, string> OldHashKeys { get; init; } = [];

    public const string Unusable =
        "PersonalData:Keys holds keys of 32 bytes in base64 by their number, PersonalData:CurrentKey names one of them and PersonalData:HashKey is 32 bytes in base64; without them no number or name can be stored.";

    public bool AreUsable() =>
        Keys.All(pair => byte.TryParse(pair.Key, out _) && IsKey(pair.Value)) && Keys.ContainsKey(CurrentKey.ToString(System.Globalization.CultureInfo.InvariantCulture)) && IsKey(HashKey)
        && OldHashKeys.Values.All(IsKey);

    private static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[33];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == 32;
    }
}

public static class PersonalDataRegistration
{
    public static IServiceCollection AddPersonalData(this IServiceCollection services)
    {
        services.AddOptions<PersonalDataOptions>()
            .BindConfiguration("PersonalData")
            .ValidateDataAnnotations()
            .Validate(
                o => o.AreUsable(),
                PersonalDataOptions.Unusable)
            .ValidateOnStart();
        return services.AddSingleton<PersonalDataSeal>();
    }

    /// <summary>Keys for a private database, made once and kept beside it. Development only.</summary>
    public static Dictionary<string, string?> DevelopmentKeys(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "personal-data-keys");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(dataFolder);
            File.WriteAllLines(file, [Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))]);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var lines = File.ReadAllLines(file);
        return new() { ["PersonalData:Keys:1"] = lines[0], ["PersonalData:CurrentKey"] = "1", ["PersonalData:HashKey"] = lines[1] };
    }
}
