using System.Text.Json;
using NotifyNl.Templates;

namespace NotifyNl.Cli;

/// <summary>What a text costs.</summary>
internal static class PartsCommand
{
    public static int Run(Arguments arguments, TextWriter output)
    {
        var message = SmsComposer.Compose(arguments.Subject, prefix: null, arguments.Mode);
        if (arguments.Json)
            output.WriteLine(JsonSerializer.Serialize(
                new MessageJson(message.Text, JsonOutput.Name(message.Encoding), message.Characters, message.Parts, message.Causes),
                JsonOutput.Readable.MessageJson));
        else
            Write(message, output);
        return CommandLine.Fine;
    }

    private static void Write(SmsText message, TextWriter output)
    {
        output.WriteLine(message.Text);
        output.WriteLine($"{(message.Parts == 1 ? "1 sms-deel" : $"{message.Parts} sms-delen")}, {message.Characters} tekens, {JsonOutput.Name(message.Encoding)}");
        if (message.Causes.Count > 0)
            output.WriteLine($"Duurder door: {string.Join(' ', message.Causes)}");
    }
}
