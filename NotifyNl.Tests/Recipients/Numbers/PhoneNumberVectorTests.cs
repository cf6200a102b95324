using NotifyNl.Recipients;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Recipients.Numbers;

/// <summary>phone_numbers.json, with Great Britain as home.</summary>
public sealed class PhoneNumberVectorTests
{
    private static readonly PhoneNumberReader British = new("GB");

    [Fact]
    public void Numbers_AreReadAsTheModelReadsThem() => Vectors.Judge(
        Vectors.Cases("phone_numbers.json", "phone").Where(one => !(bool)one["is_service_contact_number"]!), one =>
        {
            var (check, expected) = (British.Check((string)one["input"]!), one["expected"]!);
            if (!(bool)expected["parses"]!)
                return check.Valid ? $"'{one["input"]}' was read as {check.E164}" : Differ((string)expected["legacy_v2_message"]!, PhoneNumberReader.WireMessage(check.Problem!), one["input"]);

            // Sending abroad allowed, landlines at home not: the setting of a Dutch service.
            if ((string)expected["validate(international=yes,uk_landline=no)"]! != "ok")
                return check.Valid ? $"'{one["input"]}' may not be sent to" : null;
            return Differ("+" + (string)expected["normalised"]!, check.E164, one["input"])
                ?? (expected["country_prefix"] is { } prefix ? Differ((string)prefix!, check.Country?.Prefix, one["input"]) : null);
        });

    private static string? Differ(string? expected, string? actual, object? input) => expected == actual ? null : $"'{input}': expected <{expected}>, was <{actual}>";
}
