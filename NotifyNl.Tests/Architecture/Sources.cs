using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Architecture;

/// <param name="Path">From the root, with slashes.</param>
internal sealed record Source(string Path, string Text);

/// <summary>The source of the product: what people wrote, not what a tool made.</summary>
internal static class Sources
{
    public static IReadOnlyList<Source> Of(params string[] projects) =>
    [
        .. from project in projects
           from file in Directory.EnumerateFiles(Path.Combine(RunningPortal.Root, project), "*", SearchOption.AllDirectories)
           where file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)
           let path = Path.GetRelativePath(RunningPortal.Root, file).Replace('\\', '/')
           where !path.Split('/').Any(folder => folder is "bin" or "obj" or "Migrations")
           select new Source(path, File.ReadAllText(file)),
    ];

    public static string Read(string path) => File.ReadAllText(Path.Combine(RunningPortal.Root, path));
}
