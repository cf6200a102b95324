using System.Text;
using NotifyNl.ApiKeys;

namespace NotifyNl.Tests.Api;

/// <summary>The token's rules one by one (api-v2, §1.2); S16 of the attack list: other algorithms, clocks that are off.</summary>
public sealed class TokenTests
{
    private const string Secret = "8e2f0c8e-8b9a-4f77-9d0e-0d4f6a1d2c3b";

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly long Seconds = Now.ToUnixTimeSeconds();

    public static TheoryData<string, TokenVerdict> Claims => new()
    {
        { "{'iat':NOW}", TokenVerdict.Good },
        { "{'iat':NOW.0}", TokenVerdict.Good },
        { "{'iat':NOW.9}", TokenVerdict.Good },
        { "{'iat':'NOW'}", TokenVerdict.Good },
        { "{'iat':'NOW.5'}", TokenVerdict.ClockIsOff },
        { "{'iat':NOW-30}", TokenVerdict.Good },
        { "{'iat':NOW-31}", TokenVerdict.ClockIsOff },
        { "{'iat':NOW+30}", TokenVerdict.Good },
        { "{'iat':NOW+31}", TokenVerdict.ClockIsOff },
        { "{'iat':'gisteren'}", TokenVerdict.ClockIsOff },
        { "{'iat':null}", TokenVerdict.ClockIsOff },
        { "{'iat':1e300}", TokenVerdict.ClockIsOff },
        { "{}", TokenVerdict.NotThisKey },
        { "{'iat':NOW,'exp':'straks'}", TokenVerdict.NotThisKey },
        { "{'iat':NOW,'nbf':'straks'}", TokenVerdict.NotThisKey },
        { "{'iat':NOW,'nbf':NOW+60}", TokenVerdict.ClockIsOff },
        { "{'iat':NOW,'nbf':NOW+20}", TokenVerdict.Good },
        { "{'iat':NOW,'exp':NOW-60}", TokenVerdict.ClaimRefused },
        { "{'iat':NOW,'exp':NOW-20}", TokenVerdict.Good },
        { "{'iat':NOW-60,'exp':NOW-60}", TokenVerdict.ClaimRefused },
        { "{'iat':NOW,'aud':'notify'}", TokenVerdict.ClaimRefused },
        { "{'iat':NOW,'aud':''}", TokenVerdict.Good },
        { "{'iat':NOW,'sub':7}", TokenVerdict.ClaimRefused },
        { "{'iat':NOW,'jti':7}", TokenVerdict.ClaimRefused },
        { "{'iat':NOW,'jti':'7'}", TokenVerdict.Good },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public void S16_RightSignature_JudgesTheClaims(string claims, TokenVerdict verdict) =>
        Assert.Equal(verdict, ApiToken.Read(ApiGiven.Sign(Bytes(claims), Secret))!.Check(Encoding.UTF8.GetBytes(Secret), Now));

    [Fact]
    public void Check_OtherSignature_IsLookedAtFirst() =>
        Assert.Equal(TokenVerdict.NotThisKey, ApiToken.Read(ApiGiven.Sign(Bytes("{'iat':NOW-60}"), "anders"))!.Check(Encoding.UTF8.GetBytes(Secret), Now));

    [Theory]
    [InlineData("")]
    [InlineData("1234")]
    [InlineData("a.b")]
    [InlineData("e30.e30")]
    [InlineData("e30.e30.e30.e30")]
    [InlineData("e30.W10.")]
    [InlineData("W10.e30.")]
    [InlineData("e30.!!!.")]
    [InlineData("eyJraWQiOjF9.e30.")]
    public void Read_NoToken_IsNull(string text) => Assert.Null(ApiToken.Read(text));

    [Theory]
    [InlineData("{'alg':'none'}", "none")]
    [InlineData("{'alg':'RS256'}", "RS256")]
    [InlineData("{'alg':7}", null)]
    [InlineData("{}", null)]
    public void S16_Algorithm_IsReadAsItStands_SoThatOthersAreRefused(string header, string? algorithm) =>
        Assert.Equal(algorithm, ApiToken.Read(ApiGiven.Sign(Bytes("{}"), Secret, Bytes(header)))!.Algorithm);

    [Theory]
    [InlineData("2EBE4DA8-17BE-49FE-B02F-DFF2760261A0", true)]
    [InlineData("2ebe4da817be49feb02fdff2760261a0", true)]
    [InlineData("{2ebe4da8-17be-49fe-b02f-dff2760261a0}", true)]
    [InlineData("urn:uuid:2ebe4da8-17be-49fe-b02f-dff2760261a0", true)]
    [InlineData(" 2ebe4da8-17be-49fe-b02f-dff2760261a0", false)]
    [InlineData("2ebe4da8-17be-49fe-b02f-dff2760261a0\n", false)]
    [InlineData("2ebe4da8-17be-49fe-b02f-dff2760261ag", false)]
    [InlineData("", false)]
    public void Uuid_IsReadAsTheModelDoes(string text, bool reads) => Assert.Equal(reads, WireUuid.Read(text) is not null);

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(
        json.Replace('\'', '"'), @"NOW([+-]\d+)?", m => $"{Seconds + (m.Groups[1].Success ? int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 0)}"));
}
