using Notify.Client;
using Notify.Exceptions;

namespace NotifyNl.Tests.Api.Clients;

/// <summary>The official .NET client, unchanged, by base URL alone. It writes <c>iat</c> as 1795468833.0.</summary>
public sealed class DotNetClientTests(ClientHost host) : IClassFixture<ClientHost>
{
    private const string Body = "Hello Foo\n\nFunctional Tests make our world a better place";

    private static readonly Dictionary<string, dynamic> Foo = new() { ["name"] = "Foo" };

    private NotificationClient Test => new(host.Settings["NOTIFY_API_URL"], host.Settings["API_KEY"]);

    private NotificationClient Team => new(host.Settings["NOTIFY_API_URL"], host.Settings["API_SENDING_KEY"]);

    private string TemplateId => host.Settings["SMS_TEMPLATE_ID"];

    private string Number => host.Settings["FUNCTIONAL_TEST_NUMBER"];

    [Fact]
    public void SendSms_ThenRead_BySingleAndByList()
    {
        var sent = Test.SendSms(Number, TemplateId, Foo, "dotnet-ref");
        Assert.Equal((Body, "dotnet-ref", 2), (sent.content.body, sent.reference, sent.template.version));

        var got = Test.GetNotificationById(sent.id);
        Assert.Equal((sent.id, Body, "sms", Number), (got.id, got.body, got.type, got.phoneNumber));
        var list = Test.GetNotifications("sms", "", "dotnet-ref");
        Assert.Equal([sent.id], list.notifications.Select(n => n.id));
        Assert.Empty(Test.GetNotifications("sms", "", "dotnet-ref", sent.id).notifications);
        Assert.Equal("NotifyNL", Team.SendSms(Number, TemplateId, Foo, null, host.Settings["SMS_SENDER_ID"]).content.fromNumber);
    }

    [Fact]
    public void Templates_AreReadByIdByVersionAndAll()
    {
        var template = Test.GetTemplateById(TemplateId);
        Assert.Equal((TemplateId, "Client Functional test sms template", "sms", 2), (template.id, template.name, template.type, template.version));
        Assert.Equal("Example text message template", Test.GetTemplateByIdAndVersion(TemplateId, 1).name);
        Assert.Contains(Test.GetAllTemplates().templates, t => t.id == TemplateId);
        Assert.Single(Test.GetAllTemplates("sms").templates);
        Assert.Empty(Test.GetAllTemplates("letter").templates);
        Assert.Equal(Body, Test.GenerateTemplatePreview(TemplateId, Foo).body);
        Assert.Equal("31612345678", Assert.Single(Test.GetReceivedTexts().receivedTexts).userNumber);
    }

    [Fact]
    public void Errors_ReadAsTheClientMakesThem()
    {
        Assert.Contains("No result found", Message(() => Test.GetNotificationById(Guid.NewGuid().ToString())), StringComparison.Ordinal);
        Assert.Contains("No result found", Message(() => Test.GetTemplateById(Guid.NewGuid().ToString())), StringComparison.Ordinal);
        Assert.Contains("id is not a valid UUID", Message(() => Test.GetTemplateById("invalid_id")), StringComparison.Ordinal);
        Assert.Contains("type invalid is not one of [sms, email, letter]", Message(() => Test.GetAllTemplates("invalid")), StringComparison.Ordinal);
        Assert.Contains("Missing personalisation: name", Message(() => Test.GenerateTemplatePreview(TemplateId, [])), StringComparison.Ordinal);
        Assert.Contains("Missing personalisation: name", Message(() => Test.SendSms(Number, TemplateId)), StringComparison.Ordinal);
        Assert.Contains("is not allowed to send emails", Message(() => Test.SendEmail("a@voorbeeld.nl", TemplateId, Foo)), StringComparison.Ordinal);
        Assert.Contains("is not allowed to send letters", Message(() => Test.SendLetter(TemplateId, Foo)), StringComparison.Ordinal);
        Assert.Contains("Can’t send to this recipient using a team-only API key", Message(() => Team.SendSms("0687654321", TemplateId, Foo)), StringComparison.Ordinal);
        Assert.Contains("Status code 403", Message(() => new NotificationClient(host.Settings["NOTIFY_API_URL"], host.Settings["API_KEY"][..^36] + Guid.NewGuid()).GetAllTemplates()), StringComparison.Ordinal);
    }

    private static string Message(Func<object> call) => Assert.Throws<NotifyClientException>(call).Message;
}
