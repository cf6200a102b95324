using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;
using Xunit.v3;

[assembly: ClosesPages]

namespace NotifyNl.Tests.Infrastructure;

/// <summary>Closes what a test opened in the browser: a page that stays open keeps its circuit and its questions to the portal, for the rest of the run.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ClosesPagesAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, ConcurrentBag<IBrowserContext>> Opened = new();

    public static void Remember(IBrowserContext context) => Opened.GetOrAdd(TestContext.Current.Test!.UniqueID, _ => []).Add(context);

    // xunit asks for this without await.
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Opened.TryRemove(test.UniqueID, out var contexts))
            Task.Run(() => Task.WhenAll(contexts.Select(context => context.CloseAsync()))).GetAwaiter().GetResult();
    }
}
