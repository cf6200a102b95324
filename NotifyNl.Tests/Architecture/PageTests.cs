using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace NotifyNl.Tests.Architecture;

/// <summary>Who may see a page stands on the page.</summary>
public sealed class PageTests
{
    private static readonly Type[] Pages = [.. typeof(NotifyNl.Web.Security.Policies).Assembly.GetTypes().Where(t => t.GetCustomAttributes<RouteAttribute>().Any())];

    [Fact]
    public void PagesOfAService_AskARight() => Assert.Empty(
        Pages.Where(p => Routes(p).Any(r => r.Contains("{ServiceId", StringComparison.Ordinal)))
            .Where(p => p.GetCustomAttribute<AuthorizeAttribute>()?.Policy is null || p.GetCustomAttribute<AllowAnonymousAttribute>() is not null).Select(p => p.FullName));

    [Fact]
    public void AddressesOfAService_NameItAlike() => Assert.Empty(
        Pages.SelectMany(Routes).Where(r => r.StartsWith("/services/{", StringComparison.OrdinalIgnoreCase) && !r.StartsWith("/services/{ServiceId:guid}", StringComparison.Ordinal)).ToList());

    [Fact]
    public void ThereArePages() => Assert.InRange(Pages.Length, 20, 500);

    private static IEnumerable<string> Routes(Type page) => page.GetCustomAttributes<RouteAttribute>().Select(r => r.Template);
}
