using System.Net;
using System.Text.RegularExpressions;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>A browser without JavaScript: follows links, fills in forms with their hidden fields, keeps cookies.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient http;
    private readonly HttpClient direct;

    public Visitor(string address)
    {
        var cookies = new CookieContainer();
        http = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = new Uri(address + "/") };
        direct = new HttpClient(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = http.BaseAddress };
    }

    public string Page { get; private set; } = "";

    public Uri Location { get; private set; } = new("http://localhost/");

    public HttpStatusCode Status { get; private set; }

    public static async Task<Visitor> SignedInAsync(RunningPortal portal, string email)
    {
        var visitor = new Visitor(portal.Address);
        await visitor.GetAsync("sign-in");
        await visitor.SubmitAsync("sign-in", new() { ["Input.Email"] = email, ["Input.Password"] = portal.Password });
        await visitor.SubmitAsync("code", new() { ["Input.Code"] = await portal.CodeAsync(email) });
        Assert.Contains("Uw diensten", visitor.Page, StringComparison.Ordinal);
        return visitor;
    }

    public async Task GetAsync(string path) => await TakeAsync(await http.GetAsync(path));

    /// <summary>Presses the button of the form that Blazor knows by this name.</summary>
    public async Task SubmitAsync(string form, Dictionary<string, string> fields)
    {
        var filled = new Dictionary<string, string>(fields) { ["_handler"] = form, ["__RequestVerificationToken"] = Token() };
        await TakeAsync(await http.PostAsync(Location, new FormUrlEncodedContent(filled)));
    }

    public async Task UploadAsync(string path, string fileName, byte[] file, string sender = "Voorbeeld", string? token = null)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token ?? Token()), "__RequestVerificationToken" },
            { new StringContent(sender), "sender" },
            { new ByteArrayContent(file), "file", fileName },
        };
        await TakeAsync(await http.PostAsync(path, form));
    }

    /// <summary>Brings a file as a browser does, and may break off.</summary>
    public async Task UploadAsync(string path, string fileName, Stream file, CancellationToken cancel)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Token()), "__RequestVerificationToken" },
            { new StringContent("Voorbeeld"), "sender" },
            { new StreamContent(file), "file", fileName },
        };
        await TakeAsync(await http.PostAsync(path, form, cancel));
    }

    /// <summary>One request and its own answer: no redirect is followed, no page remembered.</summary>
    public Task<HttpResponseMessage> AskAsync(HttpMethod method, string path) => direct.SendAsync(new HttpRequestMessage(method, path));

    /// <summary>The template of the demo data, by name: other tests add services and templates, before and after it in the lists.</summary>
    public async Task<string> OpenDemoTemplateAsync()
    {
        await GetAsync("");
        await GetAsync(Link("services/[0-9a-f-]{36}", "Uw uitkering") + "/templates");
        var template = Link("services/[0-9a-f-]{36}/templates/[0-9a-f-]{36}", "AOW-betaaldag");
        await GetAsync(template);
        return template;
    }

    /// <summary>The page to send from, of that template.</summary>
    public async Task<string> OpenSendPageAsync()
    {
        var send = await OpenDemoTemplateAsync() + "/send";
        await GetAsync(send);
        return send;
    }

    /// <summary>The address of the first link that goes to such an address, and says this.</summary>
    public string Link(string pattern, string text = "") => WebUtility.HtmlDecode(Regex.Match(Page, $"href=\"({pattern})\"[^>]*>\\s*{text}", RegexOptions.CultureInvariant).Groups[1].Value);

    public void Dispose()
    {
        http.Dispose();
        direct.Dispose();
    }

    private async Task TakeAsync(HttpResponseMessage response)
    {
        Page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        Location = response.RequestMessage!.RequestUri!;
        Status = response.StatusCode;
    }

    private string Token() => AntiforgeryToken.Match(Page).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex AntiforgeryToken { get; }
}
