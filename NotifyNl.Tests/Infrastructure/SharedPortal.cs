namespace NotifyNl.Tests.Infrastructure;

/// <summary>One running portal for all classes that only visit it; who restarts it or counts everything in it takes one of its own.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPortal : ICollectionFixture<RunningPortal>
{
    public const string Name = "One portal that nobody restarts";
}

/// <summary>A second one, for the classes that look at many pages: together on one portal they would be the longest part of a run by far.</summary>
[CollectionDefinition(Name)]
public sealed class LookedAtPortal : ICollectionFixture<RunningPortal>
{
    public const string Name = "One portal whose pages are looked at";
}
