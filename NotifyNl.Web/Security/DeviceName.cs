using NotifyNl.Accounts;

namespace NotifyNl.Web.Security;

/// <summary>A browser in words that its owner knows, from what it says of itself. Only for showing: anybody can say anything.</summary>
public static class DeviceName
{
    /// <summary>Of a browser that does not say what it is; a page puts it in words.</summary>
    public const string Unknown = "?";

    // In this order: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
    private static readonly (string Mark, string Name)[] Browsers = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    private static readonly (string Mark, string Name)[] Systems = [("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

    public static string Of(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        var browser = Browsers.FirstOrDefault(b => agent.Contains(b.Mark, StringComparison.Ordinal)).Name;
        var system = Systems.FirstOrDefault(s => agent.Contains(s.Mark, StringComparison.Ordinal)).Name;
        var name = string.Join(" · ", new[] { browser, system }.Where(part => part is not null));
        return name.Length == 0 ? Unknown : name[..Math.Min(name.Length, Session.MaxDeviceLength)];
    }
}
