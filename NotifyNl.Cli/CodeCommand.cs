using NotifyNl.Accounts;

namespace NotifyNl.Cli;

/// <summary>The code of this moment, for who tries out the demo accounts without an app.</summary>
internal static class CodeCommand
{
    public static int Run(string key, TimeProvider clock, TextWriter output)
    {
        try
        {
            output.WriteLine(Totp.Code(Totp.Key(key), Totp.StepOf(clock.GetUtcNow())));
            return CommandLine.Fine;
        }
        catch (FormatException)
        {
            throw new UsageException("De sleutel van een code-app bestaat uit de letters A tot en met Z en de cijfers 2 tot en met 7.");
        }
    }
}
