using System.Buffers;
using System.Globalization;
using System.Text.Json;
using NotifyNl.Simulator.Receipts;

namespace NotifyNl.Simulator.Gateways.Cm;

/// <summary>CM.com's status report: one message a call, all values strings.</summary>
internal static class CmReceipt
{
    public static byte[] Write(Receipt receipt)
    {
        var (code, error, description) = Status(receipt.Status);
        var buffer = new ArrayBufferWriter<byte>(320);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("messages"u8);
            json.WriteStartObject("msg"u8);
            json.WriteString("received"u8, receipt.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("to"u8, "00" + receipt.Number);
            json.WriteString("reference"u8, receipt.Reference);
            json.WriteStartObject("status"u8);
            json.WriteString("code"u8, code);
            json.WriteString("errorCode"u8, error);
            json.WriteString("errorDescription"u8, description);
            json.WriteEndObject();
            json.WriteString("operator"u8, "Stand-in"u8);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <remarks>
    /// CM.com's list of standard errors is not public. Failed for good is 1, "rejected", with 23, which others read as a number that may not be
    /// reached; a phone that is off is 3, "failed".
    /// </remarks>
    private static (string Code, string Error, string Description) Status(ReceiptStatus status) => status switch
    {
        ReceiptStatus.AtOperator => ("0", "", ""),
        ReceiptStatus.Delivered => ("2", "", ""),
        ReceiptStatus.FailedForNow => ("3", "1", "Absent subscriber"),
        _ => ("1", "23", "Number is unknown or blocked"),
    };
}
