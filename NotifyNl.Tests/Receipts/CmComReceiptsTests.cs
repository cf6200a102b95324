using System.Text;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;

namespace NotifyNl.Tests.Receipts;

public sealed class CmComReceiptsTests
{
    private const string Reference = "0199f0a2000070008000000000000001";

    [Theory]
    [InlineData("\"0\"", "\"\"", NotificationStatus.Accepted, null, "0")]
    [InlineData("2", "0", NotificationStatus.Delivered, null, "2/0")]
    [InlineData("\"2\"", "\"\"", NotificationStatus.Delivered, null, "2")]
    [InlineData("\"4\"", "\"\"", NotificationStatus.Delivered, null, "4")]
    [InlineData("\"1\"", "\"\"", NotificationStatus.PermanentFailure, "gateway-rejected", "1")]
    [InlineData("\"1\"", "\"102\"", NotificationStatus.TechnicalFailure, "gateway-account", "1/102")]
    [InlineData("\"3\"", "\"1\"", NotificationStatus.TemporaryFailure, "telephone-unreachable", "3/1")]
    [InlineData("\"3\"", "23", NotificationStatus.PermanentFailure, "gateway-blacklisted", "3/23")]
    [InlineData("\"1\"", "\"37\"", NotificationStatus.PermanentFailure, "gateway-blacklisted", "1/37")]
    [InlineData("\"9\"", "\"\"", null, null, "9")]
    public void Read_Status_MeansWhatTheGatewayMeant(string code, string error, NotificationStatus? status, string? reason, string stored)
    {
        var receipt = Assert.Single(Read(Report(Reference, code, error))!);

        Assert.Equal((status, reason, stored, Guid.ParseExact(Reference, "N")), (receipt.Status, receipt.Reason, receipt.Code, receipt.NotificationId));
    }

    [Fact]
    public void Read_SeveralInOneCall_AreAllRead() =>
        Assert.Equal(2, Read("""{"MESSAGES":{"Msg":[{"reference":"a","status":{"code":2}},{"status":null}]}}""")!.Count);

    [Theory]
    [InlineData("demo-account")]
    [InlineData("")]
    [InlineData("0199f0a2-0000-7000-8000-000000000001")]
    public void Read_ReferenceThatIsNotOurs_IsKeptWithoutOne(string reference) =>
        Assert.Null(Assert.Single(Read(Report(reference, "2", "0"))!).NotificationId);

    [Fact]
    public void Read_LongCodeWithNul_IsWhatTheColumnHolds() =>
        Assert.Equal(new string('9', 60), Assert.Single(Read(Report(Reference, $"\"9\\u0000{new string('9', 90)}\"", "\"\""))!).Code);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"messages":{"msg":"2"}}""")]
    [InlineData("""{"messages":{"msg":{"reference":"\ud800"}}}""")]
    [InlineData("""{"messages":{"msg":{"reference":""")]
    public void Read_SomethingElse_IsNoReceipt(string body) => Assert.Null(Read(body));

    private static string Report(string reference, string code, string error) =>
        """{"messages":{"msg":{"reference":"REFERENCE","status":{"code":CODE,"errorCode":ERROR}}}}""".Replace("REFERENCE", reference).Replace("CODE", code).Replace("ERROR", error);

    private static IReadOnlyList<NotifyNl.Receipts.GatewayReceipt>? Read(string body) => CmComReceipts.Read("cm", Encoding.UTF8.GetBytes(body));
}
