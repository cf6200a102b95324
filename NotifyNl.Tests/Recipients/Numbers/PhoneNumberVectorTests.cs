using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyNl.Recipients;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Recipients.Numbers;

/// <summary>phone_numbers.json, with Great Britain as home. Its billing table is British as well; ours is tested elsewhere.</summary>
public sealed class PhoneNumberVectorTests
{
    private const string File = "phone_numbers.json";

    private static readonly PhoneNumberReader British = new("GB");

    [Fact]
    public void Numbers_AreReadAsTheModelReadsThem() => Vectors.Judge(
        Vectors.Cases(File).Where(one => one["is_service_contact_number"] is not null), one =>
        {
            var (check, expected) = (British.Check((string)one["input"]!), one["expected"]!);
            if (!(bool)expected["parses"]!)
                return check.Valid ? $"read as {check.E164}" : Differ((string?)expected["legacy_v2_message"], PhoneNumberReader.WireMessage(check.Problem!));

            // Sending abroad allowed, landlines at home not: the setting of a Dutch service.
            return (string)expected["validate(international=yes,uk_landline=no)"]! switch
            {
                "ok" => Differ("+" + expected["normalised"], check.E164)
                    ?? Differ((string?)expected["country_prefix"], check.Country?.Prefix)
                    ?? Differ(!(bool)expected["is_uk_country_code"]!, check.Abroad)
                    ?? (check.Abroad ? Differ((string?)expected["human_readable"], PhoneNumberReader.Display(check.E164!)) : null),
                "not_a_uk_mobile" => Differ("Not a UK mobile number", check.Problem is null ? null : PhoneNumberReader.WireMessage(check.Problem)),
                _ => Differ("Not a valid country prefix", check.Problem is null ? null : PhoneNumberReader.WireMessage(check.Problem)),
            };
        });

    [Fact]
    public void Recipients_AreTheSameInEverySpelling() => Vectors.Judge(Vectors.Cases(File, "guest_list"), one =>
        Differ((bool)one["expected"]!["allowed"]!, one["guest_list"]!.AsArray().Select(Formatted).Contains(Formatted(one["input"]))));

    [Fact]
    public void Recipients_AreFormattedAsTheModelFormatsThem() => Vectors.Judge(Vectors.Cases(File, "format_recipient"), one =>
        Differ((string?)one["expected"]!["formatted"], Formatted(one["input"])));

    private static string Formatted(JsonNode? recipient) =>
        recipient?.GetValueKind() != JsonValueKind.String ? ""
        : British.Check((string)recipient!) is { Valid: true } check ? check.E164![1..]
        : (string)recipient!;

    private static string? Differ<T>(T expected, T actual) => Equals(expected, actual) ? null : $"expected <{expected}>, was <{actual}>";
}
