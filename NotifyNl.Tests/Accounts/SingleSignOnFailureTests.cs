using System.Net;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Tests.Portal;

namespace NotifyNl.Tests.Accounts;

/// <summary>Single sign-on that goes wrong, is tampered with, or is asked to show again who works here.</summary>
[Collection(SingleSignOnPortal.Name)]
public sealed class SingleSignOnFailureTests(SingleSignOnPortal at)
{
    private const string Way = SingleSignOnPortal.Way;

    [Fact]
    public async Task EachWayItFails_SaysWhatToDo()
    {
        using var visitor = await at.ComeAsync(Colleague.New("balie") with { Refuses = true });
        Assert.Contains("U hebt het inloggen afgebroken", visitor.Page, StringComparison.Ordinal);

        await visitor.GetAsync("sign-in/sso/provincie");
        Assert.Contains("De inlogdienst is niet bereikbaar", visitor.Page, StringComparison.Ordinal);
        await visitor.GetAsync("sign-in/sso/bestaat-niet");
        Assert.Equal("/sign-in", visitor.Location.AbsolutePath);

        at.Provider.ClockError = TimeSpan.FromHours(-1);
        using (var late = await at.ComeAsync(Colleague.New("balie")))
            Assert.Contains("De klokken lopen niet gelijk", late.Page, StringComparison.Ordinal);
        at.Provider.ClockError = TimeSpan.Zero;

        using var withoutAddress = await at.ComeAsync(Colleague.New("balie") with { Email = "" });
        Assert.Contains("Wij missen uw e-mailadres", withoutAddress.Page, StringComparison.Ordinal);
        await visitor.GetAsync("sign-in/refused/<script>");
        Assert.Contains("Inloggen is niet gelukt", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerThatIsTamperedWith_RepeatedOrOfAnotherBrowser_OpensNothing()
    {
        at.Provider.Present = Colleague.New("balie");
        using var visitor = new Visitor(at.Portal.Address);
        var callback = await AnswerAsync(visitor);
        using var other = new Visitor(at.Portal.Address);
        await other.GetAsync(callback);
        Assert.Contains("Het inloggen is verlopen", other.Page, StringComparison.Ordinal);
        await visitor.GetAsync(callback.Replace("state=", "state=x", StringComparison.Ordinal));
        Assert.Contains("Het inloggen is verlopen", visitor.Page, StringComparison.Ordinal);
        await visitor.GetAsync($"{Way}/callback");
        Assert.Contains("Het inloggen is verlopen", visitor.Page, StringComparison.Ordinal);

        // The right answer, once.
        await visitor.GetAsync(callback);
        Assert.Contains("Uw diensten", visitor.Page, StringComparison.Ordinal);
        await visitor.GetAsync(callback);
        Assert.Contains("Het inloggen is verlopen", visitor.Page, StringComparison.Ordinal);

        // A code that is not the provider's.
        callback = await AnswerAsync(visitor);
        await visitor.GetAsync(System.Text.RegularExpressions.Regex.Replace(callback, "code=[^&]+", "code=verzonnen"));
        Assert.Contains("Inloggen is niet gelukt", visitor.Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//kwaad.nl")]
    [InlineData("https://kwaad.nl")]
    [InlineData("/\\kwaad.nl")]
    public async Task TheWayBack_StaysHere(string back)
    {
        using var visitor = await at.ComeAsync(Colleague.New("balie"), back);
        Assert.Equal($"{at.Portal.Address}/", visitor.Location.ToString());
    }

    [Fact]
    public async Task ADangerousAct_AsksTheProviderAgain_AndTheSamePersonAnswers()
    {
        // Signed in there this morning: long ago for an act like this.
        var who = Colleague.New("balie") with { Since = TimeSpan.FromHours(3) };
        using var visitor = await at.ComeAsync(who, "/account/providers");
        Assert.Equal("/confirm", visitor.Location.AbsolutePath);
        var again = visitor.Link("sign-in/sso/gemeente[^\"]+");

        at.Provider.Present = Colleague.New("balie");
        await visitor.GetAsync(again);
        Assert.Contains("Wij konden niet bevestigen dat u het bent", visitor.Page, StringComparison.Ordinal);
        at.Provider.Present = who with { Amr = ["pwd"] };
        await visitor.GetAsync(again);
        Assert.Contains("Wij konden niet bevestigen dat u het bent", visitor.Page, StringComparison.Ordinal);

        at.Provider.Present = who;
        await visitor.GetAsync(again);
        Assert.Equal(("login", 0L), (at.Provider.LastRequest!.Prompt, at.Provider.LastRequest.MaxAge));
        Assert.Equal("/account/providers", visitor.Location.AbsolutePath);
    }

    [Fact]
    public async Task NothingThatTheProviderTells_IsInTheLog()
    {
        var who = Colleague.New("balie") with { Name = "Geheim Genoemd" };
        using (await at.ComeAsync(who)) { }
        using (var refused = await at.ComeAsync(Colleague.New() with { Refuses = true }))
            await refused.GetAsync($"{Way}/callback?error=verzonnen&error_description=Jan+Geheim&state=x");
        Assert.Contains("Single sign-on at gemeente failed: Refused", at.Portal.Log, StringComparison.Ordinal);
        foreach (var secret in new[] { who.Subject, who.Email, "Geheim", "eyJ", OidcProvider.ClientSecret })
            Assert.DoesNotContain(secret, at.Portal.Log, StringComparison.Ordinal);
    }

    /// <summary>To the provider and its answer, without following it.</summary>
    private static async Task<string> AnswerAsync(Visitor visitor)
    {
        using var there = await visitor.AskAsync(HttpMethod.Get, Way);
        using var back = await visitor.AskAsync(HttpMethod.Get, there.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
        return back.Headers.Location!.ToString();
    }
}
