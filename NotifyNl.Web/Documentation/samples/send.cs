// dotnet add package GovukNotify
using Notify.Client;

var client = new NotificationClient("@@BASE@@/", Environment.GetEnvironmentVariable("NOTIFY_API_KEY"));
var sent = client.SendSms(
    mobileNumber: "0699000001",
    templateId: "f33517ff-2a88-4f6e-b855-c550268ce08a",
    personalisation: new() { ["naam"] = "Ans" },
    clientReference: "zaak-12");
Console.WriteLine(sent.id);
