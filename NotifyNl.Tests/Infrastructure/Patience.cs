using System.Runtime.CompilerServices;
using Bunit;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>How long a test waits for what should come at once: on a busy machine a second is nothing, and a fault still ends the wait.</summary>
internal static class Patience
{
    [ModuleInitializer]
    internal static void OfComponents() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
}
