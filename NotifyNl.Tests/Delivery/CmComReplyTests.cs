using System.Net;
using System.Text;
using NotifyNl.Delivery.Gateways;

namespace NotifyNl.Tests.Delivery;

/// <summary>Answers that the stand-in does not give, but a gateway may.</summary>
public sealed class CmComReplyTests
{
    private static readonly OutgoingSms One = new(Guid.Parse("0199f0a2-0000-7000-8000-000000000001"), "+31612345678", "Gemeente", "tekst", 1);
    private static readonly OutgoingSms Two = One with { Id = Guid.Parse("0199f0a2-0000-7000-8000-000000000002") };

    [Theory]
    [InlineData(301, OutcomeKind.Failed, "gateway-sender")]
    [InlineData(302, OutcomeKind.Refused, "gateway-number")]
    [InlineData(303, OutcomeKind.Refused, "gateway-number")]
    [InlineData(304, OutcomeKind.Failed, "gateway-text")]
    [InlineData(305, OutcomeKind.Failed, "gateway-malformed")]
    [InlineData(401, OutcomeKind.Refused, "gateway-spam")]
    [InlineData(402, OutcomeKind.Refused, "gateway-blacklisted")]
    [InlineData(403, OutcomeKind.Refused, "gateway-rejected")]
    [InlineData(500, OutcomeKind.Deferred, "gateway-internal")]
    [InlineData(102, OutcomeKind.Deferred, "gateway-account")]
    [InlineData(999, OutcomeKind.Failed, "gateway-other")]
    public void Read_RejectedWithCode_HasItsReason(int code, OutcomeKind kind, string reason)
    {
        var answer = Read(HttpStatusCode.OK, $$"""{"errorCode":201,"messages":[{{Told(One, "Rejected", code)}},{{Told(Two, "Accepted", 0)}}]}""", One, Two);

        Assert.Equal([new(One.Id, kind, reason), new Outcome(Two.Id, OutcomeKind.Accepted)], answer.Outcomes);
        Assert.NotNull(NotifyNl.Delivery.DeliveryReasons.Sentence(reason));
    }

    [Fact]
    public void Read_KeysInOtherCaseAndNumbersAsText_AreUnderstood() =>
        Assert.Equal(OutcomeKind.Accepted, Only(HttpStatusCode.OK, $$"""{"ERRORCODE":"0","Messages":[{"Reference":"{{One.Reference.ToUpperInvariant()}}","Status":"Accepted","MessageErrorCode":"0"}]}"""));

    [Theory]
    [InlineData("""{"errorCode":0,"messages":[]}""")]
    [InlineData("""{"errorCode":0}""")]
    [InlineData("""{"errorCode":0,"messages":[null,1,{"reference":5}]}""")]
    [InlineData("""{"errorCode":NaN,"messages":[]}""")]
    [InlineData("""{"errorCode":0,"messages":[{"reference":"0199f0a2000070008000000000000001","status":"Perhaps"}]}""")]
    [InlineData("""{"errorCode":0,"messages":[{"reference":"0199f0a2000070008000000000000001","status":"Accepted","messageErrorCode":402}]}""")]
    [InlineData("""{"errorCode":0,"messages":[{"reference":"0199f0a2000070008000000000000001","status":"Accepted"},{"reference":"0199f0a2000070008000000000000001","status":"Rejected","messageErrorCode":402}]}""")]
    [InlineData("""{"errorCode":0,"messages":[{"reference":"\ud800","status":"Accepted"}]}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void Read_OkThatDoesNotTell_IsUnknown(string body) => Assert.Equal(OutcomeKind.Unknown, Only(HttpStatusCode.OK, body));

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(302)]
    public void Read_OurAccountOrAddressRefused_WaitsAndCallsPeople(int status)
    {
        var answer = Read((HttpStatusCode)status, "<html>", One);

        Assert.Equal(OutcomeKind.Deferred, Assert.Single(answer.Outcomes).Kind);
        Assert.True(answer.Trouble!.NeedsPeople);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    [InlineData(204)]
    public void Read_StatusThatProvesNothing_IsUnknown(int status) => Assert.Equal(OutcomeKind.Unknown, Only((HttpStatusCode)status, ""));

    [Theory]
    [InlineData(400, "")]
    [InlineData(400, """{"details":"Bad Request"}""")]
    [InlineData(400, """{"errorCode":304,"messages":[]}""")]
    [InlineData(413, "")]
    public void Read_RefusedForOneThatItDoesNotName_IsHalved(int status, string body)
    {
        Assert.True(Read((HttpStatusCode)status, body, One, Two).Halve);
        Assert.Equal(OutcomeKind.Failed, Only((HttpStatusCode)status, body));
    }

    private static string Told(OutgoingSms message, string status, int code) => $$"""{"reference":"{{message.Reference}}","status":"{{status}}","messageErrorCode":{{code}}}""";

    private static OutcomeKind Only(HttpStatusCode status, string body) => Assert.Single(Read(status, body, One).Outcomes).Kind;

    private static GatewayAnswer Read(HttpStatusCode status, string body, params OutgoingSms[] messages) =>
        CmComReply.Read(status, null, Encoding.UTF8.GetBytes(body), messages);
}
