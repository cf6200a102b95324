using NotifyNl.Tests.Infrastructure;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

// Tests wait for browsers, gateways and the database for a good part of their time: two at once leave the two cores idle.
[assembly: Parallelization(MaxThreads = 3)]

namespace NotifyNl.Tests.Infrastructure;

/// <summary>What takes longest begins first: begun last, it would run on alone when all others are done.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [LookedAtPortal.Name, SharedPortal.Name, RunningPortal.OneAtATime];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => Array.IndexOf(Long, c.TestCollectionDisplayName) is >= 0 and var place ? place : Long.Length)];
}
